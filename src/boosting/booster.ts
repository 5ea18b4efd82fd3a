import type { SparseRows } from '../dataset/sparse-rows.ts';
import { collectGradients } from './gradients.ts';
import { addMargins, checkRounds, predictMargins } from './predict.ts';
import { type BoosterSettings, checkSettings } from './settings.ts';
import { softmax } from './softmax.ts';
import { sortColumns } from './sorted-columns.ts';
import { TreeGrower } from './tree-grower.ts';
import type { BoostedTrees, Tree } from './trees.ts';

/** Margin of every class before the first round, XGBoost's default. */
const baseScore = 0.5;

interface KnownMargins {
  /** [rows × classes] */
  readonly margins: Float32Array;
  rounds: number;
}

/**
 * Gradient-boosted trees in training: one round adds one tree for each class. The trees are those of XGBoost 1.7.4 with
 * the objective `multi:softprob`, all rows and columns, and the settings of the same names.
 *
 * The margins of every predicted matrix are kept as long as the matrix lives, so that the next prediction adds only the new
 * trees; a matrix must not change in the meantime.
 */
export class Booster {
  readonly #trees: Tree[] = [];
  readonly #grower: TreeGrower;
  readonly #gradients: readonly Float32Array[];
  #known = new WeakMap<SparseRows, KnownMargins>();

  /**
   * @param labels     [examples] class numbers, 0 … classes − 1
   * @param rowWeights [examples] factor ≥ 0 of each example's loss, or undefined for 1 each
   * @throws RangeError that names the invalid argument
   */
  constructor(
    readonly settings: BoosterSettings,
    readonly examples: SparseRows,
    readonly labels: Int32Array,
    readonly classes: number,
    readonly rowWeights?: Float32Array,
  ) {
    checkSettings(settings);
    checkTargets(examples.rows, labels, classes, rowWeights);
    this.#grower = new TreeGrower(sortColumns(examples, settings.zeros), settings, rowWeights);
    this.#gradients = Array.from({ length: classes }, () => new Float32Array(2 * examples.rows));
  }

  get rounds(): number {
    return this.#trees.length / this.classes;
  }

  /** The trees so far. */
  get model(): BoostedTrees {
    const { classes, settings } = this;
    return { classes, features: this.examples.columns, baseScore, zeros: settings.zeros, trees: [...this.#trees] };
  }

  boostRound(): void {
    const known = this.#upToDate(this.examples);
    collectGradients(known.margins, this.labels, this.rowWeights, this.#gradients);
    for (let c = 0; c < this.classes; c++) {
      const tree = this.#grower.grow(this.#gradients[c]);
      const { leafOfRow } = this.#grower;
      for (let row = 0; row < leafOfRow.length; row++) {
        known.margins[row * this.classes + c] += tree.threshold[leafOfRow[row]];
      }
      this.#trees.push(tree);
    }
    known.rounds++;
  }

  /**
   * Class probabilities, [rows × classes].
   *
   * @param rounds number of rounds to use; default: all
   */
  predict(examples: SparseRows, rounds = this.rounds): Float32Array {
    return softmax(this.margins(examples, rounds), this.classes);
  }

  /** Sums of the base score and the leaves, [rows × classes], of which `predict` is the softmax. */
  margins(examples: SparseRows, rounds = this.rounds): Float32Array {
    if (rounds === this.rounds) return this.#upToDate(examples).margins.slice();
    return predictMargins(this.model, examples, rounds);
  }

  /** Forgets all but the first rounds. */
  truncate(rounds: number): void {
    checkRounds(rounds, this.rounds);
    if (rounds === this.rounds) return;
    this.#trees.length = rounds * this.classes;
    this.#known = new WeakMap();
  }

  #upToDate(examples: SparseRows): KnownMargins {
    let known = this.#known.get(examples);
    if (known === undefined) {
      known = { margins: new Float32Array(examples.rows * this.classes).fill(baseScore), rounds: 0 };
      this.#known.set(examples, known);
    }
    addMargins(this.model, examples, known.rounds, this.rounds, known.margins);
    known.rounds = this.rounds;
    return known;
  }
}

function checkTargets(rows: number, labels: Int32Array, classes: number, rowWeights: Float32Array | undefined): void {
  if (!Number.isInteger(classes) || classes < 2) {
    throw new RangeError(`Boosted trees need at least 2 classes, but there are ${classes}.`);
  }
  if (rows === 0) throw new RangeError('Boosted trees need at least one example, but there is none.');
  if (labels.length !== rows) throw new RangeError(`There are ${rows} examples, but ${labels.length} labels.`);
  labels.forEach((label, row) => {
    if (label >= 0 && label < classes) return;
    throw new RangeError(`A label is a class number from 0 to ${classes - 1}, but that of row ${row} is ${label}.`);
  });
  if (rowWeights === undefined) return;
  if (rowWeights.length !== rows) throw new RangeError(`There are ${rows} examples, but ${rowWeights.length} weights.`);
  rowWeights.forEach((weight, row) => {
    if (Number.isFinite(weight) && weight >= 0) return;
    throw new RangeError(`A row's weight is a number ≥ 0, but that of row ${row} is ${weight}.`);
  });
}
