import { describe, expect, it } from 'vitest';
import { absentClassWeight, classWeights } from '../../src/learning/class-weights.ts';
import { brierScore, calibrate } from '../../src/measures/calibration.ts';
import { accuracyOf, predictedClass } from '../../src/measures/confusion.ts';
import { measure } from '../../src/measures/epoch-metrics.ts';
import { normaliseRows } from '../../src/measures/normalise.ts';
import { averagePrecision, precisionRecallCurve, rocAuc, rocCurve } from '../../src/measures/one-vs-rest.ts';
import { countByThreshold } from '../../src/measures/thresholds.ts';
import { oracle } from './files.ts';

interface OneVsRestCase {
  readonly class: number;
  readonly positives: number;
  readonly averagePrecision: number | null;
  readonly rocAuc: number | null;
  readonly brier: number;
  readonly prCurve?: { precision: readonly number[]; recall: readonly number[]; thresholds: readonly number[] };
  readonly rocCurve?: { fpr: readonly number[]; tpr: readonly number[]; thresholds: readonly number[] };
}

interface MetricsCase {
  readonly name: string;
  readonly classes: number;
  readonly yTrue: readonly number[];
  readonly probabilities: { readonly data: readonly number[] };
  readonly yPred: readonly number[];
  readonly confusion: readonly number[];
  readonly confusionNormalised: readonly number[];
  readonly confusionMse: number;
  readonly support: readonly number[];
  readonly precision: readonly number[];
  readonly recall: readonly number[];
  readonly f1: readonly number[];
  readonly macroPrecision: number;
  readonly macroRecall: number;
  readonly macroF1: number;
  readonly accuracy: number;
  readonly classWeights: readonly number[];
  readonly crossEntropy: number;
  readonly weightedCrossEntropy: number;
  readonly oneVsRest: readonly OneVsRestCase[];
  readonly ece15: number;
  readonly ece15Bins: readonly { bin: number; count: number; accuracy: number; confidence: number }[];
  readonly brierMulticlass: number;
}

interface MetricsFile {
  readonly cases: readonly MetricsCase[];
  readonly classWeights: readonly { classes: number; labels: readonly number[]; weights: readonly number[] }[];
  readonly absentClassWeight: number;
}

const tolerance = 1e-12;
const file = oracle<MetricsFile>('metrics');

describe.each(file.cases)('metrics of $name', (expected) => {
  const labels = Int32Array.from(expected.yTrue);
  const probabilities = Float64Array.from(expected.probabilities.data);
  const weights = classWeights(labels, expected.classes);
  const { metrics, confusion, scores } = measure(labels, probabilities, expected.classes, weights);
  const against = (positive: number) => countByThreshold(labels, probabilities, expected.classes, positive);
  const brierOf = (positive: number) => brierScore(labels, probabilities, expected.classes, positive);

  it('predict the same classes', () => {
    const predicted = expected.yTrue.map((_, example) => predictedClass(probabilities, example, expected.classes));
    expect(predicted).toEqual(expected.yPred);
  });

  it('count the same confusion matrix', () => {
    expect([...confusion]).toEqual(expected.confusion);
    expectAllClose(normaliseRows(confusion, expected.classes), expected.confusionNormalised);
    expectClose(metrics.confusionMse, expected.confusionMse);
    expectClose(accuracyOf(confusion, expected.classes), expected.accuracy);
  });

  it('have the same precision, recall and F1', () => {
    expect(scores.support).toEqual(expected.support);
    for (const score of ['precision', 'recall', 'f1'] as const) expectAllClose(scores[score], expected[score]);
    for (const score of ['macroPrecision', 'macroRecall', 'macroF1'] as const) {
      expectClose(metrics[score], expected[score]);
    }
  });

  it('have the same cross entropies and class weights', () => {
    expectAllClose(weights, expected.classWeights);
    expectClose(metrics.crossEntropy, expected.crossEntropy);
    expectClose(metrics.loss, expected.weightedCrossEntropy);
  });

  it('have the same scores of one class against the rest', () => {
    expect(expected.oneVsRest.length).toBe(expected.classes);
    for (const one of expected.oneVsRest) {
      const counts = against(one.class);
      expect(counts.positives).toBe(one.positives);
      expectClose(averagePrecision(counts), one.averagePrecision);
      expectClose(rocAuc(counts), one.rocAuc);
      expectClose(brierOf(one.class), one.brier);
    }
  });

  it('have the same curves', () => {
    for (const one of expected.oneVsRest) {
      if (one.prCurve) {
        const curve = precisionRecallCurve(against(one.class));
        expectAllClose(curve?.thresholds, one.prCurve.thresholds);
        expectAllClose(curve?.precision, one.prCurve.precision);
        expectAllClose(curve?.recall, one.prCurve.recall);
      }
      if (one.rocCurve) {
        const curve = rocCurve(against(one.class));
        expectAllClose(curve?.thresholds, one.rocCurve.thresholds);
        expectAllClose(curve?.falsePositiveRate, one.rocCurve.fpr);
        expectAllClose(curve?.truePositiveRate, one.rocCurve.tpr);
      }
    }
  });

  it('have the same calibration and Brier score', () => {
    const { expectedError, bins } = calibrate(labels, probabilities, expected.classes);
    expectClose(expectedError, expected.ece15);
    expect(bins.map(({ bin, count }) => ({ bin, count }))).toEqual(
      expected.ece15Bins.map(({ bin, count }) => ({ bin, count })),
    );
    expected.ece15Bins.forEach((bin, i) => {
      expectClose(bins[i].accuracy, bin.accuracy);
      expectClose(bins[i].confidence, bin.confidence);
    });
    const brier = expected.oneVsRest.reduce((sum, one) => sum + brierOf(one.class), 0);
    expectClose(brier, expected.brierMulticlass);
  });
});

describe('class weights', () => {
  it.each(file.classWeights)('are the same for $classes classes', ({ classes, labels, weights }) => {
    expectAllClose(classWeights(labels, classes), weights);
  });

  it('are the same for an absent class', () => {
    expect(absentClassWeight).toBe(file.absentClassWeight);
  });
});

function expectClose(actual: number | null, expected: number | null): void {
  if (actual === null || expected === null) expect(actual).toBe(expected);
  else expect(Math.abs(actual - expected)).toBeLessThanOrEqual(tolerance);
}

function expectAllClose(actual: ArrayLike<number> | undefined, expected: readonly number[]): void {
  expect(actual?.length).toBe(expected.length);
  expected.forEach((value, i) => {
    expectClose(actual?.[i] ?? null, value);
  });
}
