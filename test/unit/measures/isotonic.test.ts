import { describe, expect, it } from 'vitest';
import { applyIsotonicClasses, fitIsotonic, heightAt } from '../../../src/measures/isotonic.ts';

describe('fitIsotonic', () => {
  it('pools what falls, and leaves out what lies between equal heights', () => {
    expect(fitIsotonic([1, 2, 3, 4, 5], [0, 1, 0, 0.5, 2])).toEqual({ x: [1, 2, 4, 5], y: [0, 0.5, 0.5, 2] });
  });

  it('takes the mean of equal inputs first', () => {
    expect(fitIsotonic([2, 1, 2, 2], [1, 0, 0, 1])).toEqual({ x: [1, 2], y: [0, 2 / 3] });
  });
});

describe('heightAt', () => {
  it('is linear between the points and level outside', () => {
    const curve = { x: [1, 3], y: [0.2, 0.6] };
    expect([0, 1, 2, 3, 9].map((place) => heightAt(curve, place))).toEqual([
      0.2,
      0.2,
      expect.closeTo(0.4, 15),
      0.6,
      0.6,
    ]);
    expect(heightAt({ x: [1], y: [0.5] }, 1)).toBe(0.5);
  });
});

it('classes that are all impossible are equally likely', () => {
  const never = { x: [0], y: [0] };
  expect([...applyIsotonicClasses([0.3, 0.7], [never, never])]).toEqual([0.5, 0.5]);
});
