import * as z from 'zod';
import type { Architecture } from './architecture.ts';
import type { Embeddings } from './embeddings.ts';
import { defaultAdam, kernelsOnColumns, SparseNetwork } from './sparse-network.ts';

/*
 * Networks on disk: TensorFlow.js LayersModel format, a `model.json` with the layers and a list of weights, and a
 * `weights.bin` with their float32 values, little-endian, one after the other. The sparse first layer is written as what it
 * is: a dense layer on the flattened matrix; columns without training data get zero weights.
 */

interface LayerConfig {
  readonly class_name: string;
  readonly config: Readonly<Record<string, unknown>>;
}

interface WeightEntry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: 'float32';
}

export interface LayersModelFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The network as `model.json` and `weights.bin`. */
export function saveLayersModel(architecture: Architecture, network: SparseNetwork): LayersModelFile[] {
  const specification: WeightEntry[] = [];
  const values: Float32Array[] = [];
  const add = (name: string, shape: readonly number[], weights: Float32Array): void => {
    specification.push({ name, shape, dtype: 'float32' });
    values.push(weights);
  };
  for (const { name, columns } of network.parameters) {
    const weights = network.readWeights(name);
    add(name, name.endsWith('/bias') ? [columns] : [weights.length / columns, columns], weights);
  }
  if (network.embeddings) {
    const { size, errors, sites } = network.embeddings;
    add('error_embedding', [architecture.errors, size], errors);
    add('site_embedding', [architecture.sites, size], sites);
  }
  const topology = {
    format: 'layers-model',
    generatedBy: 'Operator Action Predictions',
    convertedBy: null,
    modelTopology: describeTopology(architecture),
    weightsManifest: [{ paths: ['weights.bin'], weights: specification }],
  };
  return [
    { name: 'model.json', bytes: new TextEncoder().encode(JSON.stringify(topology)) },
    { name: 'weights.bin', bytes: concatenate(values) },
  ];
}

/**
 * A network as it was saved, for prediction.
 *
 * @param maximumRows most examples worked on at a time
 * @throws Error if the files do not hold the weights of the architecture
 */
export function loadLayersModel(
  architecture: Architecture,
  modelJson: Uint8Array,
  weightsBin: Uint8Array,
  maximumRows: number,
): SparseNetwork {
  const weights = readWeights(JSON.parse(new TextDecoder().decode(modelJson)), weightsBin);
  const saved = (name: string): SavedWeights => {
    const found = weights.get(name);
    if (!found) throw new Error(`model.json has no weights ${name}`);
    return found;
  };
  const onColumns = kernelsOnColumns(architecture);
  const kernelRow = learnedColumns(architecture, onColumns.map(saved));
  const { encoder } = architecture;
  const embeddings =
    encoder.kind === 'embeddings'
      ? { size: encoder.size, errors: saved('error_embedding').values, sites: saved('site_embedding').values }
      : undefined;
  const noWeights = new Float64Array(architecture.classes);
  const network = new SparseNetwork(architecture, kernelRow, noWeights, maximumRows, defaultAdam, embeddings);
  for (const parameter of network.parameters) {
    const { values } = saved(parameter.name);
    parameter.write(onColumns.includes(parameter.name) ? pickRows(values, parameter.columns, kernelRow) : values);
  }
  return network;
}

/** The embeddings among saved weights. @throws Error if there are none */
export function loadEmbeddings(modelJson: Uint8Array, weightsBin: Uint8Array): Embeddings {
  const weights = readWeights(JSON.parse(new TextDecoder().decode(modelJson)), weightsBin);
  const [errors, sites] = [weights.get('error_embedding'), weights.get('site_embedding')];
  if (!errors || !sites) throw new Error('model.json has no embeddings');
  return { size: errors.shape[1], errors: errors.values, sites: sites.values };
}

/** [errors · sites] place of a column among those with a weight in any of the kernels, −1 = it was left out. */
function learnedColumns({ errors, sites }: Architecture, kernels: readonly SavedWeights[]): Int32Array {
  const places = new Int32Array(errors * sites).fill(-1);
  let learned = 0;
  places.forEach((_, column) => {
    const used = kernels.some(({ shape: [, units], values }) =>
      values.subarray(column * units, (column + 1) * units).some((weight) => weight !== 0),
    );
    if (used) places[column] = learned++;
  });
  return places;
}

function pickRows(values: Float32Array, units: number, places: Int32Array): Float32Array {
  const learned = places.reduce((count, place) => count + (place >= 0 ? 1 : 0), 0);
  const picked = new Float32Array(learned * units);
  places.forEach((place, column) => {
    if (place >= 0) picked.set(values.subarray(column * units, (column + 1) * units), place * units);
  });
  return picked;
}

interface SavedWeights {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

function readWeights(topology: unknown, bytes: Uint8Array): Map<string, SavedWeights> {
  const { weightsManifest } = topologySchema.parse(topology);
  const weights = new Map<string, SavedWeights>();
  // A Buffer's own slice would not copy.
  const plain = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  for (const { name, shape } of weightsManifest.flatMap((group) => group.weights)) {
    const length = shape.reduce((product, size) => product * size, 1);
    if (at + length * 4 > bytes.byteLength) throw new Error(`weights.bin ends before the weights ${name}`);
    weights.set(name, { shape, values: new Float32Array(plain.slice(at, at + length * 4).buffer) });
    at += length * 4;
  }
  return weights;
}

const topologySchema = z.object({
  weightsManifest: z.array(
    z.object({
      weights: z.array(z.object({ name: z.string(), shape: z.array(z.int()), dtype: z.literal('float32') })),
    }),
  ),
});

/** Layers for TensorFlow.js; the flattened network is a plain sequence of them, the others are our own. */
function describeTopology(architecture: Architecture): object {
  if (architecture.encoder.kind !== 'flatten' || architecture.attention) {
    return { class_name: 'OperatorActionNetwork', config: architecture };
  }
  return {
    class_name: 'Sequential',
    config: { name: 'sequential', layers: describeLayers(architecture) },
    keras_version: 'tfjs-layers 4.22.0',
    backend: 'tensor_flow.js',
  };
}

function describeLayers(architecture: Architecture): LayerConfig[] {
  const { errors, sites, classes, dense } = architecture;
  const layers: LayerConfig[] = [
    { class_name: 'Flatten', config: { name: 'flatten', batch_input_shape: [null, errors, sites], dtype: 'float32' } },
  ];
  dense.forEach(({ units, dropout }, i) => {
    layers.push(denseConfig(`dense${i + 1}`, units, 'relu'));
    if (dropout > 0) layers.push({ class_name: 'Dropout', config: { name: `dropout${i + 1}`, rate: dropout } });
  });
  layers.push(denseConfig('output', classes, 'softmax'));
  return layers;
}

function denseConfig(name: string, units: number, activation: string): LayerConfig {
  return { class_name: 'Dense', config: { name, units, activation, use_bias: true } };
}

function concatenate(arrays: readonly Float32Array[]): Uint8Array {
  const all = new Float32Array(arrays.reduce((sum, array) => sum + array.length, 0));
  let at = 0;
  for (const array of arrays) {
    all.set(array, at);
    at += array.length;
  }
  return new Uint8Array(all.buffer);
}
