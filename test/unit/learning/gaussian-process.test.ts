import { describe, expect, test } from 'vitest';
import { fitGaussianProcess, GaussianProcess } from '../../../src/learning/gaussian-process.ts';
import { normalDistribution } from '../../../src/learning/normal-distribution.ts';

const points = [
  [0.1, 0.2],
  [0.5, 0.9],
  [0.8, 0.3],
  [0.3, 0.6],
].map((point) => Float64Array.from(point));
const values = [1, -0.5, 0.25, 0.5];

describe('a Gaussian process', () => {
  // Numbers of scikit-learn's GaussianProcessRegressor with Matern(0.6, nu=2.5) times the signal's variance.
  const process = new GaussianProcess(points, values, 0.6, 1e-2);

  test('predicts as scikit-learn', () => {
    const between = process.predict(Float64Array.of(0.4, 0.4));
    expect(between.mean).toBeCloseTo(0.6586434325720616, 9);
    expect(between.deviation).toBeCloseTo(0.2176283182668641, 9);
    const known = process.predict(points[2]);
    expect(known.mean).toBeCloseTo(0.2512500143016919, 9);
    expect(known.deviation).toBeCloseTo(0.07461462780257415, 9);
  });

  test('has the likelihood that scikit-learn gives', () => {
    expect(process.logLikelihood).toBeCloseTo(-3.5741232956806437, 9);
  });

  test('far from all values knows nothing but their mean', () => {
    const { mean, deviation } = process.predict(Float64Array.of(100, 100));
    expect(mean).toBeCloseTo(0.3125, 9);
    expect(deviation).toBeCloseTo(Math.sqrt(0.5647823173424318), 9);
  });

  test('bears points that are given twice, and values that are all the same', () => {
    const twice = fitGaussianProcess([points[0], points[0], points[1]], [1, 1, 1]);
    expect(twice.predict(points[2]).mean).toBeCloseTo(1, 9);
    expect(twice.predict(points[2]).deviation).toBeLessThan(1e-6);
  });

  test('is not made of nothing', () => {
    expect(() => fitGaussianProcess([], [])).toThrow(RangeError);
  });
});

test('the likeliest length is a short one for a jagged function and a long one for a smooth one', () => {
  const grid = Array.from({ length: 9 }, (_, i) => Float64Array.of(i / 8));
  const jagged = fitGaussianProcess(grid, [0, 1, 0, 1, 0, 1, 0, 1, 0]);
  const smooth = fitGaussianProcess(
    grid,
    grid.map(([x]) => x * x),
  );
  const between = Float64Array.of(0.44);
  expect(smooth.predict(between).mean).toBeCloseTo(0.44 ** 2, 3);
  expect(jagged.predict(between).deviation).toBeGreaterThan(10 * smooth.predict(between).deviation);
});

test.each([
  [-3, 0.0013498980316300933],
  [-1, 0.15865525393145707],
  [0, 0.5],
  [0.5, 0.6914624612740131],
  [2, 0.9772498680518208],
])('the normal distribution at %d is %d (SciPy)', (x, expected) => {
  expect(Math.abs(normalDistribution(x) - expected)).toBeLessThan(8e-8);
});
