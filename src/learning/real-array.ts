import type { SparseRows } from '../dataset/sparse-rows.ts';

/** Real numbers in either precision: learners work in float32, references in float64. */
export type RealArray = Float32Array | Float64Array;

/** A matrix laid out as `SparseRows`, its values in either precision. */
export interface RealRows<Values extends RealArray> extends Omit<SparseRows, 'value'> {
  readonly value: Values;
}

/** Zeros in the precision of `values`. */
export function zerosLike<Values extends RealArray>(values: Values, length: number): Values {
  return (values instanceof Float64Array ? new Float64Array(length) : new Float32Array(length)) as Values;
}
