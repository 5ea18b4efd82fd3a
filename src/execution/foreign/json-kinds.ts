import { type FileKind, fromTools, toEither, toTensorFlow, toXgboost } from './file-kinds.ts';

/** JSON files that are not models, by their content. */
export function jsonKind(content: unknown): FileKind | undefined {
  if (Array.isArray(content)) return listKind(content);
  if (!isObject(content)) return { is: 'JSON of another kind', instead: toEither };
  const has = (...names: readonly string[]): boolean => names.every((name) => Object.hasOwn(content, name));
  const { learner, modelTopology: topology } = content;
  if (isObject(learner)) {
    const booster = learner.gradient_booster;
    const isConfiguration = isObject(booster) && !('model' in booster) && 'learner_train_param' in learner;
    return isConfiguration
      ? { is: 'the configuration of an XGBoost model (save_config)', instead: toXgboost }
      : undefined;
  }
  if (content.format === 'graph-model' || (isObject(topology) && 'node' in topology)) {
    return {
      is: 'a TensorFlow.js graph model',
      expected: 'expected a LayersModel',
      instead: `its layers are gone; from the Keras model, ${toTensorFlow}`,
    };
  }
  if (has('nodeid')) return { is: 'a dump of an XGBoost tree', instead: toXgboost };
  if (has('tree_info', 'feature_names')) return { is: 'a LightGBM model', instead: fromTools };
  if (has('oblivious_trees') || has('features_info', 'model_info'))
    return { is: 'a CatBoost model', instead: fromTools };
  if (has('keras_version', 'date_saved')) return { is: 'metadata of a .keras archive', instead: toTensorFlow };
  if (has('codes', 'sites', 'classes'))
    return { is: 'oap.json, which describes a model', instead: 'give the model next to it' };
  if (has('specification', 'protocol'))
    return { is: 'the record of a run', instead: 'give model.json or model.xgb.json of one of its fits' };
  if (has('history')) return { is: 'an experiment', instead: 'give it first, then the model' };
  if (
    Object.values(content)
      .slice(0, 3)
      .some((task) => isObject(task) && 'errors' in task)
  ) {
    return { is: 'a history', instead: toEither };
  }
  return undefined;
}

function listKind(content: readonly unknown[]): FileKind | undefined {
  const [first] = content;
  const isTree = isObject(first) && ('nodeid' in first || 'leaf' in first);
  if (isTree || (typeof first === 'string' && /nodeid|^0:(?:\[|leaf=)/.test(first))) {
    return {
      is: 'a dump of trees from XGBoost (get_dump), which lacks the classes and the base score',
      instead: toXgboost,
    };
  }
  const isManifest = isObject(first) && 'paths' in first && 'weights' in first;
  return isManifest
    ? { is: 'a list of weights (weightsManifest), which lacks the layers', instead: toTensorFlow }
    : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
