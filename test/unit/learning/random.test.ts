import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RandomState } from '../../../src/learning/random.ts';

const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });

describe('RandomState', () => {
  it("begins the stream of seed 5489 as the Mersenne Twister's authors published it", () => {
    const random = new RandomState(5489);
    expect([random.uint32(), random.uint32(), random.uint32()]).toEqual([3499211612, 581869302, 3890346734]);
  });

  it('has 4123659995 as the 10,000th word of seed 5489, as the C++ standard demands', () => {
    const random = new RandomState(5489);
    for (let i = 1; i < 10_000; i++) random.uint32();
    expect(random.uint32()).toBe(4123659995);
  });

  it('refuses seeds that NumPy refuses', () => {
    for (const seed of [-1, 2 ** 32, 0.5, Number.NaN]) expect(() => new RandomState(seed)).toThrow(RangeError);
  });

  it('repeats itself for the same seed', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        expect(new RandomState(seed).permutation(50)).toEqual(new RandomState(seed).permutation(50));
      }),
    );
  });

  it('permutes without losing or repeating a number', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 0, max: 300 }), (seed, n) => {
        expect(new RandomState(seed).permutation(n).sort()).toEqual(Int32Array.from({ length: n }, (_, i) => i));
      }),
    );
  });

  it('keeps whole and real numbers inside their bounds', () => {
    fc.assert(
      fc.property(
        seeds,
        fc.integer({ min: -1000, max: 1000 }),
        fc.integer({ min: 1, max: 2 ** 50 }),
        (seed, low, span) => {
          const random = new RandomState(seed);
          for (const value of random.randint(low, low + span, 20)) {
            expect(Number.isInteger(value)).toBe(true);
            expect(value).toBeGreaterThanOrEqual(low);
            expect(value).toBeLessThan(low + span);
          }
          const [real] = random.uniform(low, low + span, 1);
          expect(real).toBeGreaterThanOrEqual(low);
          expect(real).toBeLessThanOrEqual(low + span);
        },
      ),
    );
  });

  it('draws nothing when only one whole number is possible', () => {
    const random = new RandomState(1);
    expect([...random.randint(7, 8, 3)]).toEqual([7, 7, 7]);
    expect(random.uint32()).toBe(new RandomState(1).uint32());
  });

  it('refuses an empty range of whole numbers', () => {
    expect(() => new RandomState(1).randint(3, 3, 1)).toThrow(RangeError);
  });

  it('makes normal numbers of mean 0 and standard deviation 1', () => {
    const random = new RandomState(3);
    const values = random.standardNormal(20_000);
    const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
    const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
    expect(mean).toBeCloseTo(0, 1);
    expect(variance).toBeCloseTo(1, 1);
  });
});
