import { expect, test } from 'vitest';
import { percentText } from '../../../src/measures/percent-text.ts';
import type { Policy, PolicyCheck, PolicyDetails } from '../../../src/protocol/policy.ts';
import {
  actedPoint,
  classesTable,
  codesTable,
  costsTable,
  policyNote,
  policyTable,
  riskMost,
  riskTable,
} from '../../../webview/run/policy-table.ts';

const checked: PolicyCheck = {
  ...{ tasks: 1400, workflows: 1000, acted: 560, errors: 9 },
  ...{ share: 0.4, shareLow: 0.37, shareHigh: 0.43, error: 0.0161, errorUpper: 0.0194 },
};
const nothing: PolicyCheck = {
  ...{ ...checked, acted: 0, errors: 0, share: 0, shareLow: null, shareHigh: null, error: null, errorUpper: null },
};
const chosenOn = { tasks: 1450, workflows: 1001 };
const policy: Policy = {
  ...{ version: 1, run: 'one', fingerprint: '', model: 'simple', synthetic: true, createdAt: '', seed: 42 },
  ...{ maxError: 0.02, confidence: 0.95, together: { checked: nothing } },
  targets: {
    action: { threshold: null, chosenOn, checked: nothing },
    memory: { threshold: 0.98765, chosenOn, checked },
  },
};

test('a policy has a row for each target, in their order, and one for all together', () => {
  expect(policyTable(policy, ['memory', 'action', 'xrootd']).rows).toEqual([
    ['memory', '0.9877', '40 % (37 % – 43 %)', '560 of 1,400', '1.6 %', '1.9 %'],
    ['action', 'never: always ask', '0 %', '0 of 1,400', '–', '–'],
    ['all targets together', '', '0 %', '0 of 1,400', '–', '–'],
  ]);
});

test('it says what it promises, and how the numbers came about', () => {
  expect(policyNote(policy)).toBe(
    'With a confidence of 95 %, at most 2 % of the tasks that are acted on are wrong (mean over workflows). Thresholds chosen on 1,001 workflows; the numbers are measured on the 1,000 others.',
  );
  expect(percentText(0.005)).toBe('0.5 %');
});

const details: PolicyDetails = {
  curves: [
    {
      target: 'memory',
      points: [
        { share: 0.4, threshold: 0.98, error: 0.0161, errorUpper: 0.0194 },
        { share: 1, threshold: 0.3, error: 0.1, errorUpper: 0.123 },
      ],
    },
    { target: 'action', points: [] },
  ],
  classes: [{ target: 'memory', class: 'default', tasks: 1200, asked: 300 }],
  codes: [{ code: '50660', title: 'Too much memory', tasks: 40, asked: [10, 40] }],
};

test('a policy is a point of the curve, none where nothing is acted on', () => {
  expect(actedPoint(policy, 'memory')).toEqual({ x: 0.4, y: 0.0161 });
  expect(actedPoint(policy, 'action')).toBeNull();
  expect(actedPoint(policy, 'constructor')).toBeNull();
});

test('the axis of errors ends at a round number above all of them', () => {
  expect(riskMost(details.curves[0].points)).toBe(0.2);
  expect(riskMost([])).toBe(0.1);
});

test('what is behind it are tables, too', () => {
  expect(riskTable(details).rows[0]).toEqual(['memory', '40 %', '0.9800', '1.6 %', '1.9 %']);
  expect(classesTable(details).rows).toEqual([['memory', 'default', '1,200', '300 (25 %)']]);
  expect(costsTable([{ target: 'memory', policy: 0.0125, always: 0.3 }])).toEqual({
    columns: ['target', 'with this policy', 'always acting'],
    rows: [['memory', '0.0125', '0.3000']],
  });
  expect(codesTable(details)).toMatchObject({
    columns: ['error code', 'tasks', 'memory', 'action'],
    rows: [['50660 Too much memory', '40', '25 %', '100 %']],
  });
});
