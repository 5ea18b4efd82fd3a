import type { Learner, TrainingSet } from '../learning/learner.ts';
import type { Model, ModelShape } from './model.ts';
import { NetworkLearner, type NetworkTraining } from './network-learner.ts';

/** A learner of a model for one training set. Everything random in it comes from the seed in `options`. */
export function createLearner(
  model: Model,
  settings: object,
  attention: boolean,
  shape: ModelShape,
  training: TrainingSet,
  options: NetworkTraining,
): Learner {
  return new NetworkLearner(model.architecture(shape, settings, attention), training, options);
}
