import * as z from 'zod';
import { InputError } from '../dataset/input-error.ts';
import type { Architecture } from './architecture.ts';
import type { Embeddings } from './embeddings.ts';
import { embeddingLayers, kerasModel } from './keras-layers.ts';
import { defaultAdam, kernelsOnColumns, SparseNetwork } from './sparse-network.ts';

/*
 * Networks on disk: TensorFlow.js LayersModel format, a `model.json` with the layers and a list of weights, and a
 * `weights.bin` with their float32 values, little-endian, one after the other. Columns without training data get zero weights.
 */

interface WeightEntry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: 'float32';
}

export interface LayersModelFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Names of weights that are no parameters. */
const weightNames = {
  siteTotals: `${embeddingLayers.siteTotals}/kernel`,
  errorTotals: `${embeddingLayers.errorTotals}/kernel`,
  siteEmbedding: `${embeddingLayers.sites}/depthwise_kernel`,
  errorEmbedding: `${embeddingLayers.errors}/depthwise_kernel`,
} as const;

/** A parameter's shape as the layer has it; ours are matrices, [rows × columns]. */
function shapeOf(name: string, { errors, sites }: Architecture, [rows, columns]: readonly number[]): readonly number[] {
  if (name.endsWith('/bias')) return [columns];
  if (name === 'conv_sites/kernel') return [errors, 1, 1, columns];
  return name === 'conv_errors/kernel' ? [1, sites, 1, columns] : [rows, columns];
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
    add(name, shapeOf(name, architecture, [weights.length / columns, columns]), weights);
  }
  if (network.embeddings) {
    const { size, errors, sites } = network.embeddings;
    add(weightNames.errorEmbedding, [1, 1, architecture.errors, size], errors);
    add(weightNames.siteEmbedding, [1, 1, architecture.sites, size], sites);
    add(weightNames.siteTotals, [architecture.errors, 1, 1, 1], new Float32Array(architecture.errors).fill(1));
    add(weightNames.errorTotals, [1, architecture.sites, 1, 1], new Float32Array(architecture.sites).fill(1));
  }
  const topology = {
    format: 'layers-model',
    generatedBy: 'Operator Action Predictions',
    convertedBy: null,
    modelTopology: kerasModel(architecture),
    weightsManifest: [{ paths: ['weights.bin'], weights: specification }],
  };
  return [
    { name: 'model.json', bytes: new TextEncoder().encode(JSON.stringify(topology)) },
    { name: 'weights.bin', bytes: concatenate(values) },
  ];
}

/** The weights of a saved model by name, in the order of the file. @throws InputError if the files do not belong together */
export function readLayersModel(files: readonly LayersModelFile[]): Map<string, SavedWeights> {
  const [model, weights] = files;
  return readSaved(model.bytes, weights.bytes);
}

/** A saved model with other weights, of the same names and sizes. */
export function writeLayersModel(
  files: readonly LayersModelFile[],
  weights: ReadonlyMap<string, Float32Array>,
): LayersModelFile[] {
  const values = [...readLayersModel(files)].map(([name, saved]) => {
    const written = weights.get(name);
    if (written?.length !== saved.values.length) throw new Error(`there are no weights ${name} of this size`);
    return written;
  });
  const [model, { name }] = files;
  return [model, { name, bytes: concatenate(values) }];
}

/**
 * A network as it was saved, for prediction.
 *
 * @param maximumRows most examples worked on at a time
 * @throws InputError if the files do not hold the weights of the architecture
 */
export function loadLayersModel(
  architecture: Architecture,
  modelJson: Uint8Array,
  weightsBin: Uint8Array,
  maximumRows: number,
): SparseNetwork {
  const weights = readSaved(modelJson, weightsBin);
  const saved = (name: string, shape?: readonly number[]): SavedWeights => {
    const found = weights.get(name);
    if (!found) throw new InputError(`there are no weights ${name}`, 'model.json');
    if (shape && String(found.shape) !== String(shape)) {
      throw new InputError(
        `the weights ${name} are ${found.shape.join(' × ')}, expected ${shape.join(' × ')} by the codes and sites of oap.json and the settings of the run`,
        'model.json',
      );
    }
    return found;
  };
  const { encoder, errors, sites } = architecture;
  const onColumns = kernelsOnColumns(architecture);
  const kernels = onColumns.map((name) => saved(name));
  for (const [i, { shape }] of kernels.entries()) saved(onColumns[i], [errors * sites, shape[1]]);
  const kernelRow = learnedColumns(architecture, kernels);
  const embeddings =
    encoder.kind === 'embeddings'
      ? {
          size: encoder.size,
          errors: saved(weightNames.errorEmbedding, [1, 1, errors, encoder.size]).values,
          sites: saved(weightNames.siteEmbedding, [1, 1, sites, encoder.size]).values,
        }
      : undefined;
  const noWeights = new Float64Array(architecture.classes);
  const network = new SparseNetwork(architecture, kernelRow, noWeights, maximumRows, defaultAdam, embeddings);
  for (const parameter of network.parameters) {
    const { name, rows, columns } = parameter;
    const isOnColumns = onColumns.includes(name);
    const { values } = saved(name, shapeOf(name, architecture, [isOnColumns ? errors * sites : rows, columns]));
    parameter.write(isOnColumns ? pickRows(values, columns, kernelRow) : values);
  }
  return network;
}

/** The embeddings among saved weights. @throws InputError if there are none */
export function loadEmbeddings(modelJson: Uint8Array, weightsBin: Uint8Array): Embeddings {
  const weights = readSaved(modelJson, weightsBin);
  const [errors, sites] = [weights.get(weightNames.errorEmbedding), weights.get(weightNames.siteEmbedding)];
  if (!errors || !sites) throw new InputError('there are no embeddings', 'model.json');
  return { size: errors.shape[3], errors: errors.values, sites: sites.values };
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

/** Weights as they stand in a file. */
export interface SavedWeights {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** @throws InputError that names the file that is damaged */
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
  const lengthOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);
  const listed = entries.reduce((sum, { shape }) => sum + 4 * lengthOf(shape), 0);
  if (listed !== bytes.byteLength) {
    throw new InputError(
      `this is ${bytes.byteLength} bytes, expected the ${listed} that model.json lists`,
      'weights.bin',
    );
  }
  const weights = new Map<string, SavedWeights>();
  // A Buffer's own slice would not copy.
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

function concatenate(arrays: readonly Float32Array[]): Uint8Array {
  const all = new Float32Array(arrays.reduce((sum, array) => sum + array.length, 0));
  let at = 0;
  for (const array of arrays) {
    all.set(array, at);
    at += array.length;
  }
  return new Uint8Array(all.buffer);
}
