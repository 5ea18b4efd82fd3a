/** How much each of an example's cells adds to one class's logit or margin. */
export interface Attributions {
  readonly method: 'integrated-gradients' | 'tree-shap' | 'cell-by-cell';
  readonly rows: number;
  /** [rows] the class's logit for an example without counts (networks), or its mean margin in training (trees). */
  readonly base: Float64Array;
  /** [rows] the class's logit or margin for the example. */
  readonly value: Float64Array;
  /** [rows + 1] contributions of row r: start[r] … start[r + 1] − 1, columns ascending and without repetition. */
  readonly start: Int32Array;
  /** [contributions] column of the cell; with trees, cells may be zero in the example. */
  readonly column: Int32Array;
  /** [contributions] positive = pushes towards the class. */
  readonly contribution: Float64Array;
  /** Attention's weights of each entry of the examples, if the model has attention. */
  readonly attention?: { readonly errors: ArrayLike<number>; readonly sites: ArrayLike<number> };
}
