import type { Spread } from '../../src/protocol/run.ts';
import type { MatrixData } from '../components/matrix-data.ts';
import type { Normalisation } from '../components/normalisation.ts';

/**
 * A matrix of several fits: counts summed, shares of each fit averaged. A row or column without examples has shares of 0.
 *
 * @param confusions of the fits, [fits][classes][classes], row = truth
 */
export function normaliseMatrix(
  classes: readonly string[],
  confusions: readonly (readonly (readonly number[])[])[],
  by: Normalisation,
): MatrixData {
  const each = confusions.map((counts) => sharesOf(counts, by));
  const cells = <T>(cell: (row: number, column: number) => T): T[][] =>
    classes.map((_, row) => classes.map((__, column) => cell(row, column)));
  return {
    classes,
    fits: confusions.length,
    counts: cells((row, column) => confusions.reduce((sum, counts) => sum + counts[row][column], 0)),
    shares: cells((row, column) => spreadOf(each.map((shares) => shares[row][column]))),
  };
}

/** Shares of one fit; its counts where nothing is normalised. */
function sharesOf(counts: readonly (readonly number[])[], by: Normalisation): number[][] {
  const rows = counts.map(sum);
  const columns = counts.map((_, column) => sum(counts.map((row) => row[column])));
  const all = sum(rows);
  const whole = (row: number, column: number): number => {
    switch (by) {
      case 'true':
        return rows[row];
      case 'predicted':
        return columns[column];
      case 'all':
        return all;
      case 'none':
        return 1;
      default:
        throw new Error(`no normalisation ${by satisfies never}`);
    }
  };
  return counts.map((cells, row) =>
    cells.map((count, column) => (whole(row, column) === 0 ? 0 : count / whole(row, column))),
  );
}

/** Mean and population standard deviation. */
function spreadOf(values: readonly number[]): Spread {
  const mean = sum(values) / values.length;
  return { mean, std: Math.sqrt(sum(values.map((value) => (value - mean) ** 2)) / values.length) };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
