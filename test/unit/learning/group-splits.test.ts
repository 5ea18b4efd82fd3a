import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupKFold, groupSplit } from '../../../src/learning/group-splits.ts';
import { trainTestSplit } from '../../../src/learning/splits.ts';
import { expectPartition } from './partition.ts';

const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });
/** At least five groups, with any numbers. */
const groupLists = fc
  .array(fc.integer({ min: -3, max: 40 }), { minLength: 0, maxLength: 100 })
  .map((groups) => [100, ...groups, 101, 102, 103, 104]);

describe('groupSplit', () => {
  it('gives every row to one part and no group to both', () => {
    fc.assert(
      fc.property(groupLists, seeds, (groups, seed) => {
        const { train, test } = groupSplit(groups, 0.3, seed);
        expectPartition(groups.length, [train, test]);
        const tested = new Set(Array.from(test, (row) => groups[row]));
        for (const row of train) expect(tested.has(groups[row])).toBe(false);
      }),
    );
  });

  it('tests ⌈groups · share⌉ groups', () => {
    fc.assert(
      fc.property(groupLists, seeds, (groups, seed) => {
        const { test } = groupSplit(groups, 0.3, seed);
        const tested = new Set(Array.from(test, (row) => groups[row]));
        expect(tested.size).toBe(Math.ceil(new Set(groups).size * 0.3));
      }),
    );
  });

  it('splits groups of one row as rows, in ascending order', () => {
    const rows = trainTestSplit(20, 0.3, 42);
    const groups = groupSplit(
      Array.from({ length: 20 }, (_, row) => row),
      0.3,
      42,
    );
    expect([...groups.test]).toEqual([...rows.test].sort((a, b) => a - b));
  });

  it('refuses a single workflow', () => {
    expect(() => groupSplit([4, 4, 4], 0.3, 42)).toThrow(
      'setting aside a share of 0.3 of 1 workflows leaves one part empty: too few workflows',
    );
  });
});

describe('groupKFold', () => {
  it('tests every row once and leaves no group in two folds', () => {
    fc.assert(
      fc.property(groupLists, seeds, (groups, seed) => {
        const splits = groupKFold(groups, 5, seed);
        expectPartition(
          groups.length,
          splits.map((split) => split.test),
        );
        const foldOf = new Map<number, number>();
        splits.forEach(({ train, test }, fold) => {
          expectPartition(groups.length, [train, test]);
          for (const row of test) {
            expect(foldOf.get(groups[row]) ?? fold).toBe(fold);
            foldOf.set(groups[row], fold);
          }
        });
      }),
    );
  });

  it('refuses more folds than workflows', () => {
    expect(() => groupKFold([1, 1, 2, 2], 3, 42)).toThrow('3 folds need at least 3 workflows, but there are 2');
  });
});
