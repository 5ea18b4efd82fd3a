import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shortestFloat32 } from '../../../src/boosting/float32-text.ts';

const float32 = fc.float({ noNaN: true, noDefaultInfinity: true });

describe('shortestFloat32', () => {
  it.each([
    [0, '0E0'],
    [-0, '-0E0'],
    [0.5, '5E-1'],
    [-0.1643836, '-1.643836E-1'],
    [0.117391296, '1.17391296E-1'],
    [26.666664, '2.6666664E1'],
    [-7.663455e-9, '-7.663455E-9'],
    [25.0703125, '2.5070312E1'],
    [3.4028235e38, '3.4028235E38'],
    [1.401298464324817e-45, '1E-45'],
  ])('writes %d as %s', (x, text) => {
    expect(shortestFloat32(Math.fround(x))).toBe(text);
  });

  it('is read back as the same number', () => {
    fc.assert(
      fc.property(float32, (x) => {
        expect(Object.is(Math.fround(Number(shortestFloat32(x))), x)).toBe(true);
      }),
    );
  });
});
