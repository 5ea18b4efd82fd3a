import { describe, expect, it } from 'vitest';
import { RandomState } from '../../../src/learning/random.ts';
import type { Architecture } from '../../../src/network/architecture.ts';
import { loadLayersModel, saveLayersModel } from '../../../src/network/layers-model.ts';
import { SparseNetwork } from '../../../src/network/sparse-network.ts';
import { nonZeroRows } from '../sparse-rows.ts';

const architecture: Architecture = {
  errors: 2,
  sites: 3,
  classes: 2,
  encoder: { kind: 'flatten' },
  attention: false,
  dense: [{ units: 3, dropout: 0.2 }],
  kernelInitializer: 'lecun-normal',
  l2: 0.1,
};
const network = new SparseNetwork(architecture, Int32Array.of(0, -1, 1, 2, -1, 3), [1, 1], 4);
network.initialize(new RandomState(1));
const [model, weights] = saveLayersModel(architecture, network);
const examples = nonZeroRows(
  [
    [1, 0, 0, 0, 0, 4],
    [0, 0, 2, 0, 0, 0],
  ],
  Float32Array,
);

describe('a network on disk', () => {
  it('predicts the same bits after it was saved and loaded', () => {
    const loaded = loadLayersModel(architecture, model.bytes, weights.bytes, 4);
    expect(loaded.predict(examples)).toEqual(network.predict(examples));
  });

  it('is loaded from a buffer that begins in the middle of its memory', () => {
    const padded = new Uint8Array(weights.bytes.length + 4);
    padded.set(weights.bytes, 4);
    const loaded = loadLayersModel(architecture, model.bytes, Buffer.from(padded.buffer, 4), 4);
    expect(loaded.predict(examples)).toEqual(network.predict(examples));
  });

  it('is a TensorFlow.js LayersModel with one dense layer on the flattened matrix', () => {
    const { format, modelTopology, weightsManifest } = JSON.parse(new TextDecoder().decode(model.bytes));
    expect(format).toBe('layers-model');
    const layers = modelTopology.config.layers.map((layer: { class_name: string }) => layer.class_name);
    expect(layers).toEqual(['InputLayer', 'Flatten', 'Dense', 'Dropout', 'Dense']);
    expect(
      weightsManifest[0].weights.map(({ name, shape }: { name: string; shape: number[] }) => [name, shape]),
    ).toEqual([
      ['dense1/kernel', [6, 3]],
      ['dense1/bias', [3]],
      ['output/kernel', [3, 2]],
      ['output/bias', [2]],
    ]);
    expect(weights.bytes.length).toBe(4 * (18 + 3 + 6 + 2));
  });

  it('is refused when its weights are cut off', () => {
    expect(() => loadLayersModel(architecture, model.bytes, weights.bytes.subarray(0, 40), 4)).toThrow(
      /weights\.bin: this is 40 bytes, expected the 116/,
    );
  });
});
