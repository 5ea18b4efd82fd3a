import { readHistory } from '../src/dataset/read-history.ts';
import { selectRows } from '../src/dataset/sparse-rows.ts';
import { buildDataset, inputOf } from '../src/experiment/dataset.ts';
import { experimentDefinition } from '../src/experiment/definition.ts';
import { type ModelSpecification, modelSpecifications } from '../src/experiment/model-specification.ts';
import { classWeights } from '../src/learning/class-weights.ts';
import { planFits } from '../src/learning/fit-plan.ts';
import type { Learner, TrainingSet } from '../src/learning/learner.ts';
import { createLearner } from '../src/models/create-learner.ts';
import type { ModelShape } from '../src/models/model.ts';
import { findModel } from '../src/models/registry.ts';
import type { TensorFlow } from '../src/network/tensorflow/tensorflow.ts';

/** Predicting the action: the training tasks of a hold-out run, 5,332 of a history's 9,522 tasks. */
export interface ActionTask {
  readonly shape: ModelShape;
  readonly training: TrainingSet;
}

export async function readActionTask(history: string): Promise<ActionTask> {
  const experiment = experimentDefinition.parse({ history, targets: new Map([['action', {}]]) });
  const dataset = buildDataset(await readHistory(history), experiment);
  const { split, training } = experiment;
  const [plan] = planFits('holdout', dataset.tasks.count, split, training.validation);
  const { matrix, codes, sites } = inputOf(dataset, experiment.features);
  const [target] = dataset.targets;
  const labels = plan.train.map((row) => target.labels[row]);
  const classes = target.classes.length;
  return {
    shape: { errors: codes.length, sites: sites.length, classes },
    training: {
      examples: selectRows(matrix, plan.train),
      labels,
      classes,
      classWeights: classWeights(labels, classes),
    },
  };
}

/** A model of an experiment: a name, or an entry with settings. */
export function specificationOf(entry: string | object): ModelSpecification {
  return modelSpecifications(experimentDefinition.parse({ history: '-', models: [entry] }))[0];
}

/** @param tensorflow trains networks in place of the sparse engine */
export function createActionLearner(
  { shape, training }: ActionTask,
  specification: ModelSpecification,
  tensorflow?: TensorFlow,
): Learner {
  const model = findModel(specification.model);
  if (!model) throw new Error(`no model ${specification.model}`);
  const { settings, attention, training: options } = specification;
  return createLearner(model, settings, attention, shape, training, { ...options, seed: 42 }, tensorflow);
}
