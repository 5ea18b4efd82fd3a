import type { SparseRows } from '../dataset/sparse-rows.ts';
import { chooseShares } from '../learning/choose-shares.ts';
import { EarlyStopping } from '../learning/early-stopping.ts';
import type { Learner, LearnerFile, TrainingSet } from '../learning/learner.ts';
import { measure } from '../measures/epoch-metrics.ts';
import { fileName, weightsAsFile } from './ensemble-files.ts';
import { type Copy, ofCopies } from './ensemble-members.ts';
import { addLogarithms, probabilitiesOf } from './pool.ts';

/** A learner of an ensemble, with its own early stopping by the study's rule. */
export class MemberLearner {
  readonly #stopping: EarlyStopping | undefined;
  /** What it predicts as it is now. */
  #predicted = new WeakMap<SparseRows, Float32Array>();
  isDone = false;

  constructor(
    readonly learner: Learner,
    readonly set: TrainingSet,
  ) {
    this.#stopping = set.watched && new EarlyStopping({ ...set.watched.rule, modes: ['min', 'max', 'max'] });
  }

  step(): void {
    if (this.isDone) return;
    this.learner.step();
    this.#forget();
    const { watched, classes, classWeights } = this.set;
    if (!watched || !this.#stopping) return;
    const { metrics } = measure(watched.labels, this.predict(watched.examples), classes, classWeights);
    const scores = [metrics.confusionMse, metrics.macroRecall, metrics.macroPrecision];
    const { isBestEpoch, stop } = this.#stopping.observe(scores);
    if (isBestEpoch && watched.restoreBest) this.keep();
    if (stop === null) return;
    this.isDone = true;
    if (watched.restoreBest && !isBestEpoch) this.restore();
  }

  /** Once for the same examples in the same state: training, early stopping and the ensemble ask for the same ones. */
  predict(examples: SparseRows): Float32Array {
    const predicted = this.#predicted.get(examples) ?? this.learner.predict(examples).slice();
    this.#predicted.set(examples, predicted);
    return predicted;
  }

  keep(): void {
    this.learner.keep();
  }

  restore(): void {
    this.learner.restore();
    this.#forget();
  }

  #forget(): void {
    this.#predicted = new WeakMap();
  }
}

/** Members that are trained in step; their pool is what is evaluated. */
export class EnsembleLearner implements Learner {
  /** Of the members of the ensemble. */
  #weights: readonly number[];

  /**
   * @param learners    one for each copy
   * @param memberCount members of the ensemble, each with one copy or more
   * @param chooses     whether the watched examples choose the weights
   */
  constructor(
    readonly learners: readonly MemberLearner[],
    readonly copies: readonly Copy[],
    readonly memberCount: number,
    readonly set: TrainingSet,
    readonly chooses: boolean,
  ) {
    this.#weights = new Array<number>(memberCount).fill(1 / memberCount);
  }

  get isDone(): boolean | undefined {
    return this.set.watched && this.learners.every(({ isDone }) => isDone);
  }

  step(): void {
    for (const learner of this.learners) learner.step();
    if (this.isDone) this.#choose();
  }

  predict(examples: SparseRows): Float32Array {
    const { classes } = this.set;
    const sum = new Float64Array(examples.rows * classes);
    for (const [i, weight] of ofCopies(this.copies, this.#weights).entries()) {
      if (weight > 0) addLogarithms(this.learners[i].predict(examples), weight, sum);
    }
    return probabilitiesOf(sum, classes);
  }

  keep(): void {
    for (const learner of this.learners) learner.keep();
  }

  restore(): void {
    for (const learner of this.learners) learner.restore();
    this.#choose();
  }

  save(): readonly LearnerFile[] {
    return [
      weightsAsFile(this.#weights),
      ...this.learners.flatMap(({ learner }, i) =>
        learner.save().map(({ name, bytes }) => ({ name: fileName(i, name), bytes })),
      ),
    ];
  }

  dispose(): void {
    for (const { learner } of this.learners) learner.dispose?.();
  }

  /** Lets the watched examples choose the weights. */
  #choose(): void {
    const { watched, classWeights } = this.set;
    if (!watched || !this.chooses) return;
    const length = watched.labels.length * classWeights.length;
    const logarithms = Array.from({ length: this.memberCount }, () => new Float64Array(length));
    for (const [i, learner] of this.learners.entries()) {
      const { member, copies } = this.copies[i];
      addLogarithms(learner.predict(watched.examples), 1 / copies, logarithms[member]);
    }
    this.#weights = chooseShares(logarithms, watched.labels, classWeights);
  }
}
