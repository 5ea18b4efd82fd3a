import { InputError } from '../dataset/input-error.ts';
import type { Architecture } from './architecture.ts';
import type { Embeddings } from './embeddings.ts';
import { findWeights } from './find-weights.ts';
import { type LayersModelFile, readLayersModel, saveLayersModel, writeLayersModel } from './layers-model.ts';
import { type NetworkOrder, rearrangeWeights } from './rearrange-weights.ts';
import { type RecognisedNetwork, recogniseNetwork } from './recognise-layers.ts';
import { defaultAdam, SparseNetwork } from './sparse-network.ts';
import { readWeightsManifest } from './weights-manifest.ts';

export type SavedModel = readonly LayersModelFile[];

/** A network of another tool, recognised by its layers. */
export interface ForeignNetwork {
  readonly network: RecognisedNetwork;
  /** The list of its weights; undefined where there are none. */
  readonly manifest: unknown;
}

/**
 * @param content of `model.json`: of TensorFlow.js, with its weights beside it, or of Keras, without any
 * @throws InputError
 */
export function readForeignNetwork(content: unknown, file: string): ForeignNetwork {
  const isLayersModel = typeof content === 'object' && content !== null && 'modelTopology' in content;
  const network = recogniseNetwork(isLayersModel ? content.modelTopology : content, file);
  return { network, manifest: isLayersModel && 'weightsManifest' in content ? content.weightsManifest : undefined };
}

/**
 * The network in our files, its weights under our names and in the order of our columns. Only for an architecture whose sizes
 * are those of the data: room for it is taken here.
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
  const architecture: Architecture = { ...network.architecture, kernelInitializer: 'glorot-uniform', l2: 0 };
  const template = emptyModel(architecture);
  const named = new Map<string, Float32Array>();
  for (const [name, own] of readLayersModel(template)) {
    const [layer, weight] = name.split('/');
    const theirs = network.layers.get(layer) ?? layer;
    const { shape, values } = findWeights(weights, theirs, weight, fail);
    if (String(shape) !== String(own.shape)) {
      fail(`the weights ${theirs}/${weight} are ${shape.join(' × ')}, expected ${own.shape.join(' × ')}`);
    }
    if (!values.every(Number.isFinite)) fail(`the weights ${theirs}/${weight} are not all finite numbers`);
    if (layer.endsWith('_totals') && !values.every((one) => one === 1)) {
      fail(`the layer ${theirs} weighs what it adds up, expected a kernel of ones`);
    }
    named.set(name, values);
  }
  return writeLayersModel(template, rearrangeWeights(architecture, named, order));
}

/** Our files of the same network, for their layout. */
function emptyModel(architecture: Architecture): LayersModelFile[] {
  const { errors, sites, classes, encoder } = architecture;
  const all = Int32Array.from({ length: errors * sites }, (_, column) => column);
  const embeddings: Embeddings | undefined =
    encoder.kind === 'embeddings'
      ? {
          size: encoder.size,
          errors: new Float32Array(errors * encoder.size),
          sites: new Float32Array(sites * encoder.size),
        }
      : undefined;
  const network = new SparseNetwork(architecture, all, new Float64Array(classes), 1, defaultAdam, embeddings);
  return saveLayersModel(architecture, network);
}
