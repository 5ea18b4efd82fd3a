import type { Architecture } from './architecture.ts';

/** How a network's axes and classes are put in another order: [of each new one] the place that it has now. */
export interface NetworkOrder {
  readonly errors: Int32Array;
  readonly sites: Int32Array;
  readonly classes: Int32Array;
}

/** Which rows and columns of a weight's matrix go with which axis; a place of an axis has `block` rows behind each other. */
interface Layout {
  readonly rows?: Int32Array;
  readonly columns?: Int32Array;
}

/**
 * The weights of the same network for codes, sites and classes in another order.
 *
 * @param weights by our names, as `kerasModel` describes their layers
 */
export function rearrangeWeights(
  architecture: Architecture,
  weights: ReadonlyMap<string, Float32Array>,
  order: NetworkOrder,
): Map<string, Float32Array> {
  return new Map([...weights].map(([name, values]) => [name, rearranged(values, layoutOf(name, architecture, order))]));
}

function layoutOf(name: string, { encoder, errors, sites }: Architecture, order: NetworkOrder): Layout {
  const [layer, weight] = name.split('/');
  const cells = Int32Array.from({ length: errors * sites }, (_, cell) => {
    const [error, site] = [Math.floor(cell / sites), cell % sites];
    return order.errors[error] * sites + order.sites[site];
  });
  // What reads the features: the cells, or blocks of sites, then of errors.
  const size = encoder.kind === 'embeddings' ? encoder.size : encoder.kind === 'convolutions' ? encoder.filters : 0;
  const features = size === 0 ? cells : blocks([order.sites, order.errors], size);
  const columns = columnsOf(layer, order);
  if (weight === 'bias') return columns ? { columns } : {};
  switch (layer) {
    case 'dense1':
      return { rows: features };
    case 'output':
      return { columns: order.classes };
    case 'error_attention':
    case 'site_attention':
      return { rows: encoder.kind === 'embeddings' ? features : cells, ...(columns && { columns }) };
    case 'conv_sites':
    case 'error_embedding':
      return { rows: order.errors };
    case 'conv_errors':
    case 'site_embedding':
      return { rows: order.sites };
    default:
      // Between dense layers nothing has a name; kernels of totals are all ones.
      return {};
  }
}

function columnsOf(layer: string, order: NetworkOrder): Int32Array | undefined {
  if (layer === 'output') return order.classes;
  if (layer === 'error_attention') return order.errors;
  return layer === 'site_attention' ? order.sites : undefined;
}

/** Places of `size` numbers each, one axis behind the other. */
function blocks(axes: readonly Int32Array[], size: number): Int32Array {
  const places: number[] = [];
  let before = 0;
  for (const axis of axes) {
    for (const place of axis) for (let k = 0; k < size; k++) places.push((before + place) * size + k);
    before += axis.length;
  }
  return Int32Array.from(places);
}

/** @param rows [rows] the present row of each new one; its length says how many columns there are */
function rearranged(values: Float32Array, { rows, columns }: Layout): Float32Array {
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
