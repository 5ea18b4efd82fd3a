import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../../src/dataset/input-error.ts';
import { planFits, type SplitSettings } from '../../../src/learning/fit-plan.ts';
import { RandomState } from '../../../src/learning/random.ts';
import { kFold, trainTestSplit } from '../../../src/learning/splits.ts';
import { protocolNames } from '../../../src/protocol/run.ts';
import { expectPartition, expectSameRows } from './partition.ts';

const split: SplitSettings = { test: 0.3, folds: 5, repeats: 5, by: 'task', seed: 42 };
const sizes = fc.integer({ min: 20, max: 300 });
const seeds = fc.integer({ min: 0, max: 2 ** 31 });

describe('planFits', () => {
  it('plans one holdout fit that trains, watches and tests every row once', () => {
    fc.assert(
      fc.property(sizes, seeds, (n, seed) => {
        const [plan, ...others] = planFits('holdout', n, { ...split, seed }, 0.2);
        expect(others).toEqual([]);
        expectPartition(n, [plan.train, plan.validation, plan.evaluation]);
        expect(plan.evaluation).toEqual(trainTestSplit(n, 0.3, seed).test);
        expect(plan.seed).toBe(seed);
      }),
    );
  });

  it('nested, watches a share of what each fold trains on, and never the fold itself', () => {
    fc.assert(
      fc.property(sizes, seeds, (n, seed) => {
        const plain = planFits('cross-validation', n, { ...split, seed }, 0.2);
        const nested = planFits('cross-validation', n, { ...split, seed, nested: true }, 0.2);
        for (const [i, plan] of nested.entries()) {
          expect(plan.evaluation).toEqual(plain[i].evaluation);
          expectSameRows([plan.train, plan.validation], [plain[i].train]);
          expect(plan.validation.length).toBe(Math.ceil(plain[i].train.length * 0.2));
          expect(plan.seed).toBe(plain[i].seed);
        }
      }),
    );
  });

  it('by time, tests on later tasks than it trains on and watches, in every protocol', () => {
    fc.assert(
      fc.property(sizes, fc.constantFrom(...protocolNames), fc.boolean(), (n, protocol, nested) => {
        for (const plan of planFits(protocol, n, { ...split, by: 'time', nested }, 0.2)) {
          expect(Math.max(...plan.train)).toBeLessThan(Math.min(...plan.validation));
          if (plan.validation !== plan.evaluation)
            expect(Math.max(...plan.validation)).toBeLessThan(Math.min(...plan.evaluation));
        }
      }),
    );
  });

  it('cross-validates inside what is not set aside, watching and judging the same fold', () => {
    fc.assert(
      fc.property(sizes, seeds, (n, seed) => {
        const inside = trainTestSplit(n, 0.3, seed).train;
        const plans = planFits('cross-validation', n, { ...split, seed }, 0.2);
        expect(plans.map((plan) => plan.index)).toEqual([0, 1, 2, 3, 4]);
        for (const plan of plans) {
          expect(plan.validation).toBe(plan.evaluation);
          expectSameRows([plan.train, plan.evaluation], [inside]);
        }
        expectSameRows(
          plans.map((plan) => plan.evaluation),
          [inside],
        );
      }),
    );
  });

  it("takes scikit-learn's folds of the training rows", () => {
    const inside = trainTestSplit(100, 0.3, 42).train;
    const folds = kFold(70, 5, 42);
    planFits('cross-validation', 100, split, 0.2).forEach((plan, i) => {
      expect(plan.evaluation).toEqual(folds[i].test.map((place) => inside[place]));
    });
  });

  it('repeats the test on the same rows with other seeds and validation rows', () => {
    const plans = planFits('repeated-test', 200, split, 0.2);
    expect(plans.map((plan) => plan.seed)).toEqual([42, 43, 44, 45, 46]);
    for (const plan of plans) {
      expectPartition(200, [plan.train, plan.validation, plan.evaluation]);
      expect(plan.evaluation).toEqual(plans[0].evaluation);
    }
    expect(new Set(plans.map((plan) => plan.validation.join())).size).toBe(5);
  });

  it('begins the repetitions with the holdout fit', () => {
    expect(planFits('repeated-test', 50, split, 0.2)[0]).toEqual(planFits('holdout', 50, split, 0.2)[0]);
  });

  it('keeps every workflow on one side, in all protocols', () => {
    const workflowLists = fc.array(fc.nat(60), { minLength: 150, maxLength: 200 });
    fc.assert(
      fc.property(fc.constantFrom(...protocolNames), workflowLists, seeds, (protocol, workflows, seed) => {
        const groups = Int32Array.from(workflows);
        for (const plan of planFits(protocol, groups.length, { ...split, by: 'workflow', seed }, 0.2, {
          workflows: groups,
        })) {
          const partOf = new Map<number, Int32Array>();
          for (const part of new Set([plan.train, plan.validation, plan.evaluation])) {
            for (const row of part) {
              expect(partOf.get(groups[row]) ?? part).toBe(part);
              partOf.set(groups[row], part);
            }
          }
        }
      }),
    );
  });

  it('by time, follows the order of the tasks where they have one', () => {
    fc.assert(
      fc.property(sizes, seeds, fc.constantFrom(...protocolNames), (n, seed, protocol) => {
        const order = new RandomState(seed).permutation(n);
        const inFile = planFits(protocol, n, { ...split, by: 'time' }, 0.2);
        const ordered = planFits(protocol, n, { ...split, by: 'time' }, 0.2, { order });
        for (const [i, { train, evaluation }] of inFile.entries()) {
          expect(ordered[i].train).toEqual(train.map((place) => order[place]));
          expect(ordered[i].evaluation).toEqual(evaluation.map((place) => order[place]));
        }
      }),
    );
  });

  it('stratified, has every class in every part of every fit, by task and by workflow', () => {
    const settings = fc.record({
      by: fc.constantFrom('task', 'workflow'),
      nested: fc.boolean(),
      seed: seeds,
    });
    fc.assert(
      fc.property(fc.constantFrom(...protocolNames), settings, (protocol, settings) => {
        // 60 workflows of five tasks; every tenth has the rare class.
        const workflows = Array.from({ length: 300 }, (_, row) => Math.floor(row / 5));
        const labels = workflows.map((workflow) => (workflow % 10 === 3 ? 1 : 0));
        const facts = { workflows, labels };
        for (const plan of planFits(protocol, 300, { ...split, ...settings, folds: 3, stratify: true }, 0.3, facts)) {
          for (const part of [plan.train, plan.validation, plan.evaluation]) {
            expect(part.some((row) => labels[row] === 1)).toBe(true);
          }
        }
      }),
    );
  });

  it('cannot stratify by time', () => {
    expect(() => planFits('holdout', 50, { ...split, by: 'time', stratify: true }, 0.2)).toThrow(
      'a split by time cannot be stratified',
    );
  });

  it('says what is wrong when there are too few examples', () => {
    expect(() => planFits('cross-validation', 6, split, 0.2)).toThrow(
      '5 folds need at least 5 examples, but there are 4',
    );
    expect(() => planFits('holdout', 1, split, 0.2)).toThrow(InputError);
    expect(() => planFits('holdout', 2, split, 0.2)).toThrow(InputError);
  });

  it('says what is wrong when there is a single workflow', () => {
    const groups = new Int32Array(10);
    expect(() => planFits('holdout', 10, { ...split, by: 'workflow' }, 0.2, { workflows: groups })).toThrow(
      '1 workflows',
    );
  });

  it('refuses settings that plan nothing', () => {
    expect(() => planFits('repeated-test', 50, { ...split, repeats: 0 }, 0.2)).toThrow(InputError);
    expect(() => planFits('repeated-test', 50, { ...split, seed: 2 ** 32 - 2 }, 0.2)).toThrow(
      'fit 2 would need the seed',
    );
    expect(() => planFits('holdout', 50, { ...split, test: 1 }, 0.2)).toThrow('between 0 and 1');
    expect(() => planFits('holdout', 50, split, 0)).toThrow('between 0 and 1');
  });
});
