import { expect, test } from 'vitest';
import { anySample, firstOrder } from '../../../webview/run/sample-filter.ts';
import { restoreState } from '../../../webview/run/view-state.ts';

const fresh = {
  identity: 'a',
  tab: null,
  target: null,
  fit: null,
  tables: [],
  hidden: [],
  normalise: 'true',
  filter: anySample,
  order: firstOrder,
  open: null,
  threshold: { class: 0, at: 0.5 },
  drivers: { class: 0, scope: 'all' },
  maxError: 0.02,
  embeddings: { search: '', kinds: ['code', 'site'], chosen: null },
  settings: '',
  scroll: 0,
};
const kept = {
  ...fresh,
  tab: 'samples',
  target: 'memory',
  fit: 2,
  tables: ['recall'],
  hidden: [{ target: 'memory', classes: [1] }],
  normalise: 'predicted',
  filter: {
    ...anySample,
    text: 'Merge',
    outcome: 'wrong',
    truth: 1,
    side: { class: 1, at: 0.3, above: true, ofClass: false },
  },
  order: { by: 'confidence', descending: true },
  open: '/t/1',
  threshold: { class: 1, at: 0.3 },
  drivers: { class: 2, scope: 'predicted' },
  maxError: 0.05,
  embeddings: { search: 'T1', kinds: ['site'], chosen: { kind: 'site', name: 'T1_DE_KIT' } },
  settings: 'seed',
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
