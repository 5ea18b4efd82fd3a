import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { float32Exp } from '../../../src/boosting/float32-exp.ts';

describe('float32Exp', () => {
  it.each([
    [0, 1],
    [-0.5, 0.606530666],
    [-1, 0.36787945],
    [-20, 2.06115369e-9],
    [-80, 1.80485133e-35],
  ])('gives of %d what the C library gives', (x, expected) => {
    expect(float32Exp(x)).toBe(Math.fround(expected));
  });

  it.each([
    [-2.321660041809082, 0.0981105864],
    [-7.641409873962402, 0.000480151037],
    [-9.857540130615234, 5.23509698e-5],
    [-14.064900398254395, 7.79276149e-7],
  ])('gives of %d what the C library gives, although another float32 is nearer', (x, expected) => {
    expect(float32Exp(Math.fround(x))).toBe(Math.fround(expected));
    expect(float32Exp(Math.fround(x))).not.toBe(Math.fround(Math.exp(Math.fround(x))));
  });

  it('gives subnormal numbers, and 0 below them', () => {
    expect(float32Exp(-100)).toBe(Math.fround(3.78350585e-44));
    expect(float32Exp(-104)).toBe(0);
    expect(float32Exp(-1e30)).toBe(0);
  });

  it('is never further from the exponential than one unit in the last place', () => {
    fc.assert(
      fc.property(fc.float({ min: -87, max: 0, noNaN: true }), (x) => {
        const exact = Math.exp(x);
        expect(Math.abs(float32Exp(x) - exact)).toBeLessThanOrEqual(exact * 2 ** -23);
      }),
    );
  });
});
