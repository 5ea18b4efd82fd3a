import { Booster } from '../boosting/booster.ts';
import type { BoosterSettings } from '../boosting/settings.ts';
import { writeXgboostJson } from '../boosting/write-xgboost-json.ts';
import type { SparseRows } from '../dataset/sparse-rows.ts';
import type { Learner, LearnerFile, TrainingSet } from '../learning/learner.ts';

/** Boosted trees in training: an epoch is a round. Nothing in them is random. */
export class TreeLearner implements Learner {
  readonly #booster: Booster;
  #kept = 0;

  /** @param weighted whether examples are weighted by their class */
  constructor(settings: BoosterSettings, { examples, labels, classes, classWeights }: TrainingSet, weighted: boolean) {
    const rowWeights = weighted ? Float32Array.from(labels, (label) => classWeights[label]) : undefined;
    this.#booster = new Booster(settings, examples, labels, classes, rowWeights);
  }

  step(): void {
    this.#booster.boostRound();
  }

  predict(examples: SparseRows): Float32Array {
    return this.#booster.predict(examples);
  }

  keep(): void {
    this.#kept = this.#booster.rounds;
  }

  restore(): void {
    this.#booster.truncate(this.#kept);
  }

  save(): readonly LearnerFile[] {
    const text = writeXgboostJson(this.#booster.model);
    return [{ name: 'model.xgb.json', bytes: new TextEncoder().encode(text) }];
  }
}
