import { expect, test } from 'vitest';
import { type TrainingProgress, TrainingStatus } from '../../../../src/extension/training/training-status.ts';

/** A status bar item, and what it shows. */
function statusBar() {
  const place = {
    text: '',
    tooltip: undefined as unknown,
    shown: false,
    show() {
      this.shown = true;
    },
    hide() {
      this.shown = false;
    },
  };
  return { place, status: new TrainingStatus(place) };
}

const progress = (done: number, total: number, seconds?: number, atMost = false): TrainingProgress => ({
  done,
  total,
  left: seconds === undefined ? undefined : { seconds, atMost },
  now: `${done} now`,
});

test('one training: how far it is', () => {
  const { place, status } = statusBar();
  const training = { cancel: () => {} };
  status.set(training, progress(0, 0));
  expect(place).toMatchObject({ text: '$(sync~spin) Training', shown: true });
  status.set(training, progress(6, 20, 42));
  expect(place.text).toBe('$(sync~spin) 6 of 20 done, about 42 s left');
  status.set(training, progress(0, 20, 400, true));
  expect(place.text).toBe('$(sync~spin) 0 of 20 done, at most 7 min left');
  status.end(training);
  expect(place.shown).toBe(false);
});

test('the item stays until the last training has ended, whichever that is', () => {
  const { place, status } = statusBar();
  const [first, second] = [{ cancel: () => {} }, { cancel: () => {} }];
  status.set(first, progress(3, 20, 60));
  status.set(second, progress(1, 4, 90));
  expect(place.text).toBe('$(sync~spin) 2 trainings: 4 of 24 done, about 2 min left');
  expect(place.tooltip).toBe('3 of 20 done, about 60 s left. 3 now\n1 of 4 done, about 2 min left. 1 now');
  status.end(second);
  expect(place).toMatchObject({ text: '$(sync~spin) 3 of 20 done, about 60 s left', shown: true });
  status.end(first);
  expect(place.shown).toBe(false);
});

test('the time left of several is known when that of each is', () => {
  const { place, status } = statusBar();
  status.set({ cancel: () => {} }, progress(3, 20, 60));
  status.set({ cancel: () => {} }, progress(0, 0));
  expect(place.text).toBe('$(sync~spin) 2 trainings: 3 of 20 done');
});

test('a search says at which call it is', () => {
  const { place, status } = statusBar();
  status.set({ cancel: () => {} }, { ...progress(1, 10, 5), call: { number: 2, of: 12 } });
  expect(place.text).toBe('$(sync~spin) Call 2 of 12: 1 of 10 done, about 5 s left');
});

test('all trainings are cancelled, also one that has no runs yet', () => {
  const { status } = statusBar();
  expect(status.cancel()).toBe(false);
  const cancelled: string[] = [];
  for (const name of ['first', 'second']) status.set({ cancel: () => cancelled.push(name) }, progress(0, 0));
  expect(status.cancel()).toBe(true);
  expect(cancelled).toEqual(['first', 'second']);
});
