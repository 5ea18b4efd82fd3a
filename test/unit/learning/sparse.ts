import fc from 'fast-check';
import type { RealArray, RealRows } from '../../../src/learning/real-array.ts';

export function sparse<Values extends RealArray>(
  dense: readonly (readonly number[])[],
  values: (entries: readonly number[]) => Values,
): RealRows<Values> {
  const entries = dense.map((row) => row.flatMap((value, column) => (value === 0 ? [] : [{ column, value }])));
  const start = [0];
  for (const row of entries) start.push((start.at(-1) ?? 0) + row.length);
  const all = entries.flat();
  return {
    rows: dense.length,
    columns: dense[0]?.length ?? 0,
    start: Int32Array.from(start),
    column: Int32Array.from(all, (entry) => entry.column),
    value: values(all.map((entry) => entry.value)),
  };
}

export function dense({ rows, columns, start, column, value }: RealRows<RealArray>): number[][] {
  return Array.from({ length: rows }, (_, row) => {
    const values = new Array<number>(columns).fill(0);
    for (let e = start[row]; e < start[row + 1]; e++) values[column[e]] = value[e];
    return values;
  });
}

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
