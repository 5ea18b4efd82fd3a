import { describe, expect, it } from 'vitest';
import { RandomState } from '../../src/learning/random.ts';
import { oracle } from './files.ts';
import { expectIndexList, type IndexList } from './index-list.ts';

type Call = { readonly values: readonly number[] } & (
  | { readonly call: 'random_sample' | 'standard_normal'; readonly size: number }
  | { readonly call: 'permutation'; readonly n: number }
  | { readonly call: 'randint' | 'uniform'; readonly low: number; readonly high: number; readonly size: number }
  | { readonly call: 'shuffle'; readonly input: readonly number[] }
);

interface Stream {
  readonly seed: number;
  readonly uint32: readonly number[];
  readonly randomSample: readonly number[];
  readonly standardNormal: readonly number[];
  readonly randint: readonly { low: number; high: number; size: number; values: readonly number[] }[];
  readonly permutation: readonly ({ n: number } & IndexList)[];
  readonly mixed: readonly Call[];
}

const { streams } = oracle<{ streams: readonly Stream[] }>('splits');

/** Relative: the last bit of log and sqrt may differ between C libraries. */
const normalTolerance = 1e-14;

describe.each(streams)('RandomState($seed) as in NumPy', (stream) => {
  it('gives the raw words', () => {
    const random = new RandomState(stream.seed);
    expect(stream.uint32.map(() => random.uint32())).toEqual(stream.uint32);
  });

  it('gives random_sample', () => {
    const random = new RandomState(stream.seed);
    expect([...random.randomSample(stream.randomSample.length)]).toEqual(stream.randomSample);
  });

  it('gives standard_normal', () => {
    const random = new RandomState(stream.seed);
    expectAllClose(random.standardNormal(stream.standardNormal.length), stream.standardNormal);
  });

  it.each(stream.randint)('gives randint($low, $high)', ({ low, high, size, values }) => {
    expect([...new RandomState(stream.seed).randint(low, high, size)]).toEqual(values);
  });

  it.each(stream.permutation)('gives permutation($n)', ({ n, ...expected }) => {
    expectIndexList(new RandomState(stream.seed).permutation(n), expected);
  });

  it('gives calls of all kinds made one after the other', () => {
    const random = new RandomState(stream.seed);
    for (const call of stream.mixed) {
      expectAllClose(make(call, random), call.values);
    }
  });
});

function make(call: Call, random: RandomState): ArrayLike<number> {
  switch (call.call) {
    case 'random_sample':
      return random.randomSample(call.size);
    case 'standard_normal':
      return random.standardNormal(call.size);
    case 'permutation':
      return random.permutation(call.n);
    case 'randint':
      return random.randint(call.low, call.high, call.size);
    case 'uniform':
      return random.uniform(call.low, call.high, call.size);
    case 'shuffle': {
      const values = [...call.input];
      random.shuffle(values);
      return values;
    }
    default:
      throw new Error(`The oracle has a call this test does not know: ${JSON.stringify(call satisfies never)}`);
  }
}

function expectAllClose(actual: ArrayLike<number>, expected: readonly number[]): void {
  expect(actual.length).toBe(expected.length);
  expected.forEach((value, i) => {
    expect(Math.abs(actual[i] - value)).toBeLessThanOrEqual(normalTolerance * Math.abs(value));
  });
}
