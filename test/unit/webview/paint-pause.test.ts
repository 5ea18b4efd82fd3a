import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PaintPause } from '../../../webview/components/paint-pause.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A page whose paints take some milliseconds each. */
function page(milliseconds: number) {
  const paint = vi.fn(() => vi.setSystemTime(Date.now() + milliseconds));
  vi.spyOn(performance, 'now').mockImplementation(() => Date.now());
  return { paint, pause: new PaintPause(paint, 100) };
}

test('paints once for all that comes within a tenth of a second', () => {
  const { paint, pause } = page(1);
  for (let i = 0; i < 50; i++) pause.soon();
  vi.advanceTimersByTime(99);
  expect(paint).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(paint).toHaveBeenCalledOnce();
});

test('paints at once when asked to, and what waited with it', () => {
  const { paint, pause } = page(1);
  pause.soon();
  pause.now();
  vi.advanceTimersByTime(1000);
  expect(paint).toHaveBeenCalledOnce();
});

test.each([
  [100, 400],
  [50, 200],
  [2, 100],
  [2000, 5000],
])('a paint of %i ms is followed by a pause of %i ms', (milliseconds, expected) => {
  const { paint, pause } = page(milliseconds);
  pause.now();
  vi.advanceTimersByTime(1);
  pause.soon();
  vi.advanceTimersByTime(expected - 1);
  expect(paint).toHaveBeenCalledOnce();
  vi.advanceTimersByTime(2);
  expect(paint).toHaveBeenCalledTimes(2);
});
