import fc from 'fast-check';
import type { Architecture, Encoder } from '../../../src/network/architecture.ts';

/** A network, what it is trained on and what it is asked. */
export interface Problem {
  readonly architecture: Architecture;
  /** [errors · sites] row of a column in kernels on columns, −1 = left out: 0 in all training rows. */
  readonly kernelRow: Int32Array;
  /** [examples][errors · sites] */
  readonly training: readonly (readonly number[])[];
  readonly labels: Int32Array;
  /** Rows to predict, in any column. */
  readonly fresh: readonly (readonly number[])[];
  readonly batchSize: number;
  readonly seed: number;
}

type Shape = Pick<Architecture, 'errors' | 'sites' | 'classes'>;

/**
 * Small networks of any widths; rows without counts, columns that are left out or learned without ever being used, targets
 * of one class, labels of one class only, and classes without examples.
 */
export function problems(kind: Encoder['kind'], attention: boolean, dropout = 0): fc.Arbitrary<Problem> {
  return shapes.chain((shape) => {
    const columns = shape.errors * shape.sites;
    return fc
      .record({
        architecture: architectures(shape, kind, attention, dropout),
        isLeftOut: listsOf(columns, fc.boolean()),
        rows: fc.array(rowsOf(columns), { minLength: 1, maxLength: 7 }),
        fresh: fc.array(rowsOf(columns), { minLength: 1, maxLength: 7 }),
        labels: listsOf(7, labelsBelow(shape.classes)),
        onlyLabel: fc.option(labelsBelow(shape.classes)),
        batchSize: fc.integer({ min: 1, max: 8 }),
        seed: fc.nat(1000),
      })
      .map(({ isLeftOut, rows, labels, onlyLabel, ...rest }) => ({
        ...rest,
        kernelRow: numbered(isLeftOut),
        training: rows.map((row) => row.map((count, column) => (isLeftOut[column] ? 0 : count))),
        labels: Int32Array.from(rows, (_, i) => onlyLabel ?? labels[i]),
      }));
  });
}

const shapes: fc.Arbitrary<Shape> = fc.record({
  errors: fc.integer({ min: 1, max: 4 }),
  sites: fc.integer({ min: 1, max: 5 }),
  classes: fc.integer({ min: 1, max: 5 }),
});

function architectures(
  shape: Shape,
  kind: Encoder['kind'],
  attention: boolean,
  dropout: number,
): fc.Arbitrary<Architecture> {
  return fc.record({
    errors: fc.constant(shape.errors),
    sites: fc.constant(shape.sites),
    classes: fc.constant(shape.classes),
    encoder: encoders[kind],
    attention: fc.constant(attention),
    // Narrower and wider than the blocks of 4 to 28 units that the kernels work in.
    dense: fc.array(fc.record({ units: fc.integer({ min: 1, max: 34 }), dropout: fc.constant(dropout) }), {
      minLength: kind === 'flatten' && !attention ? 0 : 1,
      maxLength: 3,
    }),
    kernelInitializer: fc.constantFrom('glorot-uniform', 'lecun-normal'),
    l2: fc.constantFrom(0, 0.0015, 0.1),
  });
}

const encoders: Record<Encoder['kind'], fc.Arbitrary<Encoder>> = {
  flatten: fc.constant({ kind: 'flatten' }),
  convolutions: fc.record({ kind: fc.constant('convolutions'), filters: fc.integer({ min: 1, max: 9 }) }),
  embeddings: fc.record({ kind: fc.constant('embeddings'), size: fc.integer({ min: 1, max: 6 }) }),
};

/** Counts, about half of them 0; one row in six is empty. */
function rowsOf(columns: number): fc.Arbitrary<number[]> {
  const count = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 9 }));
  return fc.oneof(
    { weight: 1, arbitrary: fc.constant(new Array<number>(columns).fill(0)) },
    { weight: 5, arbitrary: listsOf(columns, count) },
  );
}

function labelsBelow(classes: number): fc.Arbitrary<number> {
  return fc.nat(classes - 1);
}

function listsOf<T>(length: number, value: fc.Arbitrary<T>): fc.Arbitrary<T[]> {
  return fc.array(value, { minLength: length, maxLength: length });
}

/** The how-manieth learned column each is. */
function numbered(isLeftOut: readonly boolean[]): Int32Array {
  let learned = 0;
  return Int32Array.from(isLeftOut, (leftOut) => (leftOut ? -1 : learned++));
}
