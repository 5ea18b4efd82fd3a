import { expect, test } from 'vitest';
import type { Policy, PolicyCheck } from '../../../src/protocol/policy.ts';
import { percentText, policyNote, policyTable } from '../../../webview/run/policy-table.ts';

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
