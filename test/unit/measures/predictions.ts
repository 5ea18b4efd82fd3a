import fc from 'fast-check';
import { countByThreshold } from '../../../src/measures/thresholds.ts';

/** Labels and float32 probabilities of some examples, ties likely. */
export interface Predictions {
  readonly classes: number;
  readonly labels: Int32Array;
  readonly probabilities: Float32Array;
}

export const predictions: fc.Arbitrary<Predictions> = fc.integer({ min: 2, max: 5 }).chain((classes) =>
  fc
    .array(fc.tuple(fc.nat(classes - 1), fc.array(fc.nat(6), { minLength: classes, maxLength: classes })), {
      minLength: 1,
      maxLength: 60,
    })
    .map((examples) => ({
      classes,
      labels: Int32Array.from(examples, ([label]) => label),
      probabilities: Float32Array.from(examples.flatMap(([, shares]) => normalised(shares))),
    })),
);

function normalised(shares: readonly number[]): number[] {
  const sum = shares.reduce((total, share) => total + share + 0.01, 0);
  return shares.map((share) => (share + 0.01) / sum);
}

/** Counts of class 1 of two, by the scores of the class's examples and of the others. */
export function counted(ofClass: readonly number[], ofOthers: readonly number[]) {
  const scores = [...ofClass, ...ofOthers];
  const labels = Int32Array.from(scores, (_, i) => (i < ofClass.length ? 1 : 0));
  return countByThreshold(labels, Float64Array.from(scores.flatMap((p) => [1 - p, p])), 2, 1);
}

/** The probabilities of class 0 that its examples and the others have. */
export function scoresOfClass0({ labels, probabilities, classes }: Predictions) {
  const score = (example: number) => probabilities[example * classes];
  const examples = Array.from(labels.keys());
  return {
    ofClass: examples.filter((example) => labels[example] === 0).map(score),
    ofOthers: examples.filter((example) => labels[example] !== 0).map(score),
  };
}
