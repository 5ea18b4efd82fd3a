import { mostFrequent } from '../measures/baselines.ts';
import { accuracyOf, classScores, confusionMse } from '../measures/confusion.ts';
import { meanOf, spreadOf, sumOf } from '../measures/spread.ts';
import type { BaselineScores, FitBaselines, TargetBaselines } from '../protocol/run.ts';

/** What needs no model, over the fits of a target. @param fits of which at least one */
export function joinBaselines(fits: readonly FitBaselines[], classes: readonly string[]): TargetBaselines {
  const usual = fits.map((fit) => fit.mostFrequent.class);
  const known = fits.map(({ sameWorkflow }) => sameWorkflow.known / Math.max(1, sumOf(sameWorkflow.confusion.flat())));
  return {
    mostFrequent: {
      class: classes[mostFrequent(usual, classes.length)],
      ...scoresOf(fits.map((fit) => fit.mostFrequent.confusion)),
    },
    sameWorkflow: { known: meanOf(known), ...scoresOf(fits.map((fit) => fit.sameWorkflow.confusion)) },
  };
}

/** As those of models. @param confusions of the fits, row = truth */
function scoresOf(confusions: readonly (readonly (readonly number[])[])[]): BaselineScores {
  const classes = confusions[0].length;
  const counts = confusions.map((confusion) => confusion.flat());
  const scores = counts.map((count) => classScores(count, classes));
  return {
    confusionMse: spreadOf(counts.map((count) => confusionMse(count, classes))),
    recall: spreadOf(scores.map(({ recall }) => meanOf(recall))),
    precision: spreadOf(scores.map(({ precision }) => meanOf(precision))),
    f1: spreadOf(scores.map(({ f1 }) => meanOf(f1))),
    accuracy: spreadOf(counts.map((count) => accuracyOf(count, classes))),
  };
}
