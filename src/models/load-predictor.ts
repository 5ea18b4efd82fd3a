import { TreeExplainer } from '../boosting/explain-trees.ts';
import { predictProbabilities } from '../boosting/predict.ts';
import { readXgboostJson } from '../boosting/read-xgboost-json.ts';
import type { BoostedTrees } from '../boosting/trees.ts';
import { InputError } from '../dataset/input-error.ts';
import { integratedGradients } from '../network/integrated-gradients.ts';
import { loadLayersModel } from '../network/layers-model.ts';
import type { Model, ModelShape, Predictor } from './model.ts';

/** Examples per batch. */
const batchSize = 256;

/**
 * @param readFile returns a file that the learner saved, such as `model.json`
 * @throws InputError that names the file if it is damaged or of a model of another shape; also when predicting
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
      const architecture = model.architecture(shape, validSettings(model, settings), attention);
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
    case 'own':
      return model.load(validSettings(model, settings), shape, readFile);
    default:
      throw new Error(`no kind of model ${JSON.stringify(model satisfies never)}`);
  }
}

/** Settings in a run's record. @throws InputError that names the first invalid one */
function validSettings(model: Model, settings: object): object {
  const valid = model.settings.safeParse(settings);
  if (valid.success) return valid.data;
  const [{ path, message }] = valid.error.issues;
  throw new InputError(
    `the setting ${path.map(String).join('.')} of ${model.name} is not valid: ${message}`,
    'run.json',
  );
}

function requireShape({ features, classes }: BoostedTrees, shape: ModelShape, file: string): void {
  const columns = shape.errors * shape.sites;
  if (features === columns && classes === shape.classes) return;
  throw new InputError(
    `the trees are for ${features} columns and ${classes} classes, expected ${columns} columns (${shape.errors} codes × ${shape.sites} sites in oap.json) and ${shape.classes} classes`,
    file,
  );
}

/** Products of finite weights may still overflow. */
function requireNumbers(probabilities: Float32Array, file: string): Float32Array {
  if (probabilities.every(Number.isFinite)) return probabilities;
  throw new InputError('the model predicts numbers that are not finite, expected probabilities', file);
}
