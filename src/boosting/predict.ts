import type { SparseRows } from '../dataset/sparse-rows.ts';
import { softmax } from './softmax.ts';
import type { BoostedTrees, Tree } from './trees.ts';

/**
 * Class probabilities, [rows × classes]. @param rounds number of rounds to use; default: all
 */
export function predictProbabilities(model: BoostedTrees, examples: SparseRows, rounds?: number): Float32Array {
  return softmax(predictMargins(model, examples, rounds), model.classes);
}

/**
 * Sums of the base score and the leaves of each class's trees, [rows × classes], added in float32 round after round.
 *
 * @throws RangeError if the matrix has other columns than the model, or the model fewer rounds
 */
export function predictMargins(
  model: BoostedTrees,
  examples: SparseRows,
  rounds = model.trees.length / model.classes,
): Float32Array {
  const margins = new Float32Array(examples.rows * model.classes).fill(model.baseScore);
  addMargins(model, examples, 0, rounds, margins);
  return margins;
}

/** Adds the leaves of the rounds `from` … `to` − 1 to margins, [rows × classes]. */
export function addMargins(
  model: BoostedTrees,
  examples: SparseRows,
  from: number,
  to: number,
  margins: Float32Array,
): void {
  const { classes, features, trees, zeros } = model;
  checkColumns(model, examples);
  checkRounds(to, trees.length / classes);
  if (from >= to) return;
  const absent = zeros === 'value' ? 0 : Number.NaN;
  const dense = new Float32Array(features).fill(absent);
  for (let row = 0; row < examples.rows; row++) {
    const begin = examples.start[row];
    const end = examples.start[row + 1];
    for (let e = begin; e < end; e++) dense[examples.column[e]] = examples.value[e];
    for (let i = from * classes; i < to * classes; i++) {
      margins[row * classes + (i % classes)] += leafValue(trees[i], dense);
    }
    for (let e = begin; e < end; e++) dense[examples.column[e]] = absent;
  }
}

/** @throws RangeError unless the examples have the model's columns */
export function checkColumns({ features }: BoostedTrees, { columns }: SparseRows): void {
  if (columns === features) return;
  throw new RangeError(`The trees have ${features} columns, but the examples have ${columns}.`);
}

/** @throws RangeError unless the model has so many rounds */
export function checkRounds(rounds: number, existing: number): void {
  if (Number.isInteger(rounds) && rounds >= 0 && rounds <= existing) return;
  throw new RangeError(`The number of rounds is a whole number from 0 to ${existing}, but it is ${rounds}.`);
}

/** @param dense [columns] values of one row, NaN = missing */
function leafValue({ left, right, feature, threshold, defaultLeft }: Tree, dense: Float32Array): number {
  let node = 0;
  while (left[node] >= 0) {
    const x = dense[feature[node]];
    const goesLeft = x < threshold[node] || (Number.isNaN(x) && defaultLeft[node] === 1);
    node = goesLeft ? left[node] : right[node];
  }
  return threshold[node];
}
