import { expect, test } from 'vitest';
import { tasksText } from '../../../webview/components/count-text.ts';
import {
  countText,
  durationText,
  limitDurationText,
  roughDurationText,
  signedText,
  spreadText,
} from '../../../webview/components/number-text.ts';
import { stepsText } from '../../../webview/components/step-text.ts';

test('counts have groups of three digits and the right plural', () => {
  expect(countText(9522)).toBe('9,522');
  expect([0, 1, 9522].map(tasksText)).toEqual(['0 tasks', '1 task', '9,522 tasks']);
  expect([1, 2].map((count) => stepsText('round', count))).toEqual(['1 round', '2 rounds']);
});

test('a difference has its sign, also where it is none', () => {
  expect([-0.0123, 0, 0.5].map((difference) => signedText(difference, 3))).toEqual(['−0.012', '+0.000', '+0.500']);
});

test('a mean carries its spread only where several fits spread', () => {
  expect(spreadText({ mean: 0.05761, std: 0.0068 }, 5, 4)).toBe('0.0576 ± 0.0068');
  expect(spreadText({ mean: 0.05761, std: 0 }, 1, 4)).toBe('0.0576');
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

test.each([
  [10, 'less than a minute', 'less than a minute'],
  [61, 'about 1 min', 'at most 2 min'],
  [250, 'about 4 min', 'at most 5 min'],
  [9000, 'about 2.5 h', 'at most 2.5 h'],
])('a guess of %d seconds is %s, a limit %s', (seconds, guess, limit) => {
  expect(roughDurationText(seconds)).toBe(guess);
  expect(limitDurationText(seconds)).toBe(limit);
});
