import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { identicalRows } from '../../../src/dataset/identical-rows.ts';
import { labelNoise } from '../../../src/dataset/label-noise.ts';
import type { SparseRows } from '../../../src/dataset/sparse-rows.ts';
import { describeHistory } from '../../../src/dataset/statistics.ts';
import type { Target } from '../../../src/dataset/targets.ts';
import { parse } from './files.ts';

/** @param rows [column, value] pairs of each */
function matrixOf(rows: readonly (readonly (readonly [number, number])[])[]): SparseRows {
  const start = Int32Array.from([0, ...rows.keys()], (_, i) => rows.slice(0, i).flat().length);
  const entries = rows.flat();
  return {
    rows: rows.length,
    columns: 100,
    start,
    column: Int32Array.from(entries, ([column]) => column),
    value: Float32Array.from(entries, ([, value]) => value),
  };
}

function targetOf(labels: readonly number[], width: number): Target {
  const counts = new Int32Array(width);
  for (const label of labels) counts[label]++;
  const classes = Array.from({ length: width }, (_, c) => `class ${c}`);
  return { name: 'action', classes, labels: Int32Array.from(labels), counts };
}

describe('identical rows', () => {
  const row = fc.uniqueArray(fc.tuple(fc.nat(3), fc.constantFrom(1, 2, 0.5)), { selector: ([c]) => c, maxLength: 3 });
  const sorted = row.map((entries) => entries.toSorted(([a], [b]) => a - b));

  test('are those whose entries are the same in every matrix', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(sorted, sorted), { minLength: 1, maxLength: 40 }), (rows) => {
        const { group, groups } = identicalRows([
          matrixOf(rows.map(([good]) => good)),
          matrixOf(rows.map(([, bad]) => bad)),
        ]);
        const texts = rows.map((one) => JSON.stringify(one));
        const first = [...new Set(texts)];
        expect([...group]).toEqual(texts.map((text) => first.indexOf(text)));
        expect(groups).toBe(first.length);
      }),
    );
  });

  test('of good and of bad sites are not the same', () => {
    const some = matrixOf([[[1, 2]], []]);
    const other = matrixOf([[], [[1, 2]]]);
    expect([...identicalRows([some, other]).group]).toEqual([0, 1]);
  });

  test('of tasks without errors are one group', () => {
    expect(identicalRows([matrixOf([[], [[3, 1]], []])])).toEqual({ group: Int32Array.of(0, 1, 0), groups: 2 });
  });
});

describe('label noise', () => {
  test('gives the best scores that any rule of the groups reaches', () => {
    const task = fc.tuple(fc.nat(3), fc.nat(2));
    fc.assert(
      fc.property(fc.array(task, { minLength: 1, maxLength: 12 }), (tasks) => {
        const used = [...new Set(tasks.map(([, label]) => label))].sort();
        const labels = tasks.map(([, label]) => used.indexOf(label));
        const numbers = [...new Set(tasks.map(([group]) => group))];
        const group = Int32Array.from(tasks, ([one]) => numbers.indexOf(one));
        const target = targetOf(labels, used.length);
        const found = labelNoise({ group, groups: numbers.length }, target);
        // Every rule: a class for each group.
        const rules = numbers.reduce<number[][]>(
          (all) => all.flatMap((rule) => used.map((_, c) => [...rule, c])),
          [[]],
        );
        const scores = rules.map((rule) => {
          const isRight = labels.map((label, i) => rule[group[i]] === label);
          const recalls = used.map(
            (_, c) => labels.filter((label, i) => label === c && isRight[i]).length / target.counts[c],
          );
          return {
            accuracy: isRight.filter(Boolean).length / labels.length,
            recall: recalls.reduce((sum, recall) => sum + recall, 0) / used.length,
          };
        });
        expect(found.bestAccuracy).toBeCloseTo(Math.max(...scores.map(({ accuracy }) => accuracy)), 12);
        expect(found.bestRecall).toBeCloseTo(Math.max(...scores.map(({ recall }) => recall)), 12);
      }),
      { numRuns: 60 },
    );
  });

  test('lists groups with several decisions, the largest first, with tasks of the rarest class first', () => {
    const group = Int32Array.of(0, 1, 1, 2, 2, 2, 3, 3);
    const noise = labelNoise({ group, groups: 4 }, targetOf([0, 0, 1, 1, 0, 1, 1, 1], 2));
    expect(noise).toMatchObject({ repeated: 7, conflicting: 5, conflicts: 2, bestAccuracy: 6 / 8 });
    expect(noise.review).toEqual([
      {
        tasks: 3,
        classes: [
          { class: 1, tasks: 2 },
          { class: 0, tasks: 1 },
        ],
        examples: [4, 3, 5],
      },
      {
        tasks: 2,
        classes: [
          { class: 0, tasks: 1 },
          { class: 1, tasks: 1 },
        ],
        examples: [2, 1],
      },
    ]);
  });

  test("is part of a history's description, with names and lines", () => {
    const history = parse(`{
"/w1/a": {"errors": {"good_sites": {"85": {"A": 3}}}, "parameters": {"action": "acdc"}},
"/w2/a": {"errors": {"good_sites": {"85": {"A": 3}}}, "parameters": {"action": "clone"}},
"/w3/a": {"errors": {"bad_sites": {"85": {"A": 3}}}, "parameters": {"action": "clone"}}
}`);
    const [{ noise }] = describeHistory(history).targets;
    expect(noise).toMatchObject({ repeated: 2, conflicting: 2, conflicts: 1, bestAccuracy: 2 / 3, bestRecall: 0.75 });
    expect(noise.review[0].examples).toEqual([
      { name: '/w2/a', line: 3, class: 'clone' },
      { name: '/w1/a', line: 2, class: 'acdc' },
    ]);
  });
});
