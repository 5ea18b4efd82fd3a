import { TreeExplainer } from '../boosting/explain-trees.ts';
import { predictProbabilities } from '../boosting/predict.ts';
import { readXgboostJson } from '../boosting/read-xgboost-json.ts';
import type { SparseRows } from '../dataset/sparse-rows.ts';
import type { Attributions } from '../learning/attributions.ts';
import { integratedGradients } from '../network/integrated-gradients.ts';
import { loadLayersModel } from '../network/layers-model.ts';
import type { Model, ModelShape } from './model.ts';

/** A trained model as it was saved. */
export interface Predictor {
  /** Class probabilities, row-major [rows × classes]. */
  predict(examples: SparseRows): Float32Array;
  /** What each cell adds to the logit or margin of one class. @param classOf [rows] the class */
  explain(examples: SparseRows, classOf: Int32Array): Attributions;
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
      const network = loadLayersModel(architecture, readFile('model.json'), readFile('weights.bin'), batchSize);
      return {
        predict: (examples) => network.predict(examples),
        explain: (examples, classOf) => integratedGradients(network, examples, classOf),
      };
    }
    case 'trees': {
      const name = 'model.xgb.json';
      const trees = readXgboostJson(new TextDecoder().decode(readFile(name)), name);
      const explainer = new TreeExplainer(trees);
      return {
        predict: (examples) => predictProbabilities(trees, examples),
        explain: (examples, classOf) => explainer.explain(examples, classOf),
      };
    }
    default:
      throw new Error(`no kind of model ${JSON.stringify(model satisfies never)}`);
  }
}
