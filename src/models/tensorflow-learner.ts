import type { SparseRows } from '../dataset/sparse-rows.ts';
import type { Learner, LearnerFile, TrainingSet } from '../learning/learner.ts';
import { RandomState } from '../learning/random.ts';
import type { Architecture } from '../network/architecture.ts';
import { readNetworkWeights, writeLayersModel } from '../network/layers-model.ts';
import { defaultAdam } from '../network/sparse-network.ts';
import { KerasNetwork } from '../network/tensorflow/keras-network.ts';
import type { TensorFlow } from '../network/tensorflow/tensorflow.ts';
import { type NetworkTraining, newNetwork } from './network-learner.ts';

/**
 * A network that TensorFlow.js trains. Initial weights and the order of the examples are those of the sparse engine with the
 * same seed; dropout masks come from a separate stream, as TensorFlow's own would differ in every run.
 */
export class TensorFlowLearner implements Learner {
  readonly #network: KerasNetwork;
  readonly #random: RandomState;
  readonly #dropout: RandomState;
  #kept: ReadonlyMap<string, Float32Array> = new Map();

  constructor(
    engine: TensorFlow,
    readonly architecture: Architecture,
    readonly training: TrainingSet,
    readonly settings: NetworkTraining,
  ) {
    this.#random = new RandomState(settings.seed);
    this.#dropout = new RandomState(settings.seed);
    const initial = readNetworkWeights(architecture, newNetwork(architecture, training, settings, this.#random));
    const adam = { ...defaultAdam, learningRate: settings.learningRate };
    this.#network = new KerasNetwork(engine, architecture, initial, adam, settings.loss);
  }

  step(): void {
    const { examples, labels, classWeights } = this.training;
    const { batchSize } = this.settings;
    const order = this.#random.permutation(examples.rows);
    for (let from = 0; from < order.length; from += batchSize) {
      const to = Math.min(order.length, from + batchSize);
      this.#network.train(examples, labels, classWeights, order, from, to, this.#masks(to - from));
    }
  }

  predict(examples: SparseRows): Float32Array {
    const { classes } = this.training;
    const probabilities = new Float32Array(examples.rows * classes);
    const all = Int32Array.from({ length: examples.rows }, (_, row) => row);
    for (let from = 0; from < all.length; from += this.settings.batchSize) {
      const to = Math.min(all.length, from + this.settings.batchSize);
      probabilities.set(this.#network.predict(examples, all, from, to), from * classes);
    }
    return probabilities;
  }

  keep(): void {
    this.#kept = this.#network.read();
  }

  restore(): void {
    if (this.#kept.size > 0) this.#network.write(this.#kept);
  }

  save(): readonly LearnerFile[] {
    return writeLayersModel(this.architecture, this.#network.read());
  }

  dispose(): void {
    this.#network.dispose();
  }

  /** 0 for dropped outputs, 1 / (1 − rate) for the others; none if no layer has dropout. */
  #masks(rows: number): Float32Array[] {
    const { dense } = this.architecture;
    if (dense.every(({ dropout }) => dropout === 0)) return [];
    return dense.map(({ units, dropout }) => {
      const kept = 1 / (1 - dropout);
      return Float32Array.from(this.#dropout.randomSample(rows * units), (drawn) => (drawn < dropout ? 0 : kept));
    });
  }
}
