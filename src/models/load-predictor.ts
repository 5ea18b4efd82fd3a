import { predictProbabilities } from '../boosting/predict.ts';
import { readXgboostJson } from '../boosting/read-xgboost-json.ts';
import type { SparseRows } from '../dataset/sparse-rows.ts';
import { loadLayersModel } from '../network/layers-model.ts';
import type { Model, ModelShape } from './model.ts';

/** A trained model as it was saved: class probabilities of examples, row-major [rows × classes]. */
export interface Predictor {
  predict(examples: SparseRows): Float32Array;
}

/** Examples worked on at a time. */
const batchSize = 256;

/** @param readFile gives a file that the learner saved, such as `model.json` */
export function loadPredictor(
  model: Model,
  settings: object,
  attention: boolean,
  shape: ModelShape,
  readFile: (name: string) => Uint8Array,
): Predictor {
  switch (model.kind) {
    case 'network': {
      const architecture = model.architecture(shape, settings, attention);
      return loadLayersModel(architecture, readFile('model.json'), readFile('weights.bin'), batchSize);
    }
    case 'trees': {
      const name = 'model.xgb.json';
      const trees = readXgboostJson(new TextDecoder().decode(readFile(name)), name);
      return { predict: (examples) => predictProbabilities(trees, examples) };
    }
    default:
      throw new Error(`no kind of model ${JSON.stringify(model satisfies never)}`);
  }
}
