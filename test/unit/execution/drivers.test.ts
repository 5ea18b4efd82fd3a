import { expect, test } from 'vitest';
import { siteColumns } from '../../../src/dataset/site-column.ts';
import { DriverSums } from '../../../src/execution/drivers.ts';
import type { Columns } from '../../../src/execution/run-tasks.ts';
import type { Attributions } from '../../../src/learning/attributions.ts';
import { type Entry, rowsOfEntries } from '../sparse-rows.ts';

const columns: Columns = {
  codes: ['8021', 'x'],
  sites: siteColumns(['east', 'west'], 'merged'),
  features: { transform: 'none', sites: 'merged' },
};

/** Contributions given for each task as column and number. */
function attributions(rows: readonly (readonly Entry[])[], others: Partial<Attributions> = {}): Attributions {
  const { start, column } = rowsOfEntries(rows, 4);
  return {
    method: 'integrated-gradients',
    rows: rows.length,
    base: new Float64Array(rows.length).fill(-1),
    value: Float64Array.from(rows, (row) => row.reduce((sum, [, contribution]) => sum + contribution, -1)),
    start,
    column,
    contribution: Float64Array.from(rows.flatMap((row) => row.map(([, contribution]) => contribution))),
    ...others,
  };
}

/** Three tasks; the columns are 8021 east, 8021 west, x east, x west. */
const tasks: readonly (readonly Entry[])[] = [
  [
    [0, 3],
    [1, 1],
  ],
  [[0, 2]],
  [[2, 5]],
];

test('contributions of cells are added up task by task, and for their codes and sites', () => {
  const sums = new DriverSums(columns);
  sums.add(
    attributions([
      [
        [0, 2],
        [1, -1],
      ],
      [[0, -4]],
      [[2, 3]],
    ]),
    rowsOfEntries(tasks, 4),
  );
  const drivers = sums.finish(7, 1);
  expect(drivers).toMatchObject({ tasks: 3, of: 7, missing: 1, base: -1, value: -1, method: 'integrated-gradients' });
  expect(drivers.codes).toEqual([
    // 2 − 1 in one task, −4 in another.
    {
      code: '8021',
      title: expect.stringMatching(/\w/),
      tasks: 2,
      present: -1.5,
      absent: null,
      strength: 5 / 3,
      attention: null,
    },
    { code: 'x', title: '', tasks: 1, present: 3, absent: null, strength: 1, attention: null },
  ]);
  expect(drivers.sites).toEqual([
    { site: 'east', good: null, tasks: 3, present: 1 / 3, absent: null, strength: 3, attention: null },
    { site: 'west', good: null, tasks: 1, present: -1, absent: null, strength: 1 / 3, attention: null },
  ]);
  expect(drivers.cells.map(({ code, site, present, tasks: count }) => [code, site, present, count])).toEqual([
    ['8021', 'east', -1, 2],
    ['x', 'east', 3, 1],
    ['8021', 'west', -1, 1],
  ]);
  expect([drivers.codeCount, drivers.siteCount, drivers.cellCount]).toEqual([2, 2, 3]);
});

test('what trees say of cells without a count is kept apart from what they say of counts', () => {
  const sums = new DriverSums(columns);
  const contributions: Entry[][] = [[[0, 1]], [[0, 2]], [[0, -6]]];
  sums.add(attributions(contributions, { method: 'tree-shap' }), rowsOfEntries(tasks, 4));
  const { cells, codes } = sums.finish(3, 0);
  expect(cells[0]).toMatchObject({ code: '8021', site: 'east', tasks: 2, present: 1.5, absent: -6, strength: 3 });
  expect(codes[0]).toMatchObject({ code: '8021', tasks: 2, present: 1.5, absent: -6, strength: 3 });
  // A cell that no tree asks for.
  expect(cells.find(({ code }) => code === 'x')).toMatchObject({ tasks: 1, present: 0, absent: 0, strength: 0 });
});

test('attention is the mean over the tasks that have the code or site', () => {
  const sums = new DriverSums(columns);
  const attention = { errors: [0.5, 0.5, 0.25, 0.125], sites: [0.75, 0.25, 0.5, 1] };
  sums.add(attributions(tasks, { attention }), rowsOfEntries(tasks, 4));
  const { codes, sites } = sums.finish(3, 0);
  expect(codes.map(({ code, attention: weight }) => [code, weight])).toEqual([
    ['8021', 0.375],
    ['x', 0.125],
  ]);
  expect(sites.map(({ site, attention: weight }) => [site, weight])).toEqual([
    ['east', 0.75],
    ['west', 0.25],
  ]);
});

test('good and bad sites are told apart where the features do so', () => {
  const apart: Columns = {
    ...columns,
    sites: siteColumns(['s'], 'good-bad'),
    features: { transform: 'none', sites: 'good-bad' },
  };
  const sums = new DriverSums(apart);
  sums.add(attributions(tasks), rowsOfEntries(tasks, 4));
  expect(sums.finish(3, 0).sites.map(({ site, good }) => [site, good])).toEqual([
    ['s', true],
    ['s', false],
  ]);
});

test('no tasks have no drivers', () => {
  expect(new DriverSums(columns).finish(0, 0)).toMatchObject({ tasks: 0, base: 0, value: 0, codes: [], cellCount: 0 });
});
