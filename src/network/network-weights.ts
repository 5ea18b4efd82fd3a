import { featureCount, type NetworkLayers } from './architecture.ts';

/**
 * What the rows or columns of a weight's matrix belong to: one each to an error, a site, a class, or a cell of the flattened
 * matrix; or a block of them to each site, then to each error.
 */
export type Axis = 'errors' | 'sites' | 'classes' | 'cells' | 'features';

export interface WeightDescription {
  /** As Keras names it: `dense1/kernel`. */
  readonly name: string;
  /** As in Keras; ours is a matrix of the same numbers in the same order. */
  readonly shape: readonly number[];
  /** Undefined between hidden layers, whose units have no meaning. */
  readonly rows?: Axis | undefined;
  readonly columns?: Axis | undefined;
}

/** Weights that are not trained: the embeddings, and the kernels of ones that sum up the counts. */
export const fixedWeights = {
  errorEmbedding: 'error_embedding/depthwise_kernel',
  siteEmbedding: 'site_embedding/depthwise_kernel',
  siteTotals: 'site_totals/kernel',
  errorTotals: 'error_totals/kernel',
} as const;

/** All weights of a network, in the order of its files: first the trained ones, from the counts to the output. */
export function networkWeights(layers: NetworkLayers): readonly WeightDescription[] {
  const { errors, sites, classes, encoder, attention, dense } = layers;
  const { errorEmbedding, siteEmbedding, siteTotals, errorTotals } = fixedWeights;
  const cells = { inputs: [errors * sites], rows: 'cells' } as const;
  const features = encoder.kind === 'flatten' ? cells : ({ inputs: [featureCount(layers)], rows: 'features' } as const);
  const attended = encoder.kind === 'embeddings' ? features : cells;
  const weights: WeightDescription[] = [];
  const add = (layer: string, input: Input, units: number, columns?: Axis): void => {
    weights.push({ name: `${layer}/kernel`, shape: [...input.inputs, units], rows: input.rows, columns });
    weights.push({ name: `${layer}/bias`, shape: [units], columns });
  };
  if (attention) {
    add('site_attention', attended, sites, 'sites');
    add('error_attention', attended, errors, 'errors');
  }
  if (encoder.kind === 'convolutions') {
    add('conv_sites', { inputs: [errors, 1, 1], rows: 'errors' }, encoder.filters);
    add('conv_errors', { inputs: [1, sites, 1], rows: 'sites' }, encoder.filters);
  }
  let input: Input = features;
  dense.forEach(({ units }, i) => {
    add(`dense${i + 1}`, input, units);
    input = { inputs: [units] };
  });
  add('output', input, classes, 'classes');
  if (encoder.kind === 'embeddings') {
    weights.push({ name: errorEmbedding, shape: [1, 1, errors, encoder.size], rows: 'errors' });
    weights.push({ name: siteEmbedding, shape: [1, 1, sites, encoder.size], rows: 'sites' });
    weights.push({ name: siteTotals, shape: [errors, 1, 1, 1] });
    weights.push({ name: errorTotals, shape: [1, sites, 1, 1] });
  }
  return weights;
}

/** What a layer reads: the shape of its kernel without the units, and what the rows belong to. */
interface Input {
  readonly inputs: readonly number[];
  readonly rows?: Axis;
}

/** Names of the kernels on the flattened matrix. */
export function kernelsOnColumns(layers: NetworkLayers): string[] {
  return networkWeights(layers).flatMap(({ name, rows }) => (rows === 'cells' ? [name] : []));
}
