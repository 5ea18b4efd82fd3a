import { expect, test } from 'vitest';
import { workspaceChange } from '../../../../src/extension/files/workspace-changes.ts';

test.each([
  ['/w/a.oap.json', { kind: 'experiments' }],
  ['/w/deep/down/a.oap.json', { kind: 'experiments' }],
  ['/w/folder', { kind: 'other' }],
  ['/w/.oap', { kind: 'runs' }],
  ['/w/.oap/runs', { kind: 'runs' }],
  ['/w/.oap/runs/one', { kind: 'run', folder: '/w/.oap/runs/one' }],
  ['/w/.oap/runs/one/fits/action/0/fit.json', { kind: 'run', folder: '/w/.oap/runs/one' }],
  ['C:\\w\\.oap\\runs\\one\\run.json', { kind: 'run', folder: 'C:\\w\\.oap\\runs\\one' }],
] as const)('%s', (file, change) => {
  expect(workspaceChange(file)).toEqual(change);
});

test.each([
  '/w/node_modules/x/a.oap.json',
  '/w/.git/index.lock',
  '/w/.oap/codes.json',
  '/w/.oap/runs/.new-one',
  '/w/.oap/runs/.new-one/run.json',
])('%s changes nothing', (file) => {
  expect(workspaceChange(file)).toBeUndefined();
});
