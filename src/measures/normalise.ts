import type { Spread } from '../protocol/run.ts';
import { spreadOf, sumOf } from './spread.ts';

/** By what the counts of a confusion matrix are divided: those of the true class, of the predicted one, all, or nothing. */
export const normalisations = ['true', 'predicted', 'all', 'none'] as const;
export type Normalisation = (typeof normalisations)[number];

/**
 * A row, a column or a matrix without counts stays 0.
 *
 * @param confusion [classes × classes] counts, row = truth
 * @returns [classes × classes] shares; the counts where they are divided by nothing
 */
export function normalise(confusion: ArrayLike<number>, classes: number, by: Normalisation): Float64Array {
  switch (by) {
    case 'true':
      return normaliseRows(confusion, classes);
    case 'predicted':
      return sharesOf(confusion, classes, 1, classes);
    case 'all':
      return sharesOf(confusion, 1, 0, 1);
    case 'none':
      return Float64Array.from(confusion);
    default:
      throw new Error(`no normalisation ${by satisfies never}`);
  }
}

/** Each row divided by its sum, [classes × classes]; a row without counts stays 0. */
export function normaliseRows(confusion: ArrayLike<number>, classes: number): Float64Array {
  return sharesOf(confusion, classes, classes, 1);
}

/**
 * Cells divided by the sum of their line.
 *
 * @param lines number of lines, whose first cells are `next` apart, the cells of one `step`
 */
function sharesOf(confusion: ArrayLike<number>, lines: number, next: number, step: number): Float64Array {
  const shares = new Float64Array(confusion.length);
  const length = confusion.length / lines;
  for (let line = 0; line < lines; line++) {
    const from = line * next;
    const end = from + length * step;
    let sum = 0;
    for (let i = from; i < end; i += step) sum += confusion[i];
    if (sum === 0) continue;
    for (let i = from; i < end; i += step) shares[i] = confusion[i] / sum;
  }
  return shares;
}

/** A confusion matrix of several fits, [classes][classes], row = truth. */
export interface JoinedMatrix {
  /** Summed over the fits. */
  readonly counts: number[][];
  /** Of each fit, as mean and spread. */
  readonly shares: Spread[][];
}

/** @param confusions of the fits, [fits][classes][classes] */
export function joinMatrices(confusions: readonly (readonly (readonly number[])[])[], by: Normalisation): JoinedMatrix {
  const [{ length: classes }] = confusions;
  const counts = confusions.map((matrix) => matrix.flat());
  const shares = counts.map((matrix) => normalise(matrix, classes, by));
  return {
    counts: rowsOf(
      counts[0].map((_, cell) => sumOf(counts.map((matrix) => matrix[cell]))),
      classes,
    ),
    shares: rowsOf(
      counts[0].map((_, cell) => spreadOf(shares.map((matrix) => matrix[cell]))),
      classes,
    ),
  };
}

/** A matrix [classes × classes] as rows. */
export function rowsOf<Cell>(matrix: ArrayLike<Cell>, classes: number): Cell[][] {
  return Array.from({ length: classes }, (_, row) =>
    Array.from({ length: classes }, (__, column) => matrix[row * classes + column]),
  );
}
