import { describe, expect, it } from 'vitest';
import { RandomState } from '../../../src/learning/random.ts';
import { type CheckedTasks, findActThreshold } from '../../../src/measures/act-threshold.ts';

/** Workflows of one task each, the first ones the most confident. */
function tasksOf(correct: readonly number[]): CheckedTasks {
  const numbers = correct.map((_, i) => i);
  const order = new RandomState(5).permutation(correct.length);
  return { confidence: numbers.map((i) => 1 - i / 1000), correct, workflow: numbers, order };
}

describe('findActThreshold', () => {
  it('acts on the most confident tasks, as long as too few of them are wrong', () => {
    const correct = Array.from({ length: 800 }, (_, i) => (i < 600 ? 1 : i % 2));
    const found = findActThreshold(tasksOf(correct), { maxError: 0.05, delta: 0.05 });
    expect(found.threshold).toBe(1 - (found.acted - 1) / 1000);
    expect(found.acted).toBeGreaterThanOrEqual(600);
    expect(found.meanError).toBeLessThan(0.05);
    expect(found.meanError).toBe(found.errors / found.workflows);
  });

  it('acts on nothing where tasks of the same confidence are wrong too often', () => {
    const tasks = {
      ...tasksOf(Array.from({ length: 800 }, (_, i) => i % 2)),
      confidence: new Float64Array(800).fill(0.9),
    };
    expect(findActThreshold(tasks, { maxError: 0.05, delta: 0.05 })).toMatchObject({
      threshold: null,
      acted: 0,
      meanError: null,
      tested: [[800, 1]],
    });
  });

  it('never separates tasks of the same confidence', () => {
    const tasks = { ...tasksOf(Array.from({ length: 800 }, () => 1)), confidence: new Float64Array(800).fill(0.9) };
    expect(findActThreshold(tasks, { maxError: 0.05, delta: 0.05 })).toMatchObject({ threshold: 0.9, acted: 800 });
  });

  it('says nothing of fewer workflows than it needs, however many tasks they have', () => {
    const few = {
      ...tasksOf(Array.from({ length: 800 }, () => 1)),
      workflow: Array.from({ length: 800 }, (_, i) => i % 19),
    };
    expect(findActThreshold(few, { maxError: 0.4, delta: 0.05 }).threshold).toBeNull();
  });

  it('acts on nothing where there is nothing', () => {
    expect(findActThreshold(tasksOf([]), { maxError: 0.05, delta: 0.05 })).toMatchObject({ threshold: null, acted: 0 });
  });

  it.each([0.02, 0.05, 0.1, 0.2])(
    'errs more than %d in at most one of twenty of 1,000 histories of alike tasks',
    (maxError) => {
      const population = new Population(2000, 11);
      const random = new RandomState(Math.round(maxError * 1000));
      let acting = 0;
      let broken = 0;
      for (let history = 0; history < 1000; history++) {
        const { threshold } = findActThreshold(population.draw(random, maxError < 0.05 ? 600 : 300), {
          maxError,
          delta: 0.05,
        });
        if (threshold === null) continue;
        acting++;
        if (population.errorAbove(threshold) > maxError) broken++;
      }
      expect(broken).toBeLessThanOrEqual(50);
      // A policy that never acts would be useless, and never wrong.
      expect(acting).toBeGreaterThan(300);
    },
  );
});

interface Workflow {
  readonly confidence: readonly number[];
  readonly correct: readonly number[];
}

/** Workflows of one to four tasks, which are mostly all right or all wrong, and of similar confidence. */
class Population {
  readonly #workflows: readonly Workflow[];

  constructor(size: number, seed: number) {
    const random = new RandomState(seed);
    this.#workflows = Array.from({ length: size }, () => {
      const [tasks] = random.randint(1, 5, 1);
      const [ease, fate] = random.randomSample(2);
      const noise = random.standardNormal(tasks);
      const luck = random.randomSample(tasks);
      const right = Math.min(1, 0.4 + 1.5 * ease);
      return {
        confidence: Array.from(noise, (shift) => Math.min(1, Math.max(0, ease + 0.05 * shift))),
        correct: Array.from(luck, (own) => ((own < 0.2 ? own * 5 : fate) < right ? 1 : 0)),
      };
    });
  }

  draw(random: RandomState, count: number): CheckedTasks {
    const drawn = Array.from(random.randint(0, this.#workflows.length, count), (i) => this.#workflows[i]);
    return {
      confidence: drawn.flatMap(({ confidence }) => confidence),
      correct: drawn.flatMap(({ correct }) => correct),
      workflow: drawn.flatMap(({ correct }, number) => correct.map(() => number)),
      order: drawn.map((_, number) => number),
    };
  }

  /** Mean over all workflows with such tasks of the share of wrong tasks among those that are at least so confident. */
  errorAbove(threshold: number): number {
    const shares = this.#workflows.flatMap(({ confidence, correct }) => {
      const acted = correct.filter((_, i) => confidence[i] >= threshold);
      return acted.length > 0 ? [acted.filter((one) => one === 0).length / acted.length] : [];
    });
    return shares.reduce((sum, share) => sum + share, 0) / shares.length;
  }
}
