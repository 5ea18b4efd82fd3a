import { expect, test } from 'vitest';
import { roughDuration, TrainingClock } from '../../../src/measures/time-left.ts';
import { epoch } from '../../records.ts';

// Every epoch of these records takes half a second.
const fitsOf = (fits: number) => new Map([['run', fits]]);
const fitAt = (index: number, run = 'run') => ({ run, target: 'action', index });

test('nothing is known before the first epoch', () => {
  const clock = new TrainingClock(fitsOf(4), 2, 10);
  expect(clock.estimate()).toBeUndefined();
});

test('before the first fit is done there is a bound: all epochs of all fits', () => {
  const clock = new TrainingClock(fitsOf(4), 2, 10);
  clock.epoch(fitAt(0), epoch(0));
  // 4 fits of 10 epochs of 0.5 s, 0.5 s done, two at a time.
  expect(clock.estimate()).toEqual({ seconds: 9.75, atMost: true });
});

test('afterwards the others are expected to take as long as those that are done', () => {
  const clock = new TrainingClock(fitsOf(4), 2, 1000);
  clock.epoch(fitAt(0), epoch(0));
  clock.epoch(fitAt(1), epoch(0));
  clock.done(fitAt(0), 20);
  // Three fits of 20 s, of which 0.5 s are spent, two at a time.
  expect(clock.estimate()).toEqual({ seconds: 29.75, atMost: false });
});

test('the last fit cannot be shared between workers; of a fit that takes longer than the others nothing is known', () => {
  const clock = new TrainingClock(fitsOf(2), 2, 10);
  clock.epoch(fitAt(0), epoch(0));
  clock.done(fitAt(0), 0.75);
  expect(clock.estimate()).toEqual({ seconds: 0.75, atMost: false });
  clock.epoch(fitAt(1), epoch(0));
  expect(clock.estimate()).toEqual({ seconds: 0.25, atMost: false });
  clock.epoch(fitAt(1), epoch(1));
  expect(clock.estimate()).toBeUndefined();
});

test('a fit that failed says nothing about the speed', () => {
  const clock = new TrainingClock(fitsOf(4), 1, 10);
  clock.failed(fitAt(0));
  clock.failed(fitAt(1));
  clock.epoch(fitAt(2), epoch(0));
  // Two fits of 10 epochs of 0.5 s, 0.5 s done.
  expect(clock.estimate()).toEqual({ seconds: 9.5, atMost: true });
  clock.done(fitAt(2), 3);
  expect(clock.estimate()).toEqual({ seconds: 3, atMost: false });
});

test('the end of a run comes before those of the runs after it', () => {
  const clock = new TrainingClock(
    new Map([
      ['first', 2],
      ['second', 2],
    ]),
    1,
    10,
  );
  clock.epoch(fitAt(0, 'first'), epoch(0));
  clock.done(fitAt(0, 'first'), 4);
  expect(clock.estimate('first')?.seconds).toBe(4);
  expect(clock.estimate('second')?.seconds).toBe(12);
  expect(clock.estimate()?.seconds).toBe(12);
});

test('a run that takes longer counts for more, and a run of which nothing is known for the mean of all', () => {
  const clock = new TrainingClock(
    new Map([
      ['quick', 3],
      ['slow', 2],
      ['unknown', 1],
    ]),
    1,
    10,
  );
  clock.epoch(fitAt(0, 'quick'), epoch(0));
  clock.done(fitAt(0, 'quick'), 1);
  clock.done(fitAt(0, 'slow'), 9);
  // Two of 1 s, one of 9 s, one of (1 + 9) / 2 s.
  expect(clock.estimate()).toEqual({ seconds: 16, atMost: false });
});

test.each([
  [0.02, '1 s'],
  [42.4, '42 s'],
  [89.7, '1 min'],
  [120, '2 min'],
  [7200, '2.0 h'],
])('%d seconds are guessed as %s', (seconds, text) => {
  expect(roughDuration(seconds)).toBe(text);
});
