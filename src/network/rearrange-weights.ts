import type { NetworkLayers } from './architecture.ts';
import { type Axis, networkWeights } from './network-weights.ts';

/** A new order of a network's axes and classes: [new index] → old index. */
export interface NetworkOrder {
  readonly errors: Int32Array;
  readonly sites: Int32Array;
  readonly classes: Int32Array;
}

/**
 * The weights of the same network for codes, sites and classes in another order.
 *
 * @param weights [networkWeights(layers)] by name
 */
export function rearrangeWeights(
  layers: NetworkLayers,
  weights: ReadonlyMap<string, Float32Array>,
  order: NetworkOrder,
): Map<string, Float32Array> {
  const places = placesOf(layers, order);
  return new Map(
    networkWeights(layers).map(({ name, rows, columns }) => {
      const values = weights.get(name);
      if (!values) throw new Error(`there are no weights ${name}`);
      return [name, rearranged(values, rows && places[rows], columns && places[columns])];
    }),
  );
}

function placesOf({ encoder, errors, sites }: NetworkLayers, order: NetworkOrder): Record<Axis, Int32Array> {
  const cells = Int32Array.from({ length: errors * sites }, (_, cell) => {
    const [error, site] = [Math.floor(cell / sites), cell % sites];
    return order.errors[error] * sites + order.sites[site];
  });
  const size = encoder.kind === 'embeddings' ? encoder.size : encoder.kind === 'convolutions' ? encoder.filters : 0;
  return { ...order, cells, features: blocks([order.sites, order.errors], size) };
}

/** Old indices of blocks of `size` numbers, one axis after another. */
function blocks(axes: readonly Int32Array[], size: number): Int32Array {
  const places: number[] = [];
  let before = 0;
  for (const axis of axes) {
    for (const place of axis) for (let k = 0; k < size; k++) places.push((before + place) * size + k);
    before += axis.length;
  }
  return Int32Array.from(places);
}

/** @param rows [rows] old index of each new row; @param columns [columns] the same for columns */
function rearranged(values: Float32Array, rows?: Int32Array, columns?: Int32Array): Float32Array {
  const byRows = rows === undefined ? values : moved(values, rows, values.length / rows.length);
  if (columns === undefined) return byRows;
  return byRows.map((_, i) => byRows[i - (i % columns.length) + columns[i % columns.length]]);
}

function moved(values: Float32Array, rows: Int32Array, width: number): Float32Array {
  const result = new Float32Array(values.length);
  rows.forEach((row, i) => {
    result.set(values.subarray(row * width, (row + 1) * width), i * width);
  });
  return result;
}
