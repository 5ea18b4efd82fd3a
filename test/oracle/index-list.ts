import { createHash } from 'node:crypto';
import { expect } from 'vitest';

/** A list of row numbers as the oracle files hold it: all of it, or its ends and the hash of the whole. */
export interface IndexList {
  readonly length: number;
  readonly sha256Int32LE: string;
  readonly all?: readonly number[];
  readonly first20?: readonly number[];
  readonly last20?: readonly number[];
}

export function expectIndexList(actual: ArrayLike<number>, expected: IndexList): void {
  const list = Array.from(actual);
  expect(list.length).toBe(expected.length);
  if (expected.all) expect(list).toEqual(expected.all);
  if (expected.first20) expect(list.slice(0, 20)).toEqual(expected.first20);
  if (expected.last20) expect(list.slice(-20)).toEqual(expected.last20);
  expect(sha256Int32LE(list)).toBe(expected.sha256Int32LE);
}

function sha256Int32LE(list: readonly number[]): string {
  const bytes = Buffer.alloc(list.length * 4);
  list.forEach((value, i) => {
    bytes.writeInt32LE(value, i * 4);
  });
  return createHash('sha256').update(bytes).digest('hex');
}
