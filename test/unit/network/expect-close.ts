import { expect } from 'vitest';

/** How far float32 may be from float64, relative to the largest number of a list or to 1. */
const tolerance = 2e-5;

export function expectClose(actual: ArrayLike<number>, expected: readonly number[] = [], what = ''): void {
  expect(actual.length, what).toBe(expected.length);
  const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
  const worst = expected.reduce((most, value, i) => Math.max(most, Math.abs(actual[i] - value)), 0);
  expect(worst / largest, what).toBeLessThan(tolerance);
}
