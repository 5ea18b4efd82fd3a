import { InputError } from '../dataset/input-error.ts';
import { findWeights } from './find-weights.ts';
import { type LayersModelFile, writeLayersModel } from './layers-model.ts';
import { networkWeights } from './network-weights.ts';
import { type NetworkOrder, rearrangeWeights } from './rearrange-weights.ts';
import { type RecognisedNetwork, recogniseNetwork } from './recognise-layers.ts';
import { readWeightsManifest } from './weights-manifest.ts';

export type SavedModel = readonly LayersModelFile[];

/** A network of another tool, recognised by its layers. */
export interface ForeignNetwork {
  readonly network: RecognisedNetwork;
  /** The list of its weights; undefined if there is none. */
  readonly manifest: unknown;
}

/**
 * @param content of `model.json`: of TensorFlow.js, with its weights next to it, or of Keras, without any
 * @throws InputError
 */
export function readForeignNetwork(content: unknown, file: string): ForeignNetwork {
  const isLayersModel = typeof content === 'object' && content !== null && 'modelTopology' in content;
  const network = recogniseNetwork(isLayersModel ? content.modelTopology : content, file);
  return { network, manifest: isLayersModel && 'weightsManifest' in content ? content.weightsManifest : undefined };
}

/**
 * The network as our files, its weights under our names and in the order of our columns. Only for an architecture with the
 * sizes of the data: memory is allocated by them.
 *
 * @throws InputError if the weights are not those of the network
 */
export function importLayersModel(
  { network, manifest }: ForeignNetwork,
  order: NetworkOrder,
  file: string,
): SavedModel {
  const fail = (reason: string): never => {
    throw new InputError(reason, file);
  };
  const weights = readWeightsManifest(manifest, file);
  const { architecture } = network;
  const named = new Map<string, Float32Array>();
  for (const { name, shape: expected } of networkWeights(architecture)) {
    const [layer, weight] = name.split('/');
    const theirs = network.layers.get(layer) ?? layer;
    const { shape, values } = findWeights(weights, theirs, weight, fail);
    if (String(shape) !== String(expected)) {
      fail(`the weights ${theirs}/${weight} are ${shape.join(' × ')}, expected ${expected.join(' × ')}`);
    }
    if (!values.every(Number.isFinite)) fail(`the weights ${theirs}/${weight} are not all finite numbers`);
    if (layer.endsWith('_totals') && !values.every((one) => one === 1)) {
      fail(`the layer ${theirs} weights what it adds up, expected a kernel of ones`);
    }
    named.set(name, values);
  }
  return writeLayersModel(architecture, rearrangeWeights(architecture, named, order));
}
