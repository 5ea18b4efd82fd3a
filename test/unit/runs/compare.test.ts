import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ComparedPair, PairResult } from '../../../src/protocol/compare-panel.ts';
import type { RunRecord } from '../../../src/protocol/run.ts';
import { comparePair, readComparedRun } from '../../../src/runs/compare.ts';
import { FitWriter, type Prediction } from '../../../src/runs/fit-writer.ts';
import { changeMarks } from '../../../src/runs/marks.ts';
import { fitFolder, predictionsFile } from '../../../src/runs/run-paths.ts';
import { fitRecord, runRecord, storeRun, temporaryFolder } from '../../records.ts';

const folder = temporaryFolder();
const vocabulary = {
  codes: [],
  sites: [],
  classes: new Map<string, string[]>(),
  features: { transform: 'none', sites: 'merged' } as const,
};

/** Task, truth, and the probability of class `a` (that of `b` is the rest). */
type Answer = readonly [task: string, truth: 'a' | 'b', a: number];

/** A run with fits that predicted this. */
function makeRun(id: string, fits: readonly (readonly Answer[])[], changes: Partial<RunRecord> = {}): string {
  const run = path.join(folder, id);
  storeRun(run, runRecord({ id, model: id, fitsPerTarget: Math.max(fits.length, 1), ...changes }), vocabulary);
  const classes = changes.targets?.[0].classes ?? ['a', 'b'];
  for (const [index, answers] of fits.entries()) {
    const writer = new FitWriter(run, 'action', index);
    const predictions = answers.map(([task, truth, a]): Prediction => {
      const shares = new Map([
        ['a', a],
        ['b', 1 - a],
      ]);
      return { task, truth, probabilities: classes.map((name) => shares.get(name) ?? 0) };
    });
    writer.finish(fitRecord({ index, classes }), [], predictions);
    writer.close();
  }
  return run;
}

async function compared(baseline: string, other: string): Promise<ComparedPair> {
  const result = await comparePair(baseline, other, 'action');
  if (result.kind !== 'compared') throw new Error(result.reason);
  return result;
}

function reasonOf(result: PairResult): string {
  return result.kind === 'incomparable' ? result.reason : '';
}

describe('two runs on the same tasks', () => {
  const all: readonly Answer[] = [
    ['/w1/x', 'a', 0.9],
    ['/w1/y', 'a', 0.2],
    ['/w2/x', 'b', 0.4],
    ['/w3/x', 'b', 0.7],
  ];
  const better: readonly Answer[] = [
    ['/w1/x', 'a', 0.3],
    ['/w1/y', 'a', 0.8],
    ['/w2/x', 'b', 0.1],
    ['/w3/x', 'b', 0.2],
  ];

  test('get the difference of their scores, and who is right about which task', async () => {
    const pair = await compared(makeRun('base', [all]), makeRun('better', [better]));
    expect(pair).toMatchObject({ tasks: 4, workflows: 3, seed: 42 });
    // Recalls of a and b: 1/2 and 1/2, then 1/2 and 1.
    expect(pair.recall.difference).toBeCloseTo(0.25, 12);
    // Rows [½ ½] and [½ ½] against [½ ½] and [0 1]: (4 · ¼ − 2 · ¼) / 4.
    expect(pair.confusionMse.difference).toBeCloseTo(-0.125, 12);
    expect(pair.right).toEqual({ both: 1, baseline: 1, other: 2, neither: 0 });
    expect(pair.baselineRight).toEqual([
      { task: '/w1/x', truth: 'a', baseline: 'a', baselineProbability: 0.9, other: 'b', otherProbability: 0.7 },
    ]);
    expect(pair.otherRight.map(({ task }) => task)).toEqual(['/w1/y', '/w3/x']);
  });

  test('get an interval from ten workflows on; of fewer, nothing is drawn', async () => {
    const of = (count: number, right: number): Answer[] =>
      Array.from({ length: count }, (_, i) => [
        `/w${i}/x`,
        i % 2 ? 'a' : 'b',
        (i % 2 ? 1 : 0) === +(i < right) ? 0.9 : 0.1,
      ]);
    for (const [count, isDrawn] of [
      [1, false],
      [2, false],
      [9, false],
      [10, true],
      [25, true],
    ] as const) {
      const pair = await compared(makeRun(`few ${count}`, [of(count, 5)]), makeRun(`more ${count}`, [of(count, 7)]));
      expect([pair.workflows, pair.resamples]).toEqual([count, isDrawn ? 2000 : 0]);
      for (const { low, high } of [pair.confusionMse, pair.recall]) {
        expect([low, high].map((end) => end === null)).toEqual([!isDrawn, !isDrawn]);
      }
    }
  });

  test('may have evaluated them in folds or in several trainings', async () => {
    const folds = makeRun('folds', [all.slice(0, 2), all.slice(2)]);
    const trainings = makeRun('trainings', [all, better]);
    const pair = await compared(folds, trainings);
    expect(pair.tasks).toBe(4);
    // The mean of both trainings' probabilities decides: 0.6, 0.5 (the first of two), 0.25, 0.45 for a.
    expect(pair.right).toEqual({ both: 2, baseline: 0, other: 2, neither: 0 });
  });

  test('may list their classes in another order', async () => {
    const targets = [{ target: 'action', classes: ['b', 'a'], counts: [2, 2] }];
    const pair = await compared(makeRun('in order', [all]), makeRun('turned round', [all], { targets }));
    expect(pair.recall).toEqual({ difference: 0, low: null, high: null });
    expect(pair.right).toEqual({ both: 2, baseline: 0, other: 0, neither: 2 });
  });

  test('may have two tasks of the same name', async () => {
    const twice = [all[0], all[0], all[1]];
    const pair = await compared(makeRun('twice', [twice]), makeRun('twice again', [twice]));
    expect(pair.tasks).toBe(3);
  });
});

describe('two runs that cannot be compared', () => {
  const one: readonly Answer[] = [
    ['/w/x', 'a', 0.9],
    ['/w/y', 'b', 0.1],
  ];

  test('were evaluated on different tasks, or not on all yet', async () => {
    const whole = makeRun('whole', [one]);
    const half = makeRun('half', [[['/w/x', 'a', 0.9]], one]);
    fs.rmSync(path.join(fitFolder(half, 'action', 1), 'fit.json'));
    expect(reasonOf(await comparePair(whole, half, 'action'))).toBe(
      'Different test sets: whole was evaluated on 2 tasks, half was evaluated on 1 task in 1 of 2 fits; 1 task in common. A difference between the scores may come from the tasks alone.',
    );
  });

  test('had other truths', async () => {
    const changed = makeRun('changed', [[one[0], ['/w/y', 'a', 0.1]]]);
    expect(reasonOf(await comparePair(makeRun('unchanged', [one]), changed, 'action'))).toBe(
      'Different truths: 1 task of 2 had another decision when changed was evaluated.',
    );
  });

  test('tell other classes apart', async () => {
    const targets = [{ target: 'action', classes: ['a', 'b', 'c'], counts: [1, 1, 0] }];
    const three = makeRun('three', [one], { targets });
    expect(reasonOf(await comparePair(makeRun('two', [one]), three, 'action'))).toBe(
      'Different classes: two has a, b, three a, b, c.',
    );
  });

  test('have no complete fit of the target', async () => {
    const named = makeRun('unnamed', []);
    changeMarks(named, { name: 'my run' });
    expect(reasonOf(await comparePair(named, makeRun('complete', [one]), 'action'))).toBe(
      'my run has no complete fit of this target.',
    );
  });

  test('have predictions that are damaged: what is missing is not passed over', async () => {
    const damaged = makeRun('damaged', [one]);
    fs.appendFileSync(predictionsFile(fitFolder(damaged, 'action', 0)), '{"task": "/w/z"');
    await expect(comparePair(damaged, damaged, 'action')).rejects.toThrow(/predictions\.jsonl is damaged: /);
  });
});

test('a run that cannot be read says why, under the name of its folder', () => {
  expect(readComparedRun(path.join(folder, 'gone'))).toEqual({
    folder: path.join(folder, 'gone'),
    name: 'gone',
    run: null,
    error: expect.stringContaining('does not exist'),
  });
});
