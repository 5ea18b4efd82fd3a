/** Real numbers in either precision: learners work in float32, references in float64. */
export type RealArray = Float32Array | Float64Array;
