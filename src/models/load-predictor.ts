import { TreeExplainer } from '../boosting/explain-trees.ts';
import { predictProbabilities } from '../boosting/predict.ts';
import { readXgboostJson } from '../boosting/read-xgboost-json.ts';
import type { BoostedTrees } from '../boosting/trees.ts';
import { InputError } from '../dataset/input-error.ts';
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

/**
 * @param readFile gives a file that the learner saved, such as `model.json`
 * @throws InputError that names the file which is damaged, or is of a model of another shape; also when it predicts
 */
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
        predict: (examples) => requireNumbers(network.predict(examples), 'weights.bin'),
        explain: (examples, classOf) => integratedGradients(network, examples, classOf),
      };
    }
    case 'trees': {
      const name = 'model.xgb.json';
      const trees = readXgboostJson(new TextDecoder().decode(readFile(name)), name);
      requireShape(trees, shape, name);
      let explainer: TreeExplainer | undefined;
      return {
        predict: (examples) => requireNumbers(predictProbabilities(trees, examples), name),
        explain: (examples, classOf) => {
          explainer ??= new TreeExplainer(trees);
          return explainer.explain(examples, classOf);
        },
      };
    }
    default:
      throw new Error(`no kind of model ${JSON.stringify(model satisfies never)}`);
  }
}

function requireShape({ features, classes }: BoostedTrees, shape: ModelShape, file: string): void {
  const columns = shape.errors * shape.sites;
  if (features === columns && classes === shape.classes) return;
  throw new InputError(
    `the trees are for ${features} columns and ${classes} classes, expected ${columns} columns (${shape.errors} codes × ${shape.sites} sites in oap.json) and ${shape.classes} classes`,
    file,
  );
}

/** Weights that are numbers may still multiply to what is none. */
function requireNumbers(probabilities: Float32Array, file: string): Float32Array {
  if (probabilities.every(Number.isFinite)) return probabilities;
  throw new InputError('the model predicts what are no numbers, expected probabilities', file);
}
