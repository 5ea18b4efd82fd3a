import { describe, expect, it } from 'vitest';
import { absentClassWeight, classWeights } from '../../src/learning/class-weights.ts';
import { predictedClass } from '../../src/learning/confusion.ts';
import { evaluate } from '../../src/learning/evaluation.ts';
import { measure } from '../../src/learning/metrics.ts';
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
  readonly examples: number;
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
  readonly oneVsRestMeanAccuracy: number;
  readonly classWeights: readonly number[];
  readonly crossEntropy: number;
  readonly weightedCrossEntropy: number;
  readonly oneVsRest: readonly OneVsRestCase[];
  readonly macroAveragePrecision: number | null;
  readonly macroRocAuc: number | null;
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
  const actual = evaluate(labels, probabilities, expected.classes, weights);

  it('predict the same classes', () => {
    const predicted = expected.yTrue.map((_, example) => predictedClass(probabilities, example, expected.classes));
    expect(predicted).toEqual(expected.yPred);
  });

  it('count the same confusion matrix', () => {
    expect(actual.examples).toBe(expected.examples);
    expect([...actual.confusion]).toEqual(expected.confusion);
    expectAllClose(actual.confusionNormalised, expected.confusionNormalised);
    expectClose(actual.confusionMse, expected.confusionMse);
  });

  it('have the same precision, recall and F1', () => {
    expect(actual.support).toEqual(expected.support);
    for (const score of ['precision', 'recall', 'f1'] as const) expectAllClose(actual[score], expected[score]);
    for (const score of ['macroPrecision', 'macroRecall', 'macroF1'] as const) {
      expectClose(actual[score], expected[score]);
    }
  });

  it('have the same accuracies', () => {
    expectClose(actual.accuracy, expected.accuracy);
    expectClose(actual.oneVsRestMeanAccuracy, expected.oneVsRestMeanAccuracy);
  });

  it('have the same cross entropies and class weights', () => {
    expectAllClose(weights, expected.classWeights);
    expectClose(actual.crossEntropy, expected.crossEntropy);
    expectClose(actual.loss, expected.weightedCrossEntropy);
  });

  it('have the same scores of one class against the rest', () => {
    expect(actual.oneVsRest.length).toBe(expected.oneVsRest.length);
    for (const one of expected.oneVsRest) {
      const { positives, averagePrecision, rocAuc, brier } = actual.oneVsRest[one.class];
      expect(positives).toBe(one.positives);
      expectClose(averagePrecision, one.averagePrecision);
      expectClose(rocAuc, one.rocAuc);
      expectClose(brier, one.brier);
    }
    expectClose(actual.macroAveragePrecision, expected.macroAveragePrecision);
    expectClose(actual.macroRocAuc, expected.macroRocAuc);
  });

  it('have the same curves', () => {
    for (const one of expected.oneVsRest) {
      const { precisionRecallCurve, rocCurve } = actual.oneVsRest[one.class];
      if (one.prCurve) {
        expectAllClose(precisionRecallCurve?.thresholds, one.prCurve.thresholds);
        expectAllClose(precisionRecallCurve?.precision, one.prCurve.precision);
        expectAllClose(precisionRecallCurve?.recall, one.prCurve.recall);
      }
      if (one.rocCurve) {
        expectAllClose(rocCurve?.thresholds, one.rocCurve.thresholds);
        expectAllClose(rocCurve?.falsePositiveRate, one.rocCurve.fpr);
        expectAllClose(rocCurve?.truePositiveRate, one.rocCurve.tpr);
      }
    }
  });

  it('have the same calibration and Brier score', () => {
    expectClose(actual.calibration.expectedError, expected.ece15);
    expect(actual.calibration.bins.map(({ bin, count }) => ({ bin, count }))).toEqual(
      expected.ece15Bins.map(({ bin, count }) => ({ bin, count })),
    );
    expected.ece15Bins.forEach((bin, i) => {
      expectClose(actual.calibration.bins[i].accuracy, bin.accuracy);
      expectClose(actual.calibration.bins[i].confidence, bin.confidence);
    });
    expectClose(actual.brier, expected.brierMulticlass);
  });

  it('are the same each epoch as at the end', () => {
    expect(actual).toMatchObject(measure(labels, probabilities, expected.classes, weights).metrics);
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
