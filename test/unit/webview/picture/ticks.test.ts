import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { linearTicks, logarithmicTicks, widenedTicks } from '../../../../webview/picture/ticks.ts';

const texts = ({ marks }: ReturnType<typeof linearTicks>): string[] => marks.map(({ text }) => text);

describe('ticks', () => {
  test('stand at ones, twos and fives', () => {
    expect(texts(linearTicks(0, 1, 5))).toEqual(['0.0', '0.2', '0.4', '0.6', '0.8', '1.0']);
    expect(texts(linearTicks(1, 70, 12))).toEqual(['10', '20', '30', '40', '50', '60', '70']);
  });

  test('leave the ends as they are, or move them outwards to round values', () => {
    expect(linearTicks(0.612, 1.034, 5)).toMatchObject({ from: 0.612, to: 1.034 });
    const { from, to, marks } = widenedTicks(0.612, 1.034, 5);
    expect([from, to].map((end) => Number(end.toFixed(9)))).toEqual([0.6, 1.1]);
    expect(marks.map(({ text }) => text)).toEqual(['0.6', '0.7', '0.8', '0.9', '1.0', '1.1']);
  });

  test('of a logarithmic axis stand in each power of ten', () => {
    expect(texts(logarithmicTicks(0.004, 0.3))).toEqual(['0.005', '0.01', '0.02', '0.05', '0.1', '0.2']);
  });

  test('of a logarithmic axis that is short are round values', () => {
    expect(texts(logarithmicTicks(0.62, 0.98))).toEqual(['0.7', '0.8', '0.9']);
  });

  test('are a few, within the axis, whatever the values are', () => {
    const value = fc.double({ min: 1e-12, max: 1e12, noNaN: true });
    fc.assert(
      fc.property(value, value, (a, b) => {
        fc.pre(Math.abs(a - b) > 1e-9 * Math.max(a, b));
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        for (const { from, to, marks } of [linearTicks(low, high, 5), widenedTicks(low, high, 5)]) {
          expect(from).toBeLessThanOrEqual(low);
          expect(to).toBeGreaterThanOrEqual(high);
          expect(marks.length).toBeLessThanOrEqual(8);
          const slack = 1e-6 * (to - from);
          for (const { at } of marks) expect(at >= from - slack && at <= to + slack).toBe(true);
        }
      }),
    );
  });

  test('come for an axis without extent, too', () => {
    expect(widenedTicks(0, 0, 5)).toMatchObject({ from: 0, to: 1 });
  });
});
