/**
 * How a booster grows its trees; every number is XGBoost's parameter of the same name, rounded to float32 as there.
 */
export interface BoosterSettings {
  /** Share of a tree's step that is taken, ≥ 0 (XGBoost's default is 0.3). */
  readonly eta: number;
  /** Splits between the root and a leaf, at most; a whole number ≥ 1 (XGBoost's default is 6). */
  readonly maxDepth: number;
  /** L2 regularisation of the leaves, ≥ 0 (XGBoost's default is 1). */
  readonly lambda: number;
  /** Smallest gain of a split that is kept, ≥ 0 (XGBoost's default is 0). */
  readonly gamma: number;
  /** Smallest sum of second derivatives in a child, ≥ 0 (XGBoost's default is 1). */
  readonly minChildWeight: number;
  readonly zeros: ZeroReading;
  /** Default: `exact`. */
  readonly treeMethod?: TreeMethod;
}

/**
 * How an entry that the sparse matrix lacks is read: as the number 0, as in the dense matrices of the study, or as a missing
 * value, as when XGBoost is given a SciPy matrix. A stored zero is the number 0 in both.
 */
export type ZeroReading = 'value' | 'missing';

/**
 * `hist` cuts between distinct values of the whole column, at most 256; `exact` between those of a node.
 */
export type TreeMethod = 'exact' | 'hist';

/** @throws RangeError that names the setting, its value and what is allowed */
export function checkSettings(settings: BoosterSettings): void {
  for (const name of ['eta', 'lambda', 'gamma', 'minChildWeight'] as const) {
    if (Number.isFinite(settings[name]) && settings[name] >= 0) continue;
    throw new RangeError(`${name} of boosted trees is a number ≥ 0, but it is ${settings[name]}.`);
  }
  if (!Number.isInteger(settings.maxDepth) || settings.maxDepth < 1) {
    throw new RangeError(`maxDepth of boosted trees is a whole number ≥ 1, but it is ${settings.maxDepth}.`);
  }
}
