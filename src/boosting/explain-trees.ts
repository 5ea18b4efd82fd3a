import type { SparseRows } from '../dataset/sparse-rows.ts';
import type { Attributions } from '../learning/attributions.ts';
import { isOneMargin } from './base-scores.ts';
import { checkColumns } from './predict.ts';
import { TreeShap } from './tree-shap.ts';
import type { BoostedTrees } from './trees.ts';

/** The trees of one class, and their values for an example without any entries. */
interface ClassTrees {
  readonly trees: readonly TreeShap[];
  /** Base score and the trees' means. */
  readonly base: number;
  /** Features that any of the trees uses, ascending. */
  readonly features: Int32Array;
  /** Trees that use a feature. */
  readonly asking: ReadonlyMap<number, readonly number[]>;
  /** [features of the matrix] SHAP values of an example without entries. */
  readonly withoutEntries: Float64Array;
  /** −1 for the first class of a model that has a margin for the second one only. */
  readonly sign: 1 | -1;
}

/**
 * SHAP values of boosted trees, equal to those of XGBoost's `pred_contribs`. Most trees use no cell of an example: their values
 * are added up once, and an example costs only the trees that its entries touch.
 */
export class TreeExplainer {
  readonly #classes: (ClassTrees | undefined)[];
  readonly #absent: number;
  /** [features] SHAP values of the current example. */
  readonly #sums: Float64Array;

  constructor(readonly model: BoostedTrees) {
    this.#classes = new Array(model.classes).fill(undefined);
    this.#absent = model.zeros === 'value' ? 0 : Number.NaN;
    this.#sums = new Float64Array(model.features);
  }

  /**
   * @param classOf [examples.rows] the class whose margin is explained
   * @throws RangeError if the matrix has other columns than the model
   */
  explain(examples: SparseRows, classOf: Int32Array): Attributions {
    const { rows } = examples;
    checkColumns(this.model, examples);
    const base = new Float64Array(rows);
    const value = new Float64Array(rows);
    const start = new Int32Array(rows + 1);
    const columns: number[] = [];
    const contributions: number[] = [];
    const dense = new Float32Array(examples.columns).fill(this.#absent);
    for (let row = 0; row < rows; row++) {
      const ofClass = this.#treesOf(classOf[row]);
      const own = examples.column.subarray(examples.start[row], examples.start[row + 1]);
      const sums = this.#explainRow(ofClass, examples, row, dense);
      const { sign } = ofClass;
      base[row] = sign * ofClass.base;
      value[row] = base[row];
      for (const column of merged(ofClass.features, own)) {
        columns.push(column);
        contributions.push(sign * sums[column]);
        value[row] += sign * sums[column];
      }
      start[row + 1] = columns.length;
    }
    return {
      method: 'tree-shap',
      rows,
      base,
      value,
      start,
      column: Int32Array.from(columns),
      contribution: Float64Array.from(contributions),
    };
  }

  /** @param dense [columns] an example without entries, left unchanged */
  #explainRow(
    { trees, asking, withoutEntries }: ClassTrees,
    { start, column, value }: SparseRows,
    row: number,
    dense: Float32Array,
  ): Float64Array {
    const sums = this.#sums;
    sums.set(withoutEntries);
    const touched = new Set<number>();
    for (let e = start[row]; e < start[row + 1]; e++) {
      for (const tree of asking.get(column[e]) ?? []) touched.add(tree);
    }
    for (const tree of touched) trees[tree].add(dense, sums, -1);
    for (let e = start[row]; e < start[row + 1]; e++) dense[column[e]] = value[e];
    for (const tree of touched) trees[tree].add(dense, sums);
    for (let e = start[row]; e < start[row + 1]; e++) dense[column[e]] = this.#absent;
    return sums;
  }

  #treesOf(explained: number): ClassTrees {
    const known = this.#classes[explained];
    if (known) return known;
    if (explained === 0 && isOneMargin(this.model)) {
      const against: ClassTrees = { ...this.#treesOf(1), sign: -1 };
      this.#classes[0] = against;
      return against;
    }
    const { classes, features, baseScore, trees } = this.model;
    const own = trees.filter((_, i) => i % classes === explained).map((tree) => new TreeShap(tree));
    const asking = new Map<number, number[]>();
    const withoutEntries = new Float64Array(features);
    const dense = new Float32Array(features).fill(this.#absent);
    for (const [i, tree] of own.entries()) {
      tree.add(dense, withoutEntries);
      for (const feature of tree.features()) {
        const list = asking.get(feature);
        if (list) list.push(i);
        else asking.set(feature, [i]);
      }
    }
    const made: ClassTrees = {
      sign: 1,
      trees: own,
      base: own.reduce((sum, tree) => sum + tree.mean(), baseScore),
      features: Int32Array.from(asking.keys()).sort(),
      asking,
      withoutEntries,
    };
    this.#classes[explained] = made;
    return made;
  }
}

/** Two ascending lists as one, each number once. */
function merged(a: Int32Array, b: Int32Array): Int32Array {
  const both = new Int32Array(a.length + b.length);
  let [i, j, filled] = [0, 0, 0];
  while (i < a.length || j < b.length) {
    const next = Math.min(a[i] ?? Number.POSITIVE_INFINITY, b[j] ?? Number.POSITIVE_INFINITY);
    if (a[i] === next) i++;
    if (b[j] === next) j++;
    both[filled++] = next;
  }
  return both.subarray(0, filled);
}
