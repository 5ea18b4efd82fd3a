import fc from 'fast-check';

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
