/** Vectors of errors and sites whose dot products show which pairs are used (slides 11–12). */
export interface Embeddings {
  readonly size: number;
  /** [errors × size] */
  readonly errors: Float32Array;
  /** [sites × size] */
  readonly sites: Float32Array;
}
