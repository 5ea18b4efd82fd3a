import type { Attributions } from './attributions.ts';

/**
 * The weighted mean of several models' attributions for the same rows and classes.
 *
 * @param shares weights of the models, together 1; default: all the same
 */
export function meanAttributions(
  fits: readonly Attributions[],
  shares: readonly number[] = fits.map(() => 1 / fits.length),
): Attributions {
  const [first] = fits;
  if (fits.length === 1) return first;
  const mean = (list: (fit: Attributions) => ArrayLike<number>): Float64Array =>
    Float64Array.from(list(first), (_, i) => fits.reduce((sum, fit, j) => sum + shares[j] * list(fit)[i], 0));
  const start = new Int32Array(first.rows + 1);
  const columns: number[] = [];
  const contributions: number[] = [];
  for (let row = 0; row < first.rows; row++) {
    // Trees use different cells.
    const sums = new Map<number, number>();
    for (const [j, fit] of fits.entries()) {
      for (let i = fit.start[row]; i < fit.start[row + 1]; i++) {
        sums.set(fit.column[i], (sums.get(fit.column[i]) ?? 0) + shares[j] * fit.contribution[i]);
      }
    }
    for (const [column, sum] of [...sums].sort(([a], [b]) => a - b)) {
      columns.push(column);
      contributions.push(sum);
    }
    start[row + 1] = columns.length;
  }
  const attention = fits.every((fit) => fit.attention) && {
    errors: mean((fit) => fit.attention?.errors ?? []),
    sites: mean((fit) => fit.attention?.sites ?? []),
  };
  return {
    method: first.method,
    rows: first.rows,
    base: mean((fit) => fit.base),
    value: mean((fit) => fit.value),
    start,
    column: Int32Array.from(columns),
    contribution: Float64Array.from(contributions),
    ...(attention && { attention }),
  };
}
