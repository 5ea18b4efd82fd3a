import { expect, test } from 'vitest';
import { tasksText } from '../../../webview/components/count-text.ts';
import { countText, durationText, signedText } from '../../../webview/components/number-text.ts';
import { stepsText } from '../../../webview/components/step-text.ts';

test('counts have groups of three digits and the right plural', () => {
  expect(countText(9522)).toBe('9,522');
  expect([0, 1, 9522].map(tasksText)).toEqual(['0 tasks', '1 task', '9,522 tasks']);
  expect([1, 2].map((count) => stepsText('round', count))).toEqual(['1 round', '2 rounds']);
});

test('a difference has its sign, also where it is none', () => {
  expect([-0.0123, 0, 0.5].map((difference) => signedText(difference, 3))).toEqual(['−0.012', '+0.000', '+0.500']);
});

test.each([
  [0.42, '0.4 s'],
  [9.94, '9.9 s'],
  [9.96, '10 s'],
  [59.4, '59 s'],
  [59.6, '1 min 00 s'],
  [192, '3 min 12 s'],
  [3599.7, '1 h 00 min'],
  [7380, '2 h 03 min'],
])('%d seconds are %s', (seconds, text) => {
  expect(durationText(seconds)).toBe(text);
});
