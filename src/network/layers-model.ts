import * as z from 'zod';
import type { Architecture } from './architecture.ts';
import { SparseNetwork } from './sparse-network.ts';

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
  const layers = describeLayers(architecture);
  const specification: WeightEntry[] = [];
  const values: Float32Array[] = [];
  for (const { name, rows, columns } of network.parameters) {
    const isKernel = name.endsWith('/kernel');
    const isFirst = name === 'dense1/kernel';
    const shape = isKernel ? [isFirst ? network.kernelRow.length : rows, columns] : [columns];
    specification.push({ name, shape, dtype: 'float32' });
    values.push(network.readWeights(name));
  }
  const topology = {
    format: 'layers-model',
    generatedBy: 'Operator Action Predictions',
    convertedBy: null,
    modelTopology: {
      class_name: 'Sequential',
      config: { name: 'sequential', layers },
      keras_version: 'tfjs-layers 4.22.0',
      backend: 'tensor_flow.js',
    },
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
  const first = weights.get('dense1/kernel');
  if (!first) throw new Error('model.json has no weights dense1/kernel');
  const units = first.shape[1];
  const kernelRow = new Int32Array(first.shape[0]).fill(-1);
  const rows: number[] = [];
  kernelRow.forEach((_, column) => {
    const row = first.values.subarray(column * units, (column + 1) * units);
    if (row.some((weight) => weight !== 0)) kernelRow[column] = rows.push(column) - 1;
  });
  const network = new SparseNetwork(architecture, kernelRow, new Float64Array(architecture.classes), maximumRows);
  for (const parameter of network.parameters) {
    const saved = weights.get(parameter.name);
    if (!saved) throw new Error(`model.json has no weights ${parameter.name}`);
    if (parameter.name !== 'dense1/kernel') parameter.write(saved.values);
    else parameter.write(rows.flatMap((column) => [...saved.values.subarray(column * units, (column + 1) * units)]));
  }
  return network;
}

function readWeights(
  topology: unknown,
  bytes: Uint8Array,
): Map<string, { shape: readonly number[]; values: Float32Array }> {
  const { weightsManifest } = topologySchema.parse(topology);
  const weights = new Map<string, { shape: readonly number[]; values: Float32Array }>();
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
