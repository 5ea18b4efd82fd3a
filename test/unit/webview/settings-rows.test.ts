import { expect, test } from 'vitest';
import { settingRows, settingsTable } from '../../../webview/run/settings-rows.ts';
import { fitRecord, runRecord } from '../../records.ts';

const run = runRecord({
  gitCommit: 'abc',
  specification: { model: 'simple', settings: { denseUnits: 50 }, smote: false },
  experiment: { models: ['simple', 'cnn'], targets: { __proto__x: {} }, split: { seed: 42 } },
});
const fits = [0, 1].map((index) => ({
  target: 'action',
  index,
  state: 'done' as const,
  epochs: [],
  record: fitRecord({ index, seed: 42 + index }),
}));
const rows = settingRows(run, fits);
const shownValue = (name: string) => rows.find(([one]) => one === name)?.[1];

test.each([
  ['seed', '42'],
  ['seeds of action', '42, 43'],
  ['history: SHA-256', '0'],
  ['git commit', 'abc'],
  ['machine', run.owner.host],
  ['started', '2026-01-01T00:00:00.000Z'],
  ['ended', 'not yet'],
  ['target action', 'a (1), b (1)'],
  ['model › settings › denseUnits', '50'],
  ['model › smote', 'false'],
  ['experiment › models', 'simple, cnn'],
  ['experiment › split › seed', '42'],
])('%s is %s', (name, value) => {
  expect(shownValue(name)).toBe(value);
});

test('a search goes through names and values', () => {
  expect(settingsTable(rows, ' SEED ').rows.map(([name]) => name)).toEqual([
    'seed',
    'seeds of action',
    'experiment › split › seed',
  ]);
  expect(settingsTable(rows, 'abc').rows).toEqual([['git commit', 'abc']]);
  expect(settingsTable(rows, '').rows).toHaveLength(rows.length);
});
