import * as z from 'zod';
import { InputError } from '../dataset/input-error.ts';
import type { Architecture, NetworkLayers } from './architecture.ts';
import type { Embeddings } from './embeddings.ts';
import { kerasModel } from './keras-layers.ts';
import { fixedWeights, kernelsOnColumns, networkWeights } from './network-weights.ts';
import { defaultAdam, SparseNetwork } from './sparse-network.ts';

/*
 * Networks on disk: TensorFlow.js LayersModel format, a `model.json` with the layers and a list of weights, and a
 * `weights.bin` with their float32 values, little-endian, one after another. Columns without training data get zero weights.
 */

export interface LayersModelFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The network as `model.json` and `weights.bin`. */
export function saveLayersModel(layers: NetworkLayers, network: SparseNetwork): LayersModelFile[] {
  return writeLayersModel(layers, readNetworkWeights(layers, network));
}

/** All weights of a network by name, including those that are not trained. */
export function readNetworkWeights(layers: NetworkLayers, network: SparseNetwork): Map<string, Float32Array> {
  const { embeddings } = network;
  const fixed = new Map<string, Float32Array>(
    embeddings && [
      [fixedWeights.errorEmbedding, embeddings.errors],
      [fixedWeights.siteEmbedding, embeddings.sites],
      [fixedWeights.siteTotals, new Float32Array(layers.errors).fill(1)],
      [fixedWeights.errorTotals, new Float32Array(layers.sites).fill(1)],
    ],
  );
  return new Map(networkWeights(layers).map(({ name }) => [name, fixed.get(name) ?? network.readWeights(name)]));
}

/** A network of these weights as `model.json` and `weights.bin`. */
export function writeLayersModel(layers: NetworkLayers, weights: ReadonlyMap<string, Float32Array>): LayersModelFile[] {
  const described = networkWeights(layers);
  const values = described.map(({ name, shape }) => {
    const written = weights.get(name);
    if (written?.length !== lengthOf(shape)) throw new Error(`there are no weights ${name} of this size`);
    return written;
  });
  const topology = {
    format: 'layers-model',
    generatedBy: 'Operator Action Predictions',
    convertedBy: null,
    modelTopology: kerasModel(layers),
    weightsManifest: [
      { paths: ['weights.bin'], weights: described.map(({ name, shape }) => ({ name, shape, dtype: 'float32' })) },
    ],
  };
  return [
    { name: 'model.json', bytes: new TextEncoder().encode(JSON.stringify(topology)) },
    { name: 'weights.bin', bytes: concatenate(values) },
  ];
}

/**
 * A saved network, for prediction.
 *
 * @param maximumRows maximum number of examples at a time
 * @throws InputError if the files do not contain the weights of the architecture
 */
export function loadLayersModel(
  architecture: Architecture,
  modelJson: Uint8Array,
  weightsBin: Uint8Array,
  maximumRows: number,
): SparseNetwork {
  const weights = readSaved(modelJson, weightsBin);
  const saved = (name: string): SavedWeights => {
    const found = weights.get(name);
    if (!found) throw new InputError(`there are no weights ${name}`, 'model.json');
    return found;
  };
  // Before memory for a network is allocated.
  for (const { name, shape: expected } of networkWeights(architecture)) {
    const { shape } = saved(name);
    if (String(shape) !== String(expected)) {
      throw new InputError(
        `the weights ${name} are ${shape.join(' × ')}, expected ${expected.join(' × ')} by the codes and sites of oap.json and the settings of the run`,
        'model.json',
      );
    }
  }
  const { encoder } = architecture;
  const onColumns = kernelsOnColumns(architecture);
  const kernelRow = learnedColumns(architecture, onColumns.map(saved));
  const embeddings =
    encoder.kind === 'embeddings'
      ? {
          size: encoder.size,
          errors: saved(fixedWeights.errorEmbedding).values,
          sites: saved(fixedWeights.siteEmbedding).values,
        }
      : undefined;
  const noWeights = new Float64Array(architecture.classes);
  const network = new SparseNetwork(architecture, kernelRow, noWeights, maximumRows, defaultAdam, embeddings);
  for (const parameter of network.parameters) {
    const { name, columns } = parameter;
    const { values } = saved(name);
    parameter.write(onColumns.includes(name) ? pickRows(values, columns, kernelRow) : values);
  }
  return network;
}

/** The embeddings among saved weights. @throws InputError if there are none */
export function loadEmbeddings(modelJson: Uint8Array, weightsBin: Uint8Array): Embeddings {
  const weights = readSaved(modelJson, weightsBin);
  const [errors, sites] = [weights.get(fixedWeights.errorEmbedding), weights.get(fixedWeights.siteEmbedding)];
  if (!errors || !sites) throw new InputError('there are no embeddings', 'model.json');
  if (errors.shape.length !== 4 || errors.shape[3] !== sites.shape[3]) {
    throw new InputError('the embeddings of codes and sites differ in size', 'model.json');
  }
  return { size: errors.shape[3], errors: errors.values, sites: sites.values };
}

/** [errors · sites] index of a column among those with a weight in any of the kernels, −1 = left out. */
function learnedColumns({ errors, sites }: NetworkLayers, kernels: readonly SavedWeights[]): Int32Array {
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

/** Weights as in a file. */
export interface SavedWeights {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** @throws InputError that names the damaged file */
function readSaved(modelJson: Uint8Array, weightsBin: Uint8Array): Map<string, SavedWeights> {
  let content: unknown;
  try {
    content = JSON.parse(new TextDecoder().decode(modelJson));
  } catch (error) {
    throw new InputError(`this is not JSON: ${error instanceof Error ? error.message : String(error)}`, 'model.json');
  }
  const topology = topologySchema.safeParse(content);
  if (!topology.success) throw new InputError('the list of the weights is damaged', 'model.json');
  return readWeights(topology.data, weightsBin);
}

function readWeights(
  { weightsManifest }: z.infer<typeof topologySchema>,
  bytes: Uint8Array,
): Map<string, SavedWeights> {
  const entries = weightsManifest.flatMap((group) => group.weights);
  const listed = entries.reduce((sum, { shape }) => sum + 4 * lengthOf(shape), 0);
  if (listed !== bytes.byteLength) {
    throw new InputError(
      `this is ${bytes.byteLength} bytes, expected the ${listed} that model.json lists`,
      'weights.bin',
    );
  }
  const weights = new Map<string, SavedWeights>();
  // A Buffer's slice would not copy.
  const plain = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  for (const { name, shape } of entries) {
    const end = at + lengthOf(shape) * 4;
    const values = new Float32Array(plain.slice(at, end).buffer);
    if (!values.every(Number.isFinite))
      throw new InputError(`the weights ${name} are not all finite numbers`, 'weights.bin');
    weights.set(name, { shape, values });
    at = end;
  }
  return weights;
}

const topologySchema = z.object({
  weightsManifest: z.array(
    z.object({
      weights: z.array(z.object({ name: z.string(), shape: z.array(z.int().min(0)), dtype: z.literal('float32') })),
    }),
  ),
});

function lengthOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
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
