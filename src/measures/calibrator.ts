import type { CalibrationMethod, Calibrator } from '../protocol/calibration.ts';
import { applyIsotonicClasses, fitIsotonic, fitIsotonicClasses, heightAt, type IsotonicCurve } from './isotonic.ts';
import { type Decision, recommendedClasses } from './recommendation.ts';
import { fitBiasCorrectedTemperature, fitTemperature, scaleProbabilities } from './temperature.ts';

/** Rows of which the truth is known. */
export interface LabelledProbabilities {
  /** [rows × classes] as the model gives them. */
  readonly probabilities: ArrayLike<number>;
  /** [rows] true classes. */
  readonly labels: ArrayLike<number>;
  readonly classes: number;
}

/** @param decision what the recommended class is, whose confidence the last method corrects */
export function fitCalibrator(
  method: CalibrationMethod,
  { probabilities, labels, classes }: LabelledProbabilities,
  decision: Decision,
): Calibrator {
  switch (method) {
    case 'none':
      return { method };
    case 'temperature': {
      const { inverseTemperature } = fitTemperature(probabilities, labels, classes);
      return { method, inverseTemperature };
    }
    case 'bias-corrected-temperature': {
      const { inverseTemperature, bias } = fitBiasCorrectedTemperature(probabilities, labels, classes);
      return { method, inverseTemperature, bias: [...bias] };
    }
    case 'isotonic':
      return {
        method,
        curves: fitIsotonicClasses(probabilities, labels, classes).map(storedCurve),
        rows: labels.length,
      };
    case 'bias-corrected-temperature+isotonic': {
      const { inverseTemperature, bias } = fitBiasCorrectedTemperature(probabilities, labels, classes);
      const scaled = scaleProbabilities(probabilities, classes, { inverseTemperature, bias });
      const named = recommendedClasses(decision, probabilities, scaled, classes);
      const confidence = storedCurve(fitConfidence(scaled, labels, classes, named));
      return { method, inverseTemperature, bias: [...bias], confidence };
    }
    default:
      throw new Error(`no method ${method satisfies never}`);
  }
}

/**
 * @param probabilities [rows × classes] as the model gives them
 * @returns [rows × classes], each row with the sum 1
 */
export function applyCalibrator(
  calibrator: Calibrator,
  probabilities: ArrayLike<number>,
  classes: number,
  decision: Decision,
): Float64Array {
  switch (calibrator.method) {
    case 'none':
      return Float64Array.from(probabilities);
    case 'temperature':
    case 'bias-corrected-temperature':
      return scaleProbabilities(probabilities, classes, calibrator);
    case 'isotonic': {
      const { curves, rows } = calibrator;
      return applyIsotonicClasses(probabilities, curves).map((p) => (rows * p + 1) / (rows + classes));
    }
    case 'bias-corrected-temperature+isotonic': {
      const scaled = scaleProbabilities(probabilities, classes, calibrator);
      const named = recommendedClasses(decision, probabilities, scaled, classes);
      for (const [row, c] of named.entries()) {
        const own = scaled.subarray(row * classes, (row + 1) * classes);
        setProbability(own, c, heightAt(calibrator.confidence, own[c]));
      }
      return scaled;
    }
    default:
      throw new Error(`no method ${calibrator satisfies never}`);
  }
}

/** Groups of rows of similar probabilities whose means the confidence is fitted to, about so many. */
const confidenceGroups = 30;

/**
 * How often the recommended class is correct, by its probability: isotonic regression on the means of groups of rows, which
 * follows chance less than on single rows. One wrong row of the highest probability and one correct row of the lowest are added,
 * so that nothing is certain that was seen a few times.
 */
function fitConfidence(
  probabilities: Float64Array,
  labels: ArrayLike<number>,
  classes: number,
  named: Int32Array,
): IsotonicCurve {
  const p = Float64Array.from(named, (c, row) => probabilities[row * classes + c]);
  const order = Uint32Array.from(named.keys()).sort((a, b) => p[a] - p[b]);
  const [lowest, highest] = [p[order[0]], p[order[order.length - 1]]];
  const x = [lowest];
  const y = [1];
  const size = Math.ceil(order.length / confidenceGroups);
  for (let from = 0; from < order.length; ) {
    let end = Math.min(from + size, order.length);
    // Rows of the same probability stay together, or their order would decide.
    while (end < order.length && p[order[end]] === p[order[end - 1]]) end++;
    const group = order.subarray(from, end);
    const meanP = group.reduce((sum, row) => sum + p[row], 0) / group.length;
    const correct = group.filter((row) => labels[row] === named[row]).length / group.length;
    for (let i = from; i < end; i++) {
      x.push(meanP);
      y.push(correct);
    }
    from = end;
  }
  return fitIsotonic([...x, highest], [...y, 0]);
}

/** Gives a class a probability; the others share the rest as they did before. */
function setProbability(row: Float64Array, c: number, probability: number): void {
  const others = 1 - row[c];
  for (let other = 0; other < row.length; other++) {
    if (other === c) continue;
    const share = others > 0 ? row[other] / others : 1 / (row.length - 1);
    row[other] = share * (1 - probability);
  }
  row[c] = probability;
}

function storedCurve({ x, y }: IsotonicCurve): { x: number[]; y: number[] } {
  return { x: [...x], y: [...y] };
}
