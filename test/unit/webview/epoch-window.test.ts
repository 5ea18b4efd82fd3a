import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { windowBetween, zoomWindow } from '../../../webview/components/epoch-window.ts';
import { smoothPoints } from '../../../webview/components/smoothing.ts';

describe('zooming', () => {
  test('in halves the window around the place, out doubles it, until all is seen', () => {
    expect(zoomWindow(null, 'in', 101, 201)).toEqual([51, 151]);
    expect(zoomWindow([51, 151], 'in', 51, 201)).toEqual([51, 101]);
    expect(zoomWindow([51, 101], 'out', 51, 201)).toEqual([51, 151]);
    expect(zoomWindow([51, 151], 'out', 101, 201)).toBeNull();
  });

  test('keeps within the epochs that there are, and never to nothing', () => {
    const cases = fc.tuple(fc.integer({ min: 1, max: 500 }), fc.array(fc.tuple(fc.boolean(), fc.nat(600))));
    fc.assert(
      fc.property(cases, ([length, steps]) => {
        let window: ReturnType<typeof zoomWindow> = null;
        for (const [isIn, around] of steps) {
          window = zoomWindow(window, isIn ? 'in' : 'out', around, length);
          if (window === null) continue;
          expect(window[0]).toBeGreaterThanOrEqual(1);
          expect(window[1]).toBeLessThanOrEqual(length);
          expect(window[1] - window[0]).toBeGreaterThanOrEqual(3);
        }
      }),
    );
  });

  test('by dragging takes both directions, and a click is none', () => {
    expect(windowBetween(20, 5)).toEqual([5, 20]);
    expect(windowBetween(5, 6)).toBeNull();
  });
});

describe('smoothing', () => {
  const points = [4, 2, 8].map((y, i) => ({ x: i + 1, y, std: 1, fits: 2 }));

  test('weighs what came before, without a pull towards zero at the start', () => {
    expect(smoothPoints(points, 0.5).map(({ y }) => y)).toEqual([4, 4 / 1.5, (1 + 1 + 8) / 1.75]);
  });

  test('of weight 0 changes nothing, and constants stay constant', () => {
    expect(smoothPoints(points, 0)).toEqual(points);
    const constant = Array.from({ length: 50 }, (_, i) => ({ x: i + 1, y: 0.3, std: 0, fits: 1 }));
    for (const { y } of smoothPoints(constant, 0.9)) expect(y).toBeCloseTo(0.3, 12);
  });
});
