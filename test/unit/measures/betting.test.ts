import { describe, expect, it } from 'vitest';
import { bettingPValue, leastShares, upperMean } from '../../../src/measures/betting.ts';

const zeros = (count: number) => new Uint8Array(count);

describe('bettingPValue', () => {
  it('falls as shares below the rate come, and not below 1 for shares above it', () => {
    expect(bettingPValue(zeros(400), 0.02, 0.01)).toBeLessThan(bettingPValue(zeros(200), 0.02, 0.01));
    expect(bettingPValue([0.5, 0.5, 0.5], 0.02, 0.01)).toBe(1);
    expect(bettingPValue([], 0.02, 0.01)).toBe(1);
  });

  it('is the inverse of the capital of a gambler who bets by hand', () => {
    // The first bet is 0.75 / 0.9, as the variance is guessed to be 1/4; so is the second, after a share of 0.
    expect(bettingPValue([0, 0], 0.1, 0.01)).toBeCloseTo(1 / (1 + (0.75 / 0.9) * 0.1) ** 2, 12);
  });
});

describe('upperMean', () => {
  it('is above the mean, nearer to it the more shares there are', () => {
    const shares = (count: number) => Array.from({ length: count }, (_, i) => (i % 10 === 0 ? 1 : 0));
    const [few, many] = [upperMean(shares(50), 0.05), upperMean(shares(2000), 0.05)];
    expect(many).toBeGreaterThan(0.1);
    expect(many).toBeLessThan(0.13);
    expect(few).toBeGreaterThan(many);
  });

  it('is 1 without shares', () => {
    expect(upperMean([], 0.05)).toBe(1);
  });
});

describe('leastShares', () => {
  it('is the first number of shares without an error that is enough', () => {
    const needed = leastShares(0.02, 0.01);
    expect(bettingPValue(zeros(needed), 0.02, 0.01)).toBeLessThanOrEqual(0.01);
    expect(bettingPValue(zeros(needed - 1), 0.02, 0.01)).toBeGreaterThan(0.01);
  });
});
