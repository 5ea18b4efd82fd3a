import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { EpochBatch } from '../../../../src/extension/panels/epoch-batch.ts';
import type { EpochOfFit } from '../../../../src/protocol/run-panel.ts';
import { epochUpdate } from '../../../e2e/run-fixture.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const epoch = (number: number): EpochOfFit => epochUpdate('action', 0, number).epochs[0];

/** A batch, what it sent, and how the sendings end. */
function batch() {
  const sent: number[][] = [];
  const ends: (() => void)[] = [];
  const epochs = new EpochBatch((some) => {
    sent.push(some.map(({ record }) => record.epoch));
    return new Promise<void>((resolve) => ends.push(resolve));
  });
  return { epochs, sent, ends };
}

test('epochs are sent together, a tenth of a second after the first', () => {
  const { epochs, sent } = batch();
  for (let i = 0; i < 3; i++) epochs.add(epoch(i));
  vi.advanceTimersByTime(99);
  expect(sent).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(sent).toEqual([[0, 1, 2]]);
});

test('the next are sent when the last have arrived', async () => {
  const { epochs, sent, ends } = batch();
  epochs.add(epoch(0));
  vi.advanceTimersByTime(100);
  epochs.add(epoch(1));
  epochs.add(epoch(2));
  vi.advanceTimersByTime(5000);
  expect(sent).toEqual([[0]]);
  ends[0]();
  await vi.advanceTimersByTimeAsync(100);
  expect(sent).toEqual([[0], [1, 2]]);
});

test('what waits is sent before something else when that is asked for', () => {
  const { epochs, sent } = batch();
  epochs.add(epoch(0));
  vi.advanceTimersByTime(100);
  epochs.add(epoch(1));
  epochs.flush();
  epochs.flush();
  expect(sent).toEqual([[0], [1]]);
});

test('a page that gets everything anew does not get what waited, nor is what the last page never got waited for', () => {
  const { epochs, sent } = batch();
  epochs.add(epoch(0));
  vi.advanceTimersByTime(100);
  epochs.add(epoch(1));
  epochs.clear();
  vi.advanceTimersByTime(1000);
  expect(sent).toEqual([[0]]);
  epochs.add(epoch(2));
  vi.advanceTimersByTime(100);
  expect(sent).toEqual([[0], [2]]);
});

test('a sending that fails does not hold the others', async () => {
  const send = vi.fn(() => Promise.reject(new Error('disposed')));
  const epochs = new EpochBatch(send);
  epochs.add(epoch(0));
  await vi.advanceTimersByTimeAsync(100);
  epochs.add(epoch(1));
  await vi.advanceTimersByTimeAsync(100);
  expect(send).toHaveBeenCalledTimes(2);
});
