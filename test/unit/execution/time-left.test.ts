import { expect, test } from 'vitest';
import { sayDuration, sayTimeLeft, TimeLeft } from '../../../src/execution/time-left.ts';
import { epoch } from '../runs/records.ts';

// Every epoch of these records takes half a second.

test('nothing is known before the first epoch', () => {
  const timeLeft = new TimeLeft(4, 2, 10);
  expect(timeLeft.estimate()).toBeUndefined();
  expect(sayTimeLeft(timeLeft)).toBe('');
});

test('before the first fit is done there is a bound: all epochs of all fits', () => {
  const timeLeft = new TimeLeft(4, 2, 10);
  timeLeft.epoch('a', epoch(0));
  // 4 fits of 10 epochs of 0.5 s, 0.5 s done, two at a time.
  expect(timeLeft.estimate()).toEqual({ seconds: 9.75, atMost: true });
  expect(sayTimeLeft(timeLeft)).toBe('at most 9.8 s left');
});

test('afterwards the others are expected to take as long as those that are done', () => {
  const timeLeft = new TimeLeft(4, 2, 1000);
  timeLeft.epoch('a', epoch(0));
  timeLeft.epoch('b', epoch(0));
  timeLeft.ended('a', 20);
  // Three fits of 20 s, of which 0.5 s are spent, two at a time.
  expect(timeLeft.estimate()).toEqual({ seconds: 29.75, atMost: false });
  expect(sayTimeLeft(timeLeft)).toBe('about 30 s left');
});

test('the last fit cannot be shared between workers, and a fit that takes longer has no time left', () => {
  const timeLeft = new TimeLeft(2, 2, 10);
  timeLeft.epoch('a', epoch(0));
  timeLeft.ended('a', 0.25);
  expect(timeLeft.estimate()).toEqual({ seconds: 0.25, atMost: false });
  timeLeft.epoch('b', epoch(0));
  expect(timeLeft.estimate()).toEqual({ seconds: 0, atMost: false });
  timeLeft.ended('b', 0.75);
  expect(timeLeft.estimate()).toEqual({ seconds: 0, atMost: false });
});

test.each([
  [0, '0.0 s'],
  [9.94, '9.9 s'],
  [42.4, '42 s'],
  [120, '2 min'],
  [5399, '90 min'],
  [7200, '2.0 h'],
])('%d seconds are said as %s', (seconds, said) => {
  expect(sayDuration(seconds)).toBe(said);
});
