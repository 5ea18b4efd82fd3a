import { expect, it } from 'vitest';
import { runFor } from '../../../../src/extension/histories/choose-run.ts';
import type { ShownRun } from '../../../../src/extension/runs/run-tree.ts';
import { runRecord } from '../../../records.ts';

function shown(
  name: string,
  changes: { history?: string; starred?: boolean; state?: 'done' | 'cancelled' } = {},
): ShownRun {
  const { history = 'history.json', starred = false, state = 'done' } = changes;
  const record = runRecord();
  return {
    folder: `/w/.oap/runs/${name}`,
    run: { ...record, state, experimentFile: 'x.oap.json', history: { ...record.history, file: history } },
    error: undefined,
    status: undefined,
    isLive: false,
    marks: { starred },
    experiment: '/w/x.oap.json',
  };
}
const nobody = { here: undefined, last: undefined };
const nameOf = (run: ShownRun | undefined) => run?.folder.split('/').at(-1);
const history = '/w/history.json';

it('the newest finished run of the history predicts, a starred one before others', () => {
  const runs = [
    shown('cut', { state: 'cancelled' }),
    shown('new'),
    shown('old'),
    shown('other', { history: 'b.json' }),
  ];
  expect(nameOf(runFor(history, runs, nobody))).toBe('new');
  expect(nameOf(runFor(history, [...runs, shown('star', { starred: true })], nobody))).toBe('star');
});

it('the run that was chosen for it comes first, even an unfinished one', () => {
  const runs = [shown('new'), shown('cut', { state: 'cancelled' }), shown('last')];
  const chosen = { here: '/w/.oap/runs/cut', last: '/w/.oap/runs/last' };
  expect(nameOf(runFor(history, runs, chosen))).toBe('cut');
  expect(nameOf(runFor(history, runs, { ...chosen, here: '/w/.oap/runs/gone' }))).toBe('new');
});

it('for a file that no run was trained on, the run that was chosen last, else the newest starred one', () => {
  const runs = [shown('new'), shown('star', { starred: true }), shown('last')];
  expect(nameOf(runFor('/w/failures.json', runs, { here: undefined, last: '/w/.oap/runs/last' }))).toBe('last');
  expect(nameOf(runFor('/w/failures.json', runs, nobody))).toBe('star');
  expect(nameOf(runFor(undefined, runs, nobody))).toBe('star');
  expect(runFor('/w/failures.json', [shown('new')], nobody)).toBeUndefined();
});

it('a run that cannot be read does not predict', () => {
  const unreadable: ShownRun = { ...shown('x', { starred: true }), run: undefined, error: 'gone' };
  expect(runFor(history, [unreadable], { here: unreadable.folder, last: undefined })).toBeUndefined();
});
