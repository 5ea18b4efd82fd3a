import type { NetworkLayers } from './architecture.ts';

/*
 * A network as layers of Keras: the form in which TensorFlow.js and Keras store models. Our sparse first layers become their
 * equivalents on a dense matrix: dense layers on the flattened counts, convolutions that span an axis, totals times embeddings.
 * Standard layers only, so that any reader of the format can run them.
 */

export interface KerasLayer {
  readonly class_name: string;
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** Names of the layers that feed it. */
  readonly inputs: readonly string[];
}

/** The model as in `model.json`. */
export function kerasModel(architecture: NetworkLayers): object {
  const layers = kerasLayers(architecture);
  const described = layers.map(({ inputs, ...layer }) => ({
    ...layer,
    inbound_nodes: inputs.length > 0 ? [inputs.map((input) => [input, 0, 0, {}])] : [],
  }));
  return {
    class_name: 'Model',
    config: {
      name: 'operator_action_network',
      layers: described,
      input_layers: [[layers[0].name, 0, 0]],
      output_layers: [[layers[layers.length - 1].name, 0, 0]],
    },
    keras_version: 'tfjs-layers 4.22.0',
    backend: 'tensor_flow.js',
  };
}

/** The layers from the counts, [errors × sites], to the probabilities, [classes], each after those that feed it. */
export function kerasLayers(architecture: NetworkLayers): readonly KerasLayer[] {
  const graph = new Graph();
  const counts = graph.add('InputLayer', 'counts', {
    batch_input_shape: [null, architecture.errors, architecture.sites],
    dtype: 'float32',
    sparse: false,
  });
  let last = encode(graph, architecture, counts);
  architecture.dense.forEach(({ units, dropout }, i) => {
    last = graph.dense(`dense${i + 1}`, units, 'relu', last);
    if (dropout > 0) last = graph.add('Dropout', `dropout${i + 1}`, { rate: dropout }, last);
  });
  graph.dense('output', architecture.classes, 'softmax', last);
  return graph.layers;
}

/** Everything before the first dense layer. @returns the layer that feeds it */
function encode(graph: Graph, architecture: NetworkLayers, counts: string): string {
  switch (architecture.encoder.kind) {
    case 'flatten':
      return flatten(graph, architecture, counts);
    case 'convolutions':
      return convolve(graph, architecture, counts, architecture.encoder.filters);
    case 'embeddings':
      return embed(graph, architecture, counts, architecture.encoder.size);
    default:
      throw new Error(`no encoder ${architecture.encoder satisfies never}`);
  }
}

function flatten(graph: Graph, { attention, errors, sites }: NetworkLayers, counts: string): string {
  const flat = graph.add('Flatten', 'flatten', {}, counts);
  if (!attention) return flat;
  const siteWeights = graph.attention('site', sites, [1, sites], flat);
  const errorWeights = graph.attention('error', errors, [errors, 1], flat);
  const weighted = graph.add('Multiply', 'weighted', {}, counts, errorWeights, siteWeights);
  return graph.add('Flatten', 'weighted_flatten', {}, weighted);
}

function convolve(graph: Graph, architecture: NetworkLayers, counts: string, filters: number): string {
  const { attention, errors, sites } = architecture;
  const grid = graph.reshape('grid', [errors, sites, 1], counts);
  let ofSites = graph.convolution('conv_sites', filters, [errors, 1], true, grid);
  let ofErrors = graph.convolution('conv_errors', filters, [1, sites], true, grid);
  if (attention) {
    const flat = graph.add('Flatten', 'flatten', {}, counts);
    const siteWeights = graph.attention('site', sites, [1, sites, 1], flat);
    const errorWeights = graph.attention('error', errors, [errors, 1, 1], flat);
    ofSites = graph.add('Multiply', 'weighted_sites', {}, ofSites, siteWeights);
    ofErrors = graph.add('Multiply', 'weighted_errors', {}, ofErrors, errorWeights);
  }
  return graph.together('features', ofSites, ofErrors);
}

function embed(graph: Graph, architecture: NetworkLayers, counts: string, size: number): string {
  const { attention, errors, sites } = architecture;
  const grid = graph.reshape('grid', [errors, sites, 1], counts);
  const ofSites = graph.embedding('site', [errors, 1], sites, size, grid);
  const ofErrors = graph.embedding('error', [1, sites], errors, size, grid);
  const embedded = graph.together('embedded', ofSites, ofErrors);
  if (!attention) return embedded;
  const siteWeights = graph.attention('site', sites, [sites, 1], embedded);
  const errorWeights = graph.attention('error', errors, [errors, 1], embedded);
  return graph.together(
    'features',
    graph.add('Multiply', 'weighted_sites', {}, ofSites, siteWeights),
    graph.add('Multiply', 'weighted_errors', {}, ofErrors, errorWeights),
  );
}

/** Layers that name their inputs. */
class Graph {
  readonly layers: KerasLayer[] = [];

  add(className: string, name: string, config: object, ...inputs: readonly string[]): string {
    this.layers.push({ class_name: className, name, config: { name, ...config }, inputs });
    return name;
  }

  dense(name: string, units: number, activation: string, input: string): string {
    return this.add('Dense', name, { units, activation, use_bias: true }, input);
  }

  reshape(name: string, shape: readonly number[], input: string): string {
    return this.add('Reshape', name, { target_shape: shape }, input);
  }

  /** Spans a whole axis, without activation. */
  convolution(name: string, filters: number, span: readonly number[], trained: boolean, input: string): string {
    const config = { filters, kernel_size: span, strides: [1, 1], padding: 'valid', activation: 'linear' };
    return this.add('Conv2D', name, { ...config, use_bias: trained, trainable: trained }, input);
  }

  /** Softmax weights of one axis, in a shape that can multiply what they weight. */
  attention(axis: string, units: number, shape: readonly number[], input: string): string {
    return this.reshape(`${axis}_weights`, shape, this.dense(`${axis}_attention`, units, 'softmax', input));
  }

  /** Each name's total times its embedding, [names × size]: a name is a channel, the totals are sums by a kernel of ones. */
  embedding(axis: string, span: readonly number[], names: number, size: number, grid: string): string {
    const summed = this.convolution(`${axis}_totals`, 1, span, false, grid);
    const channels = this.reshape(`${axis}_channels`, [1, 1, names], summed);
    const config = { kernel_size: [1, 1], strides: [1, 1], padding: 'valid', depth_multiplier: size };
    const fixed = { activation: 'linear', use_bias: false, trainable: false };
    const rows = this.add('DepthwiseConv2D', `${axis}_embedding`, { ...config, ...fixed }, channels);
    return this.reshape(`${axis}_rows`, [names, size], rows);
  }

  /** Sites first, then errors. */
  together(name: string, sites: string, errors: string): string {
    const flat = [sites, errors].map((input) => this.add('Flatten', `${input}_flatten`, {}, input));
    return this.add('Concatenate', name, { axis: -1 }, ...flat);
  }
}
