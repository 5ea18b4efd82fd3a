import type { SparseRows } from '../dataset/sparse-rows.ts';
import type { Learner, LearnerFile, TrainingSet } from '../learning/learner.ts';
import { RandomState } from '../learning/random.ts';
import type { Architecture } from '../network/architecture.ts';
import { saveLayersModel } from '../network/layers-model.ts';
import type { Loss } from '../network/loss.ts';
import { defaultAdam, SparseNetwork } from '../network/sparse-network.ts';
import { trainEmbeddings, usedPairs } from '../network/train-embeddings.ts';
import type { LearnerOptions } from './model.ts';

export interface NetworkTraining extends LearnerOptions {
  readonly loss: Loss;
  /** Factor of the losses of other targets; 0 = they are not learned. */
  readonly otherTargets: number;
}

/**
 * A network in training: an epoch is one pass over the examples in a new random order, in batches, with one step of Adam each.
 * Columns that no training example uses are left out: they would learn nothing, and their initial weights would be noise for
 * tasks that use them later.
 */
export class NetworkLearner implements Learner {
  readonly #network: SparseNetwork;
  readonly #random: RandomState;
  #kept: readonly Float32Array[] = [];

  constructor(
    readonly architecture: Architecture,
    readonly training: TrainingSet,
    readonly settings: NetworkTraining,
  ) {
    this.#random = new RandomState(settings.seed);
    this.#network = newNetwork(architecture, training, settings, this.#random);
  }

  step(): void {
    const { examples, labels, others = [] } = this.training;
    const { batchSize, otherTargets } = this.settings;
    const otherLabels = otherTargets > 0 ? others.map((other) => other.labels) : [];
    const order = this.#random.permutation(examples.rows);
    for (let from = 0; from < order.length; from += batchSize) {
      const to = Math.min(order.length, from + batchSize);
      this.#network.collectGradient(examples, labels, order, from, to, otherLabels);
      this.#network.step();
    }
  }

  predict(examples: SparseRows): Float32Array {
    return this.#network.predict(examples);
  }

  keep(): void {
    this.#kept = this.#network.parameters.map((parameter) => parameter.copy());
  }

  restore(): void {
    this.#kept.forEach((copy, i) => {
      this.#network.parameters[i].putBack(copy);
    });
  }

  save(): readonly LearnerFile[] {
    return saveLayersModel(this.architecture, this.#network);
  }
}

/** A network with its initial weights, drawn from a stream that then draws the order of the examples. */
export function newNetwork(
  architecture: Architecture,
  { examples, classWeights, others = [] }: TrainingSet,
  { batchSize, learningRate, loss, otherTargets }: NetworkTraining,
  random: RandomState,
): SparseNetwork {
  const { encoder, sites } = architecture;
  const embeddings =
    encoder.kind === 'embeddings' ? trainEmbeddings(usedPairs(examples), sites, encoder.size, random) : undefined;
  const adam = { ...defaultAdam, learningRate };
  const columns = usedColumns(examples);
  const targets = otherTargets > 0 ? others.map((other) => ({ ...other, weight: otherTargets })) : [];
  const network = new SparseNetwork(architecture, columns, classWeights, batchSize, adam, embeddings, loss, targets);
  network.initialize(random);
  return network;
}

/** [columns] rank of each column among the used columns, ascending; −1 if unused. */
function usedColumns(examples: SparseRows): Int32Array {
  const numbers = new Int32Array(examples.columns).fill(-1);
  for (const column of examples.column) numbers[column] = 0;
  let used = 0;
  for (let column = 0; column < numbers.length; column++) {
    if (numbers[column] === 0) numbers[column] = used++;
  }
  return numbers;
}
