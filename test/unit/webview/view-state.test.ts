import { expect, test } from 'vitest';
import { restoreState } from '../../../webview/run/view-state.ts';

const fresh = { identity: 'a', target: null, fit: null, tables: [], hidden: [], scroll: 0 };
const kept = {
  ...fresh,
  target: 'memory',
  fit: 2,
  tables: ['recall'],
  hidden: [{ target: 'memory', classes: [1] }],
  scroll: 80,
};

test('what was kept for the run comes back', () => {
  expect(restoreState(kept, 'a')).toEqual(kept);
});

test.each([
  ['of another run', { ...kept, identity: 'b' }],
  ['of another version', { ...kept, tables: ['roc'] }],
  ['that is none', undefined],
])('a state %s is not taken', (_, state) => {
  expect(restoreState(state, 'a')).toEqual(fresh);
});
