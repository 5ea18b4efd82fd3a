import { describe, expect, it } from 'vitest';
import { RandomState } from '../../../src/learning/random.ts';
import { applyCalibrator, fitCalibrator } from '../../../src/measures/calibrator.ts';
import { scoreProbabilities } from '../../../src/measures/probability-scores.ts';
import { recommendedClasses } from '../../../src/measures/recommendation.ts';
import { calibrationMethods } from '../../../src/protocol/calibration.ts';

/** What a model says that was trained with class weights: true shares divided by the classes' frequencies. */
function balanced(rows: number, seed: number) {
  const random = new RandomState(seed);
  const frequency = [0.9, 0.08, 0.02];
  const probabilities: number[] = [];
  const labels: number[] = [];
  for (let row = 0; row < rows; row++) {
    const scores = Array.from(random.standardNormal(3), Math.exp);
    const [truth, bent] = [scores.map((score, c) => score * frequency[c]), scores].map((values) => {
      const sum = values.reduce((total, value) => total + value, 0);
      return values.map((value) => value / sum);
    });
    const [draw] = random.randomSample(1);
    labels.push(draw < truth[0] ? 0 : draw < truth[0] + truth[1] ? 1 : 2);
    probabilities.push(...bent);
  }
  return { probabilities, labels, classes: 3 };
}

const fitted = balanced(3000, 1);
const fresh = balanced(3000, 2);

describe.each(calibrationMethods)('%s', (method) => {
  it.each(['balanced', 'most-likely'] as const)('gives probabilities of the sum 1 (%s)', (decision) => {
    const applied = applyCalibrator(fitCalibrator(method, fitted, decision), fresh.probabilities, 3, decision);
    for (let row = 0; row < 3000; row++) {
      const own = applied.subarray(row * 3, row * 3 + 3);
      expect(own.every((p) => p >= 0 && p <= 1)).toBe(true);
      expect(own[0] + own[1] + own[2]).toBeCloseTo(1, 12);
    }
  });
});

it.each(['bias-corrected-temperature', 'bias-corrected-temperature+isotonic'] as const)(
  '%s undoes class weights on rows that it has not seen',
  (method) => {
    const applied = applyCalibrator(fitCalibrator(method, fitted, 'balanced'), fresh.probabilities, 3, 'balanced');
    const named = recommendedClasses('balanced', fresh.probabilities, applied, 3);
    expect(scoreProbabilities(fresh.labels, fresh.probabilities, 3, named).ece).toBeGreaterThan(0.1);
    expect(scoreProbabilities(fresh.labels, applied, 3, named).ece).toBeLessThan(0.03);
  },
);

it('never makes certain what was seen a few times', () => {
  const rows = { probabilities: [0.9, 0.1, 0.8, 0.2, 0.7, 0.3], labels: [0, 0, 1], classes: 2 };
  const calibrator = fitCalibrator('bias-corrected-temperature+isotonic', rows, 'balanced');
  const applied = applyCalibrator(calibrator, [1, 0, 0.6, 0.4], 2, 'balanced');
  expect(Math.max(...applied)).toBeLessThan(0.8);
  expect(Math.min(...applied)).toBeGreaterThan(0.1);
});
