import { expect } from 'vitest';

/** Every number 0 … n − 1 is in exactly one of the parts. */
export function expectPartition(n: number, parts: readonly Int32Array[]): void {
  expectSameRows(parts, [Int32Array.from({ length: n }, (_, row) => row)]);
}

/** The parts hold the same numbers, each as often. */
export function expectSameRows(parts: readonly Int32Array[], others: readonly Int32Array[]): void {
  expect(sorted(parts)).toEqual(sorted(others));
}

function sorted(parts: readonly Int32Array[]): number[] {
  return parts.flatMap((part) => [...part]).sort((a, b) => a - b);
}
