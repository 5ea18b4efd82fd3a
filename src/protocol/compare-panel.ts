import * as z from 'zod/mini';
import { pageService } from './page.ts';
import type { Service } from './port.ts';
import { runRecord } from './run.ts';

/*
 * What the panel that compares runs asks its host. It follows the runs' records; curves and pairs are read and computed when
 * it asks for them, for the target that is looked at.
 */

/** A run of the comparison: its record, or why it cannot be read. */
export const comparedRun = z.object({
  folder: z.string(),
  /** As people named it, or its model; the folder's name if it cannot be read. */
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

/** One run's curves for one target. All arrays have one value an epoch. */
export const meanCurves = z.object({
  /** Fits that have the epoch. */
  fits: z.array(z.int()),
  training: metricCurves,
  validation: metricCurves,
});
export type MeanCurves = z.infer<typeof meanCurves>;

/** Difference other − baseline, and where 95 % of its resampled values lie; null where there was too little to draw from. */
const interval = z.object({ difference: z.number(), low: z.nullable(z.number()), high: z.nullable(z.number()) });
export type DifferenceInterval = z.infer<typeof interval>;

/** A task that one run gets right and the other wrong. */
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
    /** 0 = there are too few workflows for intervals. */
    resamples: z.int(),
    /** Of the random numbers that drew the workflows. */
    seed: z.int(),
    confusionMse: interval,
    recall: interval,
    /** Tasks by which of the two is right. */
    right: z.object({ both: z.int(), baseline: z.int(), other: z.int(), neither: z.int() }),
    /** By task name. Not all where there are very many: `right` has the counts. */
    baselineRight: z.array(disagreement),
    otherRight: z.array(disagreement),
  }),
  /** Nothing can be said of these two: one sentence why. */
  z.object({ kind: z.literal('incomparable'), reason: z.string() }),
]);
export type PairResult = z.infer<typeof pairResult>;
export type ComparedPair = Extract<PairResult, { kind: 'compared' }>;

/** What becomes of the runs. */
export const comparisonUpdate = z.discriminatedUnion('kind', [
  /** All runs, at first and when any of them may have changed. */
  z.object({ kind: z.literal('runs'), runs: z.array(comparedRun) }),
  /** A run changed: what was known of its curves and pairs is old. */
  z.object({ kind: z.literal('run'), run: comparedRun }),
]);
export type ComparisonUpdate = z.infer<typeof comparisonUpdate>;

/** What the panel asks its host; runs are named by their folders. */
export const comparePanelService = {
  ...pageService,
  /** Reports the runs until the page goes, or follows again. */
  follow: { argument: z.null(), answer: z.null(), progress: comparisonUpdate },
  curves: { argument: z.object({ folder: z.string(), target: z.string() }), answer: meanCurves },
  pair: {
    argument: z.object({ target: z.string(), baseline: z.string(), other: z.string() }),
    answer: pairResult,
  },
  open: { argument: z.object({ folder: z.string() }), answer: z.null() },
  /** Lets other runs be chosen. */
  choose: { argument: z.null(), answer: z.null() },
  /** Writes the runs and their comparison as a page. */
  exportReport: { argument: z.null(), answer: z.null() },
} satisfies Service;
export type ComparePanelService = typeof comparePanelService;
