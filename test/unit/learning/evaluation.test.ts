import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calibrate } from '../../../src/learning/calibration.ts';
import { classWeights } from '../../../src/learning/class-weights.ts';
import { NonFiniteProbabilityError } from '../../../src/learning/confusion.ts';
import { evaluate } from '../../../src/learning/evaluation.ts';
import { measure } from '../../../src/learning/metrics.ts';
import { predictions } from './predictions.ts';

describe('measure', () => {
  it('gives the metrics of an epoch', () => {
    const probabilities = Float64Array.of(0.75, 0.25, 0.25, 0.75, 0.25, 0.75);
    const { metrics } = measure(Int32Array.of(0, 0, 1), probabilities, 2, [0.75, 1.5]);
    expect(metrics.precision).toEqual([1, 0.5]);
    expect(metrics.recall).toEqual([0.5, 1]);
    expect(metrics.macroPrecision).toBe(0.75);
    expect(metrics.macroRecall).toBe(0.75);
    expect(metrics.macroF1).toBeCloseTo(2 / 3, 15);
    expect(metrics.confusionMse).toBe(0.125);
    expect(metrics.crossEntropy).toBeCloseTo(-(2 * Math.log(0.75) + Math.log(0.25)) / 3, 15);
    expect(metrics.loss).toBeCloseTo(-(0.75 * (Math.log(0.75) + Math.log(0.25)) + 1.5 * Math.log(0.75)) / 3, 15);
  });

  it('notices a diverged learner', () => {
    const probabilities = new Float32Array(6).fill(Number.NaN);
    expect(() => measure(Int32Array.of(0, 0, 1), probabilities, 2, [1, 1])).toThrow(NonFiniteProbabilityError);
  });
});

describe('evaluate', () => {
  it('counts the accuracy of each class against the rest as the study did', () => {
    fc.assert(
      fc.property(predictions, ({ labels, probabilities, classes }) => {
        const { confusion, examples, oneVsRestMeanAccuracy } = evaluate(
          labels,
          probabilities,
          classes,
          classWeights(labels, classes),
        );
        let sum = 0;
        for (let c = 0; c < classes; c++) {
          for (let truth = 0; truth < classes; truth++) {
            for (let predicted = 0; predicted < classes; predicted++) {
              if ((truth === c) === (predicted === c)) sum += confusion[truth * classes + predicted];
            }
          }
        }
        expect(oneVsRestMeanAccuracy).toBeCloseTo(sum / (classes * examples), 12);
      }),
    );
  });

  it('means what is defined for some classes only over those', () => {
    const evaluation = evaluate(Int32Array.of(0, 1), Float64Array.of(0.8, 0.1, 0.1, 0.2, 0.7, 0.1), 3, [1, 1, 1]);
    expect(evaluation.oneVsRest.map((c) => c.rocAuc)).toEqual([1, 1, null]);
    expect(evaluation.macroRocAuc).toBe(1);
    expect(evaluation.macroAveragePrecision).toBe(1);
  });

  it('has no area under the curve when there is one class only', () => {
    expect(evaluate(Int32Array.of(0), Float64Array.of(0.8, 0.2), 2, [1, 1]).macroRocAuc).toBeNull();
  });
});

describe('calibrate', () => {
  it('compares accuracy and confidence bin by bin', () => {
    const probabilities = Float64Array.of(0.9, 0.1, 0.94, 0.06, 0.4, 0.6, 1, 0);
    const { bins, expectedError } = calibrate(Int32Array.of(0, 1, 1, 0), probabilities, 2);
    expect(bins.map(({ bin, count, accuracy }) => [bin, count, accuracy])).toEqual([
      [8, 1, 1],
      [13, 1, 1],
      [14, 2, 0.5],
    ]);
    expect(expectedError).toBeCloseTo(0.25 * 0.4 + 0.25 * 0.1 + 0.5 * 0.47, 15);
  });

  it('puts a confidence on the edge of two bins into the lower one', () => {
    const [bin] = calibrate(Int32Array.of(0), Float64Array.of(0.6, 0.4), 2).bins;
    expect(bin.bin).toBe(8);
  });
});
