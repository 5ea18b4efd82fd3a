import { classWeights } from '../../../src/learning/class-weights.ts';
import { RandomState } from '../../../src/learning/random.ts';
import type { Embeddings } from '../../../src/network/embeddings.ts';
import { type AdamSettings, SparseNetwork } from '../../../src/network/sparse-network.ts';
import type { Problem } from './random-networks.ts';

/** The networks of the study. */
export const networks = [
  { name: 'simple', kind: 'flatten', attention: false },
  { name: 'simple+attention', kind: 'flatten', attention: true },
  { name: 'cnn', kind: 'convolutions', attention: false },
  { name: 'cnn+attention', kind: 'convolutions', attention: true },
  { name: 'embedding', kind: 'embeddings', attention: false },
  { name: 'embedding+attention', kind: 'embeddings', attention: true },
] as const;

/** With this epsilon a step is a smooth function of the gradient; with Keras's it is little more than its sign. */
export const smoothAdam: AdamSettings = { learningRate: 0.05, beta1: 0.9, beta2: 0.99, epsilon: 0.01 };

/** An untrained network. */
export function created(
  { architecture, kernelRow, labels, batchSize, seed }: Problem,
  maximumRows = batchSize,
): SparseNetwork {
  const random = new RandomState(seed);
  const { errors, sites, classes, encoder } = architecture;
  const draw = (count: number) => Float32Array.from(random.uniform(-1, 1, count));
  const embeddings: Embeddings | undefined =
    encoder.kind === 'embeddings'
      ? { size: encoder.size, errors: draw(errors * encoder.size), sites: draw(sites * encoder.size) }
      : undefined;
  const weights = classWeights(labels, classes);
  const network = new SparseNetwork(architecture, kernelRow, weights, maximumRows, smoothAdam, embeddings);
  network.initialize(random);
  // Every other network keeps its biases of 0, at which ReLU has its kink for rows without counts.
  if (seed % 2 === 1) {
    for (const parameter of network.parameters) {
      if (parameter.name.endsWith('/bias')) parameter.write(draw(parameter.columns));
    }
  }
  return network;
}
