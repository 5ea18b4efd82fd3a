import { PCA } from 'ml-pca';

/** Rows projected on the axes of their largest variance. */
export interface PrincipalComponents {
  /** [rows × axes] row-major; the mean of every axis is 0. */
  readonly coordinates: Float64Array;
  /** [axes] share of the variance along each axis, descending; 0 where the rows do not differ. */
  readonly explained: readonly number[];
}

/**
 * Principal component analysis (by singular values, from ml-pca). An axis points so that its largest coordinate is positive:
 * the same rows give the same picture.
 *
 * @param values  [rows × columns] row-major
 * @param axes    1 … columns
 */
export function principalComponents(values: Float32Array, columns: number, axes: number): PrincipalComponents {
  const count = values.length / columns;
  const rows = Array.from({ length: count }, (_, row) => [...values.subarray(row * columns, (row + 1) * columns)]);
  const coordinates = new Float64Array(count * axes);
  const differ = rows.some((row) => row.some((value, column) => value !== rows[0][column]));
  if (!differ) return { coordinates, explained: Array.from({ length: axes }, () => 0) };
  const pca = new PCA(rows, { method: 'SVD' });
  const shares = pca.getExplainedVariance();
  const projected = pca.predict(rows, { nComponents: Math.min(axes, shares.length) });
  for (let axis = 0; axis < projected.columns; axis++) {
    const column = projected.getColumn(axis);
    const largest = column.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
    for (const [row, value] of column.entries()) coordinates[row * axes + axis] = largest < 0 ? -value : value;
  }
  return { coordinates, explained: Array.from({ length: axes }, (_, axis) => shares[axis] ?? 0) };
}
