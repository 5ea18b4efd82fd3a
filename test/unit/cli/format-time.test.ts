import { expect, test } from 'vitest';
import { formatDuration, formatTimeLeft } from '../../../src/cli/format-time.ts';

test('the time left is a bound or a guess, and nothing while it is unknown', () => {
  expect(formatTimeLeft({ seconds: 9.75, atMost: true })).toBe('at most 10 s left');
  expect(formatTimeLeft({ seconds: 29.75, atMost: false })).toBe('about 30 s left');
  expect(formatTimeLeft(undefined)).toBe('');
});

test.each([
  [0, '0.0 s'],
  [9.94, '9.9 s'],
  [42.4, '42 s'],
  [120, '2 min'],
  [5399, '90 min'],
  [7200, '2.0 h'],
])('%d seconds are said as %s', (seconds, said) => {
  expect(formatDuration(seconds)).toBe(said);
});
