import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  anySample,
  filterSamples,
  fittingFilter,
  isFiltered,
  type SampleFilter,
  sortKeys,
  sortSamples,
} from '../../../webview/run/sample-filter.ts';
import { sampleTable } from '../../../webview/run/sample-table.ts';

const classes = ['acdc', 'clone', 'special'];
const table = sampleTable(
  {
    target: 'action',
    fits: [0, 2],
    names: ['/a/Merge', '/b/Production', '/c/merge'],
    task: [0, 1, 2, 1],
    fit: [0, 0, 2, 2],
    truth: [0, 1, 2, 1],
    predicted: [0, 0, 2, 1],
    probabilities: [0.7, 0.2, 0.1, 0.5, 0.4, 0.1, 0.1, 0.3, 0.6, 0.05, 0.9, 0.05],
    codes: [],
    sites: [],
    notices: [],
  },
  classes,
);

const shown = (
  filter: Partial<SampleFilter>,
  fit: number | null = null,
  withCell: ReadonlySet<number> | null = null,
) => [...filterSamples(table, { ...anySample, ...filter }, fit, withCell)];

test('confidence is the probability of the prediction, margin its distance from the next', () => {
  expect([...table.confidence].map((p) => p.toFixed(2))).toEqual(['0.70', '0.50', '0.60', '0.90']);
  expect([...table.margin].map((p) => p.toFixed(2))).toEqual(['0.50', '0.10', '0.30', '0.85']);
});

test('the margin is negative where another class is more probable than the recommended one', () => {
  const message = { target: 'action', fits: [0], names: ['/a'], task: [0], fit: [0], truth: [0], predicted: [1] };
  const one = sampleTable({ ...message, probabilities: [0.5, 0.3, 0.2], codes: [], sites: [], notices: [] }, classes);
  expect(one.confidence[0]).toBeCloseTo(0.3, 6);
  expect(one.margin[0]).toBeCloseTo(-0.2, 6);
});

test.each<[string, Partial<SampleFilter>, number[]]>([
  ['nothing', {}, [0, 1, 2, 3]],
  ['part of the name, whatever its case', { text: 'MERGE' }, [0, 2]],
  ['what was right', { outcome: 'right' }, [0, 2, 3]],
  ['what was wrong', { outcome: 'wrong' }, [1]],
  ['the truth', { truth: 1 }, [1, 3]],
  ['the prediction', { predicted: 0 }, [0, 1]],
  ['a cell of the matrix', { truth: 1, predicted: 0 }, [1]],
  ['the confidence', { from: 0.55, to: 0.75 }, [0, 2]],
  ['found above a threshold', { side: { class: 1, at: 0.3, above: true, ofClass: true } }, [1, 3]],
  ['found wrongly above a threshold', { side: { class: 1, at: 0.3, above: true, ofClass: false } }, [2]],
  ['missed below a threshold', { side: { class: 1, at: 0.5, above: false, ofClass: true } }, [1]],
])('samples are filtered by %s', (_, filter, rows) => {
  expect(shown(filter)).toEqual(rows);
});

test('samples are those of the fit that is chosen', () => {
  expect(shown({}, 2)).toEqual([2, 3]);
  expect(shown({ text: 'merge' }, 2)).toEqual([2]);
});

test('codes and sites let nothing through until the host has answered', () => {
  expect(shown({ code: '8021' })).toEqual([]);
  expect(shown({ code: '8021' }, null, new Set([1]))).toEqual([1, 3]);
  expect(shown({ site: 'T1' }, 0, new Set([1, 2]))).toEqual([1]);
});

test('samples are sorted by each column, both ways; equal ones stay in order', () => {
  fc.assert(
    fc.property(fc.constantFrom(...sortKeys), fc.boolean(), (by, descending) => {
      const rows = sortSamples(table, Int32Array.of(0, 1, 2, 3), { by, descending });
      const keys = [...rows].map((row) => {
        if (by === 'task') return table.names[table.task[row]];
        if (by === 'correct') return table.truth[row] === table.predicted[row] ? 1 : 0;
        return table[by][row];
      });
      for (let i = 1; i < keys.length; i++) {
        if (keys[i - 1] === keys[i]) expect(rows[i - 1]).toBeLessThan(rows[i]);
        else expect(keys[i - 1] < keys[i]).toBe(!descending);
      }
    }),
  );
});

test('what was chosen among more classes is dropped', () => {
  const filter: SampleFilter = {
    ...anySample,
    text: 'x',
    truth: 3,
    predicted: 1,
    side: { class: 3, at: 0.5, above: true, ofClass: true },
  };
  expect(fittingFilter(filter, 3)).toEqual({ ...anySample, text: 'x', predicted: 1 });
  expect(fittingFilter(filter, 4)).toEqual(filter);
});

test('a filter that lets everything through is none', () => {
  expect(isFiltered(anySample)).toBe(false);
  expect(isFiltered({ ...anySample, from: 0.1 })).toBe(true);
});
