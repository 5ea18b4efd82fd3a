import { InputError } from '../dataset/input-error.ts';
import type { Learner, TrainingSet } from '../learning/learner.ts';
import type { TensorFlow } from '../network/tensorflow/tensorflow.ts';
import { lossOf } from './loss-settings.ts';
import type { LearnerOptions, Model, ModelShape } from './model.ts';
import { NetworkLearner } from './network-learner.ts';
import { TensorFlowLearner } from './tensorflow-learner.ts';
import { TreeLearner } from './tree-learner.ts';

/**
 * A learner of a model for one training set. Everything random in it comes from the seed in `options`.
 *
 * @param tensorflow trains networks in place of the sparse engine
 * @throws InputError if the model cannot learn such a target
 */
export function createLearner(
  model: Model,
  settings: object,
  attention: boolean,
  shape: ModelShape,
  training: TrainingSet,
  options: LearnerOptions,
  tensorflow?: TensorFlow,
): Learner {
  switch (model.kind) {
    case 'network': {
      const architecture = model.architecture(shape, settings, attention);
      const own = { ...options, loss: lossOf(settings), otherTargets: model.otherTargets?.(settings) ?? 0 };
      if (!tensorflow) return new NetworkLearner(architecture, training, own);
      if (own.otherTargets > 0) {
        throw new InputError(`${model.name} is trained by the sparse engine only, expected "engine": "sparse"`);
      }
      return new TensorFlowLearner(tensorflow, architecture, training, own);
    }
    case 'trees':
      if (shape.classes < 2) throw new InputError(`${model.name} needs a target of at least two classes`);
      return new TreeLearner(model.booster(settings), training, model.weighted(settings));
    case 'own':
      return model.learner(settings, shape, training, options);
    default:
      throw new Error(`no kind of model ${JSON.stringify(model satisfies never)}`);
  }
}
