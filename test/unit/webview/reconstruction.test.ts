import { expect, test } from 'vitest';
import { curveText, reconstructionPoints, reconstructionTable } from '../../../webview/run/reconstruction.ts';

const curve = { sizes: [1, 5, 20], errors: [0.05, 0.03, 0.008], own: 20, pairs: 200, used: 34 };

test('the curve begins with no embedding, whose error is the share of used pairs, and marks the size of the run', () => {
  const { points, own, most } = reconstructionPoints(curve);
  expect(points[0]).toEqual({ x: 0, y: 0.17 });
  expect(own).toEqual({ x: 20, y: 0.008 });
  expect(most).toEqual({ x: 20, y: 0.17 });
});

test('the table and the sentence say the same', () => {
  expect(reconstructionTable(curve).rows.at(-1)).toEqual(['20', '0.00800', 'this run']);
  expect(curveText(curve)).toBe(
    "34 of 200 pairs are used (17.0 %); with the run's size of 20 the mean squared error is 0.0080.",
  );
});
