import { describe, expect, it } from 'vitest';
import { findActThreshold } from '../../src/measures/act-threshold.ts';
import { lowerErrorBound, upperErrorBound } from '../../src/measures/clopper-pearson.ts';
import { conformalQuantile, conformalSets } from '../../src/measures/conformal.ts';
import { applyIsotonicClasses, fitIsotonicClasses } from '../../src/measures/isotonic.ts';
import { logLoss, scoreProbabilities } from '../../src/measures/probability-scores.ts';
import { fitBiasCorrectedTemperature, fitTemperature, scaleProbabilities } from '../../src/measures/temperature.ts';
import { oracle } from './files.ts';

interface ProbabilityScores {
  readonly ece: number;
  readonly brier: number;
  readonly logLoss: number;
}

interface Rows {
  readonly probabilities: readonly (readonly number[])[];
  readonly labels: readonly number[];
}

interface Calibrated extends Partial<ProbabilityScores> {
  /** Of the first rows of `apply`. */
  readonly probabilities: readonly (readonly number[])[];
}

interface CalibrationCase {
  readonly fit: Rows;
  readonly apply: Rows;
  readonly raw: ProbabilityScores;
  readonly temperature: Calibrated & { readonly inverseTemperature: number; readonly fitLogLoss: number };
  readonly biasCorrectedTemperature: Calibrated & {
    readonly inverseTemperature: number;
    readonly bias: readonly number[];
    readonly objective: number;
  };
  readonly isotonic: Calibrated;
}

interface PolicyCase {
  readonly confidence: readonly number[];
  readonly correct: readonly number[];
  readonly workflow: readonly number[];
  readonly order: readonly number[];
  readonly maxError: number;
  readonly delta: number;
  readonly starts: number;
  readonly leastWorkflows: number;
  readonly pValues: readonly (readonly [number, number])[];
  readonly threshold: number | null;
  readonly acted: number;
  readonly errors: number;
  readonly workflows: number;
  readonly meanError: number | null;
}

interface TrustFile {
  readonly calibration: readonly CalibrationCase[];
  readonly clopperPearson: readonly {
    readonly errors: number;
    readonly n: number;
    readonly delta: number;
    readonly upper: number;
    readonly lower: number;
  }[];
  readonly policy: readonly PolicyCase[];
  readonly conformal: readonly {
    readonly calibration: number;
    readonly alpha: number;
    readonly quantile: number | null;
    readonly sets: readonly (readonly number[])[];
    readonly coverage: number;
    readonly meanSize: number;
  }[];
}

/** Of what is minimised, and what follows from it; and of all else. */
const [minimised, exact] = [1e-6, 1e-9];
const file = oracle<TrustFile>('trust');

describe.each(file.calibration.map((one, i) => [i, one] as const))('calibration %i', (_, expected) => {
  const classes = expected.fit.probabilities[0].length;
  const [fitted, applied] = [expected.fit.probabilities.flat(), expected.apply.probabilities.flat()];
  const { labels } = expected.apply;

  function expectCalibrated(actual: Float64Array, calibrated: Calibrated, tolerance: number): void {
    expectClose(actual.slice(0, calibrated.probabilities.length * classes), calibrated.probabilities.flat(), tolerance);
    expectScores(scoreProbabilities(labels, actual, classes), calibrated, tolerance);
  }

  it('scores probabilities as they are', () => {
    expectScores(scoreProbabilities(labels, applied, classes), expected.raw, exact);
  });

  it('finds the temperature', () => {
    const scaling = fitTemperature(fitted, expected.fit.labels, classes);
    expectClose([scaling.inverseTemperature], [expected.temperature.inverseTemperature], minimised);
    expectClose([scaling.logLoss], [expected.temperature.fitLogLoss], exact);
    const refitted = logLoss(expected.fit.labels, scaleProbabilities(fitted, classes, scaling), classes);
    expectClose([refitted], [expected.temperature.fitLogLoss], exact);
    expectCalibrated(scaleProbabilities(applied, classes, scaling), expected.temperature, minimised);
  });

  it('finds the temperature and the bias of each class', () => {
    const scaling = fitBiasCorrectedTemperature(fitted, expected.fit.labels, classes);
    const { inverseTemperature, bias, objective } = expected.biasCorrectedTemperature;
    expectClose([scaling.inverseTemperature, ...scaling.bias], [inverseTemperature, ...bias], minimised);
    expectClose([scaling.objective], [objective], exact);
    expectCalibrated(scaleProbabilities(applied, classes, scaling), expected.biasCorrectedTemperature, minimised);
  });

  it('finds the isotonic curves', () => {
    const curves = fitIsotonicClasses(fitted, expected.fit.labels, classes);
    expectCalibrated(applyIsotonicClasses(applied, curves), expected.isotonic, exact);
  });
});

describe('bounds of Clopper and Pearson', () => {
  it.each(file.clopperPearson)('$errors of $n at $delta', ({ errors, n, delta, upper, lower }) => {
    expectClose([upperErrorBound(errors, n, delta), lowerErrorBound(errors, n, delta)], [upper, lower], exact);
  });
});

describe.each(file.policy.map((one, i) => [i, one] as const))('policy %i', (_, expected) => {
  it('acts on the same tasks', () => {
    const { maxError, delta, starts, leastWorkflows: minWorkflows } = expected;
    const { tested, ...found } = findActThreshold(expected, { maxError, delta, starts, minWorkflows });
    expect(tested.map(([size]) => size)).toEqual(expected.pValues.map(([size]) => size));
    expectClose(
      tested.map(([, p]) => p),
      expected.pValues.map(([, p]) => p),
      exact,
    );
    const { threshold, acted, errors, workflows, meanError } = expected;
    expect(found).toEqual({
      threshold,
      acted,
      errors,
      workflows,
      meanError: meanError === null ? null : expect.closeTo(meanError, 9),
    });
  });
});

describe('conformal sets', () => {
  it.each(file.conformal)('of calibration $calibration that miss $alpha', (expected) => {
    const { fit, apply } = file.calibration[expected.calibration];
    const classes = fit.probabilities[0].length;
    const quantile = conformalQuantile(fit.probabilities.flat(), fit.labels, classes, expected.alpha);
    expect(quantile).toEqual(expected.quantile === null ? null : expect.closeTo(expected.quantile, 9));
    const sets = conformalSets(apply.probabilities.flat(), quantile);
    const members = expected.sets.map((_, row) => [...sets.subarray(row * classes, (row + 1) * classes)]);
    expect(members).toEqual(expected.sets);
    const covered = apply.labels.filter((label, row) => sets[row * classes + label] === 1).length;
    expect(covered / apply.labels.length).toBeCloseTo(expected.coverage, 9);
    expect(sets.filter((member) => member === 1).length / apply.labels.length).toBeCloseTo(expected.meanSize, 9);
  });
});

function expectScores(actual: ProbabilityScores, expected: Partial<ProbabilityScores>, tolerance: number): void {
  for (const name of ['ece', 'brier', 'logLoss'] as const) {
    const value = expected[name];
    if (value !== undefined) expectClose([actual[name]], [value], tolerance);
  }
}

function expectClose(actual: ArrayLike<number>, expected: readonly number[], tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  const apart = expected.map((value, i) => Math.abs(value - actual[i]));
  expect(Math.max(...apart)).toBeLessThanOrEqual(tolerance);
}
