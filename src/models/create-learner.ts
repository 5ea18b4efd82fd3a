import { InputError } from '../dataset/input-error.ts';
import type { Learner, TrainingSet } from '../learning/learner.ts';
import type { Model, ModelShape } from './model.ts';
import { NetworkLearner, type NetworkTraining } from './network-learner.ts';
import { TreeLearner } from './tree-learner.ts';

/**
 * A learner of a model for one training set. Everything random in it comes from the seed in `options`.
 *
 * @throws InputError if the model cannot learn such a target
 */
export function createLearner(
  model: Model,
  settings: object,
  attention: boolean,
  shape: ModelShape,
  training: TrainingSet,
  options: NetworkTraining,
): Learner {
  switch (model.kind) {
    case 'network':
      return new NetworkLearner(model.architecture(shape, settings, attention), training, options);
    case 'trees':
      if (shape.classes < 2) throw new InputError(`${model.name} needs a target of at least two classes`);
      return new TreeLearner(model.booster(settings), training, model.weighted(settings));
    default:
      throw new Error(`no kind of model ${JSON.stringify(model satisfies never)}`);
  }
}
