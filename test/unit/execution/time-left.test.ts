import { expect, test } from 'vitest';
import { sayDuration, sayTimeLeft, TimeLeft } from '../../../src/execution/time-left.ts';
import { epoch } from '../runs/records.ts';

// Every epoch of these records takes half a second.
const fitsOf = (fits: number) => new Map([['run', fits]]);
const fitAt = (index: number, run = 'run') => ({ run, target: 'action', index });

test('nothing is known before the first epoch', () => {
  const timeLeft = new TimeLeft(fitsOf(4), 2, 10);
  expect(timeLeft.estimate()).toBeUndefined();
  expect(sayTimeLeft(timeLeft)).toBe('');
});

test('before the first fit is done there is a bound: all epochs of all fits', () => {
  const timeLeft = new TimeLeft(fitsOf(4), 2, 10);
  timeLeft.epoch(fitAt(0), epoch(0));
  // 4 fits of 10 epochs of 0.5 s, 0.5 s done, two at a time.
  expect(timeLeft.estimate()).toEqual({ seconds: 9.75, atMost: true });
  expect(sayTimeLeft(timeLeft)).toBe('at most 9.8 s left');
});

test('afterwards the others are expected to take as long as those that are done', () => {
  const timeLeft = new TimeLeft(fitsOf(4), 2, 1000);
  timeLeft.epoch(fitAt(0), epoch(0));
  timeLeft.epoch(fitAt(1), epoch(0));
  timeLeft.ended(fitAt(0), 20);
  // Three fits of 20 s, of which 0.5 s are spent, two at a time.
  expect(timeLeft.estimate()).toEqual({ seconds: 29.75, atMost: false });
  expect(sayTimeLeft(timeLeft)).toBe('about 30 s left');
});

test('the last fit cannot be shared between workers, and a fit that takes longer has no time left', () => {
  const timeLeft = new TimeLeft(fitsOf(2), 2, 10);
  timeLeft.epoch(fitAt(0), epoch(0));
  timeLeft.ended(fitAt(0), 0.25);
  expect(timeLeft.estimate()).toEqual({ seconds: 0.25, atMost: false });
  timeLeft.epoch(fitAt(1), epoch(0));
  expect(timeLeft.estimate()).toEqual({ seconds: 0, atMost: false });
  timeLeft.ended(fitAt(1), 0.75);
  expect(timeLeft.estimate()).toEqual({ seconds: 0, atMost: false });
});

test('a run that takes longer counts for more, and a run of which nothing is known for the mean of all', () => {
  const timeLeft = new TimeLeft(
    new Map([
      ['quick', 3],
      ['slow', 2],
      ['unknown', 1],
    ]),
    1,
    10,
  );
  timeLeft.epoch(fitAt(0, 'quick'), epoch(0));
  timeLeft.ended(fitAt(0, 'quick'), 1);
  timeLeft.ended(fitAt(0, 'slow'), 9);
  // Two of 1 s, one of 9 s, one of (1 + 9) / 2 s.
  expect(timeLeft.estimate()).toEqual({ seconds: 16, atMost: false });
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
