import * as z from 'zod/mini';
import { pageService } from './page.ts';
import { runRecord } from './run.ts';
import type { Service } from './service.ts';

/*
 * The service behind the panel that compares runs. The panel follows the runs' records; curves and pairs are read and computed
 * on request, for the target shown.
 */

/** A run of the comparison: its record, or why it cannot be read. */
export const comparedRun = z.object({
  folder: z.string(),
  /** Its own name, or its model; the folder's name if it cannot be read. */
  name: z.string(),
  run: z.nullable(runRecord),
  error: z.nullable(z.string()),
});
export type ComparedRun = z.infer<typeof comparedRun>;

/** A metric by epoch, over the fits that have the epoch. */
const epochSpread = z.object({ mean: z.array(z.number()), std: z.array(z.number()) });

const metricCurves = z.object({
  crossEntropy: epochSpread,
  confusionMse: epochSpread,
  macroPrecision: epochSpread,
  macroRecall: epochSpread,
});

/** One run's curves for one target. All arrays have one value per epoch. */
export const meanCurves = z.object({
  /** Fits that have the epoch. */
  fits: z.array(z.int()),
  training: metricCurves,
  validation: metricCurves,
});
export type MeanCurves = z.infer<typeof meanCurves>;

/** Difference other − baseline, and the range of 95 % of its resampled values; null if there are too few workflows. */
const interval = z.object({ difference: z.number(), low: z.nullable(z.number()), high: z.nullable(z.number()) });
export type DifferenceInterval = z.infer<typeof interval>;

/** A task that one run predicts correctly and the other does not. */
export const disagreement = z.object({
  task: z.string(),
  truth: z.string(),
  /** Predicted classes and their probabilities. */
  baseline: z.string(),
  baselineProbability: z.number(),
  other: z.string(),
  otherProbability: z.number(),
});
export type Disagreement = z.infer<typeof disagreement>;

export const pairResult = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('compared'),
    tasks: z.int(),
    workflows: z.int(),
    /** 0 = too few workflows for intervals. */
    resamples: z.int(),
    /** Seed of the draws of workflows. */
    seed: z.int(),
    confusionMse: interval,
    recall: interval,
    /** Tasks by which of the two is correct. */
    right: z.object({ both: z.int(), baseline: z.int(), other: z.int(), neither: z.int() }),
    /** By task name. Cut if there are very many: `right` has the counts. */
    baselineRight: z.array(disagreement),
    otherRight: z.array(disagreement),
  }),
  /** Why these two cannot be compared, one sentence. */
  z.object({ kind: z.literal('incomparable'), reason: z.string() }),
]);
export type PairResult = z.infer<typeof pairResult>;
export type ComparedPair = Extract<PairResult, { kind: 'compared' }>;

/** Changes of the runs. */
export const comparisonUpdate = z.discriminatedUnion('kind', [
  /** All runs, first and whenever any of them may have changed. */
  z.object({ kind: z.literal('runs'), runs: z.array(comparedRun) }),
  /** A run changed: its curves and pairs are outdated. */
  z.object({ kind: z.literal('run'), run: comparedRun }),
]);
export type ComparisonUpdate = z.infer<typeof comparisonUpdate>;

/** The panel's questions to its host; runs are named by their folders. */
export const comparePanelService = {
  ...pageService,
  /** Reports the runs until the page closes, or follows again. */
  follow: { argument: z.null(), answer: z.null(), progress: comparisonUpdate },
  curves: { argument: z.object({ folder: z.string(), target: z.string() }), answer: meanCurves },
  pair: {
    argument: z.object({ target: z.string(), baseline: z.string(), other: z.string() }),
    answer: pairResult,
  },
  open: { argument: z.object({ folder: z.string() }), answer: z.null() },
  /** Lets the user choose other runs. */
  choose: { argument: z.null(), answer: z.null() },
  /** Exports the runs and their comparison as a page. */
  exportReport: { argument: z.null(), answer: z.null() },
} satisfies Service;
export type ComparePanelService = typeof comparePanelService;
