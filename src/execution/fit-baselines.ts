import type { Target } from '../dataset/targets.ts';
import type { Dataset } from '../experiment/dataset.ts';
import type { FitPlan } from '../learning/fit-plan.ts';
import { asSameWorkflow, mostFrequent } from '../measures/baselines.ts';
import { confusionOf } from '../measures/confusion.ts';
import type { FitBaselines } from '../protocol/run.ts';

/** Baselines without a model, trained and evaluated on a fit's own tasks. */
export function fitBaselines(
  { workflows }: Dataset,
  { labels, classes: { length: classes } }: Target,
  { train, evaluation }: FitPlan,
): FitBaselines {
  const training = { rows: train, labels: train.map((row) => labels[row]) };
  const truth = evaluation.map((row) => labels[row]);
  const usual = mostFrequent(training.labels, classes);
  const { predicted, known } = asSameWorkflow(training, evaluation, workflows, classes, usual);
  return {
    mostFrequent: { class: usual, confusion: confusionOf(truth, new Int32Array(truth.length).fill(usual), classes) },
    sameWorkflow: { known, confusion: confusionOf(truth, predicted, classes) },
  };
}
