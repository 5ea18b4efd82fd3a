import fs from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../../src/dataset/input-error.ts';
import { stratifiedGroupKFold, stratifiedGroupSplit } from '../../../src/learning/stratified-groups.ts';
import { stratifiedKFold, stratifiedSplit } from '../../../src/learning/stratified-splits.ts';
import { expectPartition } from './partition.ts';

interface Case {
  readonly labels: readonly number[];
  readonly share: number;
  readonly seed: number;
  readonly train: readonly number[];
  readonly test: readonly number[];
}

/** Made by stratified_split.py. */
const { cases }: { cases: Case[] } = JSON.parse(
  fs.readFileSync(new URL('stratified_split.json', import.meta.url), 'utf8'),
);
const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const labelLists = fc.array(fc.nat(3), { minLength: 40, maxLength: 200 });

describe('stratifiedSplit', () => {
  it.each(cases)('is train_test_split of scikit-learn, seed $seed', ({ labels, share, seed, train, test }) => {
    const split = stratifiedSplit(labels, share, seed);
    expect([...split.train]).toEqual(train);
    expect([...split.test]).toEqual(test);
  });

  it('gives every row to one part, and every class its share to within one row', () => {
    fc.assert(
      fc.property(labelLists, seeds, (labels, seed) => {
        const { train, test } = stratifiedSplit(labels, 0.3, seed);
        expectPartition(labels.length, [train, test]);
        expect(test.length).toBe(Math.ceil(labels.length * 0.3));
        for (const label of new Set(labels)) {
          const all = labels.filter((one) => one === label).length;
          const tested = test.filter((row) => labels[row] === label).length;
          if (all === 1) expect(tested).toBe(0);
          else expect(Math.abs(tested - all * 0.3)).toBeLessThan(1.5);
        }
      }),
    );
  });

  it('refuses parts with fewer rows than classes', () => {
    expect(() => stratifiedSplit([0, 0, 1, 1, 2, 2], 0.3, 42)).toThrow('too few examples');
  });
});

describe('stratifiedKFold', () => {
  it('refuses folds that no class can fill', () => {
    expect(() => stratifiedKFold([0, 1, 2, 0, 1, 2], 3, 42)).toThrow(InputError);
  });
});

/** At least ten groups of up to 20 rows. */
const grouped = fc
  .array(fc.record({ size: fc.integer({ min: 1, max: 20 }), label: fc.nat(3) }), { minLength: 10, maxLength: 60 })
  .map((list) => ({
    groups: list.flatMap(({ size }, group) => new Array<number>(size).fill(group)),
    labels: list.flatMap(({ size, label }) => new Array<number>(size).fill(label)),
  }));

describe('stratified splits by workflow', () => {
  it('give every row to one part and no workflow to two', () => {
    fc.assert(
      fc.property(grouped, seeds, ({ groups, labels }, seed) => {
        const { train, test } = stratifiedGroupSplit(groups, labels, 0.3, seed);
        const folds = stratifiedGroupKFold(groups, labels, 5, seed).map((fold) => fold.test);
        for (const parts of [[train, test], folds]) {
          expectPartition(groups.length, parts);
          const workflows = parts.map((part) => new Set(Array.from(part, (row) => groups[row])));
          expect(workflows.every(({ size }) => size > 0)).toBe(true);
          expect(workflows.reduce((sum, { size }) => sum + size, 0)).toBe(new Set(groups).size);
        }
      }),
    );
  });

  it('have a class of two workflows on both sides, which chance often misses', () => {
    // 60 workflows of three tasks; two of them have the rare class.
    const groups = Array.from({ length: 180 }, (_, row) => Math.floor(row / 3));
    const labels = groups.map((group) => (group % 30 === 7 ? 1 : 0));
    for (let seed = 0; seed < 50; seed++) {
      const { train, test } = stratifiedGroupSplit(groups, labels, 0.3, seed);
      for (const part of [train, test]) expect(part.some((row) => labels[row] === 1)).toBe(true);
      expect(test.length / groups.length).toBeGreaterThan(0.2);
      expect(test.length / groups.length).toBeLessThan(0.4);
    }
  });

  it('depend on the seed', () => {
    const groups = Array.from({ length: 60 }, (_, row) => Math.floor(row / 2));
    const labels = groups.map((group) => group % 3);
    const tested = [1, 2].map((seed) => [...stratifiedGroupSplit(groups, labels, 0.3, seed).test].join());
    expect(tested[0]).not.toBe(tested[1]);
  });

  it('refuse a single workflow', () => {
    expect(() => stratifiedGroupSplit([1, 1], [0, 1], 0.3, 42)).toThrow('too few workflows');
  });
});
