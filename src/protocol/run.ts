import * as z from 'zod/mini';
import { targetCalibration } from './calibration.ts';

// Webviews may not evaluate code, and Zod would try.
z.config({ jitless: true });

/*
 * A run in its folder and in views. Names from data (targets, classes, tasks) are always values, never keys.
 */

/** Maximum number of fits per target: more mean a damaged or forged record. */
export const maxFitsPerTarget = 1000;
const fitIndex = z.int().check(z.minimum(0), z.maximum(maxFitsPerTarget - 1));
const seed = z.int().check(z.minimum(0), z.maximum(2 ** 32 - 1));
const count = z.int().check(z.minimum(0));

/** A file as written, to compare with when it is read. */
export const sealedFile = z.object({
  name: z.string(),
  bytes: count,
  /** Hexadecimal. */
  sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
});
export type SealedFile = z.infer<typeof sealedFile>;

export const protocolNames = ['holdout', 'cross-validation', 'repeated-test'] as const;
export type ProtocolName = (typeof protocolNames)[number];

/** Metrics of one set of examples after one epoch. Arrays have one value per class. */
export const epochMetrics = z.object({
  /** Class-weighted cross entropy, which training minimises (without the L2 penalty). */
  loss: z.number(),
  crossEntropy: z.number(),
  confusionMse: z.number(),
  macroPrecision: z.number(),
  macroRecall: z.number(),
  macroF1: z.number(),
  precision: z.array(z.number()),
  recall: z.array(z.number()),
});
export type EpochMetrics = z.infer<typeof epochMetrics>;

/** One line of `epochs.jsonl`. */
export const epochRecord = z.object({
  /** 0-based. */
  epoch: z.int(),
  /** Time spent on this epoch, training and evaluation. */
  seconds: z.number(),
  training: epochMetrics,
  validation: epochMetrics,
});
export type EpochRecord = z.infer<typeof epochRecord>;

export const stopReasons = ['patience', 'max-delta', 'both', 'max-epochs'] as const;
export type StopReason = (typeof stopReasons)[number];

const confusionCounts = z.array(z.array(count));

/** What needs no model, evaluated on the same tasks as a fit. Counts: row = truth, column = decision. */
export const fitBaselines = z.object({
  /** Always the most frequent class of the training tasks. */
  mostFrequent: z.object({ class: count, confusion: confusionCounts }),
  /** As other tasks of the workflow were decided in training; `known` tasks had some. */
  sameWorkflow: z.object({ known: count, confusion: confusionCounts }),
});
export type FitBaselines = z.infer<typeof fitBaselines>;

/** `fit.json`: its presence means that the fit is complete. */
export const fitRecord = z.object({
  version: z.literal(1),
  target: z.string(),
  index: fitIndex,
  seed,
  classes: z.array(z.string()),
  examples: z.object({ training: count, validation: count, evaluation: count }),
  epochsRun: count,
  /** Epoch with the best smoothed main metric, up to the stop; its weights are the ones evaluated when `restored`. */
  bestEpoch: z.int(),
  restored: z.boolean(),
  /** What trained it: `sparse`, `tensorflow (wasm)`, …; absent unless it is a network. */
  engine: z.optional(z.string()),
  /** Epoch after which early stopping stopped (or would have, if training continued); null = it never did. */
  stopEpoch: z.nullable(z.int()),
  stopReason: z.enum(stopReasons),
  seconds: z.number(),
  /** Counts on the evaluated examples, row = truth, column = prediction. */
  confusion: z.array(z.array(z.number())),
  metrics: epochMetrics,
  /** Fits of version 0.1, and of imported models, have none. */
  baselines: z.optional(fitBaselines),
  /** Notes for readers: a class left out of resampling, unseen columns… */
  notes: z.array(z.string()),
  /** The other files of the fit. Fits of version 0.1 have none. */
  files: z.optional(z.array(sealedFile)),
});
export type FitRecord = z.infer<typeof fitRecord>;

const spread = z.object({ mean: z.number(), std: z.number() });
/** Mean and population standard deviation over the fits. */
export type Spread = z.infer<typeof spread>;

/** Scores as those of a model. */
const baselineScores = { confusionMse: spread, recall: spread, precision: spread, f1: spread, accuracy: spread };
export type BaselineScores = z.infer<z.ZodMiniObject<typeof baselineScores>>;

/** What needs no model, over the fits of a target. */
export const targetBaselines = z.object({
  mostFrequent: z.object({ class: z.string(), ...baselineScores }),
  /** `known` = share of the tasks whose workflow has other tasks in training, mean over the fits. */
  sameWorkflow: z.object({ known: z.number(), ...baselineScores }),
});
export type TargetBaselines = z.infer<typeof targetBaselines>;

export const targetSummary = z.object({
  target: z.string(),
  classes: z.array(z.string()),
  fits: z.int(),
  confusionMse: spread,
  recall: spread,
  precision: spread,
  f1: spread,
  accuracy: spread,
  perClass: z.array(z.object({ class: z.string(), support: z.int(), recall: spread, precision: spread, f1: spread })),
  /** Counts summed over the fits, row = truth. */
  confusion: z.array(z.array(z.number())),
  /** Row-normalised matrix per fit, averaged; an empty row is 0. */
  confusionShare: z.array(z.array(spread)),
  epochs: z.object({ mean: z.number() }),
  seconds: z.number(),
  /** Absent where a fit has none. */
  baselines: z.optional(targetBaselines),
  /** Once all fits have one. Runs of version 0.1 have none until it is computed. */
  calibration: z.optional(targetCalibration),
});
export type TargetSummary = z.infer<typeof targetSummary>;

export const runStates = ['running', 'done', 'failed', 'cancelled', 'interrupted'] as const;
export type RunState = (typeof runStates)[number];

/** `run.json`. */
export const runRecord = z.object({
  version: z.literal(1),
  id: z.string(),
  /** Label of the model in the experiment, e.g. `simple` or `wide`. */
  model: z.string(),
  /** Family of the model and every setting, as resolved. */
  specification: z.record(z.string(), z.unknown()),
  protocol: z.enum(protocolNames),
  /** Shared by runs started together: the models of a selection, the calls of a search. */
  group: z.optional(z.string()),
  /** Ids of the runs of its last selection by cross-validation, including itself, in the experiment's order. */
  selection: z.optional(z.array(z.string())),
  state: z.enum(runStates),
  createdAt: z.string(),
  /** The process that trains the run while its state is `running`. */
  owner: z.object({
    host: z.string(),
    process: z.int(),
    machine: z.optional(z.string()),
    started: z.optional(z.string()),
    /** It holds the lock of the run's folder while it trains the run. Version 0.1 did not. */
    locks: z.optional(z.literal(true)),
  }),
  finishedAt: z.optional(z.string()),
  /** Wall-clock seconds of the run. */
  seconds: z.optional(z.number()),
  seed,
  /** Experiment file, relative to the folder that holds `.oap`. */
  experimentFile: z.string(),
  /** The experiment with every default filled in. */
  experiment: z.unknown(),
  history: z.object({
    /** Relative to the experiment file where possible. */
    file: z.string(),
    bytes: z.number(),
    sha256: z.string(),
    /** SHA-256 of its content, whatever its layout. Runs of earlier versions have none. */
    content: z.optional(z.string()),
    tasks: z.int(),
    codes: z.int(),
    sites: z.int(),
    /** True if the tasks' names show that the history was generated. */
    synthetic: z.boolean(),
  }),
  targets: z.array(z.object({ target: z.string(), classes: z.array(z.string()), counts: z.array(count) })),
  fitsPerTarget: z.int().check(z.minimum(1), z.maximum(maxFitsPerTarget)),
  /** Files next to the record that never change: the vocabulary. Runs of version 0.1 have none. */
  files: z.optional(z.array(sealedFile)),
  versions: z.object({ oap: z.string(), node: z.string(), engine: z.string() }),
  gitCommit: z.optional(z.string()),
  /** Why the run failed, one sentence. */
  error: z.optional(z.string()),
  summary: z.array(targetSummary),
});
export type RunRecord = z.infer<typeof runRecord>;

export const fitStates = ['waiting', 'running', 'done', 'failed', 'cancelled'] as const;
export type FitState = (typeof fitStates)[number];

/** A fit in views: its record once it is complete, its epochs so far before that. */
export const fitView = z.object({
  target: z.string(),
  index: z.int(),
  state: z.enum(fitStates),
  epochs: z.array(epochRecord),
  record: z.optional(fitRecord),
  error: z.optional(z.string()),
});
export type FitView = z.infer<typeof fitView>;
