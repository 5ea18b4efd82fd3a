import fc from 'fast-check';

/** Rows of small counts, many of them 0 and many rows alike. */
export function countRows(limits: {
  readonly minLength: number;
  readonly maxLength: number;
}): fc.Arbitrary<number[][]> {
  const count = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(3) });
  return fc
    .integer({ min: 1, max: 8 })
    .chain((columns) => fc.array(fc.array(count, { minLength: columns, maxLength: columns }), limits));
}
