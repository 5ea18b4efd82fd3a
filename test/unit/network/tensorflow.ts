import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import type { LayersModelFile } from '../../../src/network/layers-model.ts';

/** Loads a model from its two files as TensorFlow.js does, without anything of ours. */
export async function loadPlainly([modelJson, weightsBin]: readonly LayersModelFile[]): Promise<layers.LayersModel> {
  await tf.setBackend('cpu');
  const { modelTopology, weightsManifest } = JSON.parse(new TextDecoder().decode(modelJson.bytes));
  const weightSpecs = weightsManifest.flatMap(({ weights }: { weights: tf.io.WeightsManifestEntry[] }) => weights);
  const weightData = Uint8Array.from(weightsBin.bytes).buffer;
  return layers.loadLayersModel(tf.io.fromMemory({ modelTopology, weightSpecs, weightData }));
}

/** @param rows [examples][errors][sites] */
export function predictPlainly(model: layers.LayersModel, rows: readonly (readonly (readonly number[])[])[]): number[] {
  const output = tf.tidy(() => {
    const input = tf.tensor3d(rows as number[][][]);
    return model.predict(input) as tf.Tensor;
  });
  const probabilities = [...output.dataSync()];
  output.dispose();
  return probabilities;
}
