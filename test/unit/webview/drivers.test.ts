import { describe, expect, test } from 'vitest';
import type { Drivers } from '../../../src/protocol/drivers.ts';
import type { DriversProgress, RunDrivers, RunPanelToHost } from '../../../src/protocol/run-panel.ts';
import { DriverStore, type DriversQuestion } from '../../../webview/run/driver-store.ts';
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
    'The history does not have 2 of the evaluated tasks any more: left out.',
  ]);
});

describe('the store', () => {
  const question: DriversQuestion = { target: 'action', fit: null, class: 0, scope: 'all' };
  const other: DriversQuestion = { ...question, class: 1 };
  const answer = (asked: DriversQuestion): RunDrivers => ({ kind: 'drivers', ...asked, stale: false, drivers });
  const progress: DriversProgress = { kind: 'drivers-progress', ...question, done: 1, tasks: 2 };

  test('asks once, keeps the answers, and asks again when more fits are complete', () => {
    const posted: RunPanelToHost[] = [];
    const store = new DriverStore((message) => posted.push(message));
    store.want(question, 1);
    store.want(question, 1);
    store.apply(answer(question));
    store.want(question, 1);
    expect(posted).toEqual([{ kind: 'drivers', ...question }]);
    expect(store.answer(question)).toEqual(answer(question));
    store.want(question, 2);
    expect(store.answer(question)).toBeUndefined();
    expect(posted).toHaveLength(2);
  });

  test('asks again for what was given up for another question', () => {
    const posted: RunPanelToHost[] = [];
    const store = new DriverStore((message) => posted.push(message));
    for (const asked of [question, other, question]) store.want(asked, 1);
    expect(posted).toHaveLength(3);
  });

  test('knows how far the last question is, and no other', () => {
    const store = new DriverStore(() => {});
    store.want(question, 1);
    store.apply(progress);
    expect(store.progress).toEqual(progress);
    store.want(other, 1);
    expect(store.progress).toBeNull();
    store.apply(progress);
    expect(store.progress).toBeNull();
  });
});
