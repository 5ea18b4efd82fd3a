import { describe, expect, test } from 'vitest';
import type { Drivers } from '../../../src/protocol/drivers.ts';
import {
  cellRows,
  codeRows,
  driverColumns,
  driversSentence,
  hasAttention,
  missingSentence,
  siteRows,
} from '../../../webview/run/driver-tables.ts';

const driver = { tasks: 1500, present: 0.5, absent: null, strength: 0.25 };
const drivers: Drivers = {
  method: 'integrated-gradients',
  tasks: 2000,
  of: 6640,
  missing: 0,
  base: -0.5,
  value: 1,
  codes: [
    { code: '8021', title: 'File read error', ...driver, attention: null },
    { code: 'x', title: '', ...driver, present: -0.125, attention: null },
  ],
  sites: [{ site: 'T1', good: false, ...driver, attention: null }],
  cells: [{ code: '8021', title: 'File read error', site: 'T1', good: null, ...driver }],
  codeCount: 2,
  siteCount: 1,
  cellCount: 1,
};

describe('the lists', () => {
  test('have bars as long as the driver is strong, to the side for which having it speaks', () => {
    const columns = driverColumns(drivers, false);
    expect(columns.columns).toEqual(['mean with it', 'mean absolute', 'tasks']);
    expect(codeRows(drivers.codes, columns)).toEqual([
      { name: '8021', title: 'File read error', value: 0.25, texts: ['+0.500', '0.250', '1,500'] },
      { name: 'x', value: -0.25, texts: ['−0.125', '0.250', '1,500'] },
    ]);
    expect(siteRows(drivers.sites, columns).map(({ name }) => name)).toEqual(['T1 (bad)']);
    expect(cellRows(drivers.cells, columns).map(({ name }) => name)).toEqual(['8021 at T1']);
  });

  test('of trees tell tasks with it from those without', () => {
    const columns = driverColumns({ ...drivers, method: 'tree-shap' }, false);
    expect(columns.columns).toEqual(['mean with it', 'mean without it', 'mean absolute', 'tasks']);
    const [code] = drivers.codes;
    const never = { ...code, tasks: 0, present: null, absent: 0.75 };
    // Where no task has it, its absence spoke for the class: having it would speak against.
    expect(codeRows([never], columns)).toEqual([
      { name: '8021', title: 'File read error', value: -0.25, texts: ['–', '+0.750', '0.250', '0'] },
    ]);
  });

  test('have attention where the model does', () => {
    expect(hasAttention(drivers)).toBe(false);
    const codes = drivers.codes.map((one, i) => ({ ...one, attention: i === 0 ? 0.1234 : null }));
    expect(hasAttention({ ...drivers, codes })).toBe(true);
    const columns = driverColumns(drivers, true);
    expect(columns.columns).toContain('attention');
    expect(codeRows(codes, columns).map(({ texts }) => texts[2])).toEqual(['12.3 %', '–']);
  });
});

test('a sentence says which tasks they are of', () => {
  expect(driversSentence(drivers, 'acdc', 'all')).toBe(
    'Over 2,000 of 6,640 evaluated tasks, evenly picked: on average the score of acdc goes from −0.50, that of a task without errors, to 1.00.',
  );
  const few = { ...drivers, method: 'tree-shap' as const, tasks: 8, of: 10, missing: 2 };
  expect(driversSentence(few, 'acdc', 'predicted')).toMatch(
    /^Over 8 evaluated tasks that were given acdc: .* the mean of the training tasks/,
  );
  expect([missingSentence(drivers), missingSentence(few)]).toEqual([
    '',
    'The history no longer has 2 of the evaluated tasks: left out.',
  ]);
});
