import * as z from 'zod/mini';
import { driverScopes, drivers } from './drivers.ts';
import { explanation } from './explanation.ts';
import { modelTraits } from './model-traits.ts';
import type { PageRequest } from './page-request.ts';
import { epochRecord, fitView, runRecord } from './run.ts';

/*
 * Messages between the host and a run's panel. The host owns the data: the view asks for a snapshot when it becomes visible and
 * then gets deltas; it asks for samples, thresholds and tasks when it shows them.
 */

/** How long a training will still take. */
const timeLeft = z.object({
  seconds: z.number(),
  /** An upper bound rather than an estimate, as no fit has been completed yet since the start. */
  atMost: z.boolean(),
});
export type TimeLeft = z.infer<typeof timeLeft>;

/** How long the run still takes; left out if unknown, or not in training. */
const clock = { timeLeft: z.optional(timeLeft) };

export const runSnapshot = z.object({
  kind: z.literal('snapshot'),
  /** With the means of the complete fits, in any state. */
  run: runRecord,
  traits: modelTraits,
  maxEpochs: z.int(),
  fits: z.array(fitView),
  /** True while this window's executor trains the run, so that it can be cancelled from here. */
  cancellable: z.boolean(),
  ...clock,
  /** Parts of the run that could not be read, a sentence each. */
  notices: z.array(z.string()),
});
export type RunSnapshot = z.infer<typeof runSnapshot>;

/** The meaning of an error code; the title is empty if unknown. */
const codeTitle = z.object({ code: z.string(), title: z.string() });

/** The evaluated tasks of a target's complete fits, column by column. */
export const runSamples = z.object({
  kind: z.literal('samples'),
  target: z.string(),
  /** Indices of the fits that were read. */
  fits: z.array(z.int()),
  /** The tasks, each once, though several fits may have evaluated it. */
  names: z.array(z.string()),
  /** [samples] numbers in `names`. */
  task: z.array(z.int()),
  /** [samples] indices of fits. */
  fit: z.array(z.int()),
  /** [samples] true classes. */
  truth: z.array(z.int()),
  /** [samples] most probable classes. */
  predicted: z.array(z.int()),
  /** [samples × classes] */
  probabilities: z.array(z.number()),
  /** The run's error codes and sites, to choose from. */
  codes: z.array(codeTitle),
  sites: z.array(z.string()),
  /** Missing parts, a sentence each. */
  notices: z.array(z.string()),
});
export type RunSamples = z.infer<typeof runSamples>;

/**
 * One class against the others, over the samples of one fit or of all: for each distinct probability of the class,
 * descending, the result of "at least this probability".
 */
export const runThresholds = z.object({
  kind: z.literal('thresholds'),
  target: z.string(),
  /** Null = the samples of all fits together. */
  fit: z.nullable(z.int()),
  class: z.int(),
  positives: z.int(),
  negatives: z.int(),
  thresholds: z.array(z.number()),
  /** Total number, if some that hardly differ were left out. */
  distinct: z.optional(z.int()),
  truePositives: z.array(z.int()),
  falsePositives: z.array(z.int()),
  /** For each fit with samples; null if the measure is undefined. */
  perFit: z.array(z.object({ fit: z.int(), averagePrecision: z.nullable(z.number()), rocAuc: z.nullable(z.number()) })),
});
export type RunThresholds = z.infer<typeof runThresholds>;

/** The state of the history: `stale` if it is not the file that the run was trained on. */
export const historyState = z.object({ stale: z.boolean(), problem: z.optional(z.string()) });
export type HistoryState = z.infer<typeof historyState>;

/** A task's errors in the history: only the codes and sites that it has. */
export const taskErrors = z.object({
  /** 1-based line of the history on which the task begins. */
  line: z.int(),
  codes: z.array(z.object({ code: z.string(), title: z.string(), description: z.string(), usualAction: z.string() })),
  sites: z.array(z.object({ site: z.string(), good: z.boolean() })),
  /** [codes][sites], 0 = none. */
  counts: z.array(z.array(z.number())),
});
export type TaskErrors = z.infer<typeof taskErrors>;

export const runTask = z.object({
  kind: z.literal('task'),
  name: z.string(),
  history: historyState,
  /** Null if the history does not have the task, or cannot be read. */
  errors: z.nullable(taskErrors),
});
export type RunTask = z.infer<typeof runTask>;

export const foundTasks = z.object({
  kind: z.literal('found'),
  target: z.string(),
  /** The question; an empty string means any. */
  code: z.string(),
  site: z.string(),
  history: historyState,
  /** Numbers in the samples' `names`: tasks with this code at this site. */
  tasks: z.array(z.int()),
});
export type FoundTasks = z.infer<typeof foundTasks>;

/** Why a fit predicts, or does not predict, a class for a task. */
const explanationQuestion = { target: z.string(), name: z.string(), fit: z.int(), class: z.int() };

export const runExplanation = z.object({
  kind: z.literal('explanation'),
  ...explanationQuestion,
  /** Null if there is none, see `problem`. */
  explanation: z.nullable(explanation),
  /** Number of counts of codes or sites unknown to the run. */
  unknown: z.int(),
  problem: z.optional(z.string()),
});
export type RunExplanation = z.infer<typeof runExplanation>;

/** Contributions to a class in the tasks evaluated by a fit; null = in those of all fits. */
const driversQuestion = {
  target: z.string(),
  fit: z.nullable(z.int()),
  class: z.int(),
  scope: z.enum(driverScopes),
};

export const runDrivers = z.object({
  kind: z.literal('drivers'),
  ...driversQuestion,
  /** The history is not the file that the run was trained on. */
  stale: z.boolean(),
  /** Null if they cannot be computed, see `problem`. */
  drivers: z.nullable(drivers),
  problem: z.optional(z.string()),
});
export type RunDrivers = z.infer<typeof runDrivers>;

export const driversProgress = z.object({
  kind: z.literal('drivers-progress'),
  ...driversQuestion,
  /** Number of tasks explained so far, and in total. */
  done: z.int(),
  tasks: z.int(),
});
export type DriversProgress = z.infer<typeof driversProgress>;

const embeddedName = z.object({
  kind: z.enum(['code', 'site']),
  name: z.string(),
  /** Family of a code, tier of a site; `unknown` if the name does not show it. */
  group: z.string(),
  /** The meaning of a code; empty if unknown. */
  title: z.string(),
  x: z.number(),
  y: z.number(),
  /** Numbers of the most similar names of the same kind (cosine in all dimensions), the most similar first. */
  nearest: z.array(z.int()),
});
export type EmbeddedName = z.infer<typeof embeddedName>;

/** Embeddings of codes and sites in two dimensions: their first two principal components. */
export const embeddingMap = z.object({
  /** Dimensions of the embeddings. */
  size: z.int(),
  /** Shares of the variance along x and y. */
  explained: z.array(z.number()),
  names: z.array(embeddedName),
});
export type EmbeddingMap = z.infer<typeof embeddingMap>;

export const runEmbeddings = z.object({
  kind: z.literal('embeddings'),
  target: z.string(),
  fit: z.int(),
  /** Null if it cannot be shown, see `problem`. */
  map: z.nullable(embeddingMap),
  problem: z.optional(z.string()),
});
export type RunEmbeddings = z.infer<typeof runEmbeddings>;

/** How well embeddings of some sizes reproduce which pairs the training tasks of a fit use (slide 11). */
export const reconstructionCurve = z.object({
  sizes: z.array(z.int()),
  /** Mean squared error over all pairs after pre-training, one for each size. */
  errors: z.array(z.number()),
  /** The run's size, one of `sizes`. */
  own: z.int(),
  pairs: z.int(),
  used: z.int(),
});
export type ReconstructionCurve = z.infer<typeof reconstructionCurve>;

export const runReconstruction = z.object({
  kind: z.literal('reconstruction'),
  target: z.string(),
  fit: z.int(),
  history: historyState,
  /** Null if the history cannot be read. */
  curve: z.nullable(reconstructionCurve),
});
export type RunReconstruction = z.infer<typeof runReconstruction>;

const epochOfFit = z.object({ target: z.string(), index: z.int(), record: epochRecord });
export type EpochOfFit = z.infer<typeof epochOfFit>;

export const hostToRunPanel = z.discriminatedUnion('kind', [
  runSnapshot,
  /** More epochs of fits, in the order in which they ended. */
  z.object({ kind: z.literal('epochs'), epochs: z.array(epochOfFit), ...clock }),
  /** A fit changed its state. It begins without epochs; an ended fit with empty `epochs` keeps the earlier ones. */
  z.object({ kind: z.literal('fit'), fit: fitView, ...clock }),
  /** The run changed its state or its summary. */
  z.object({ kind: z.literal('run'), run: runRecord, cancellable: z.boolean(), ...clock }),
  /** The run cannot be shown: deleted, half-written, from a newer version, too large. */
  z.object({ kind: z.literal('unavailable'), reason: z.string() }),
  runSamples,
  runThresholds,
  runTask,
  foundTasks,
  runExplanation,
  runDrivers,
  driversProgress,
  runEmbeddings,
  runReconstruction,
  /** Show a task among the samples of a target, opened. */
  z.object({ kind: z.literal('show-sample'), target: z.string(), name: z.string() }),
]);
export type HostToRunPanel = z.infer<typeof hostToRunPanel>;

export const runPanelToHost = z.discriminatedUnion('kind', [
  /** The view is ready (or visible again) and needs a snapshot. */
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('cancel') }),
  /** Train the missing fits. */
  z.object({ kind: z.literal('continue') }),
  /** Repeat the training. */
  z.object({ kind: z.literal('run-again') }),
  z.object({ kind: z.literal('open'), what: z.enum(['experiment', 'history', 'folder']) }),
  /** Answered by `samples`. */
  z.object({ kind: z.literal('samples'), target: z.string() }),
  /** Answered by `thresholds`, if there are samples of the class. */
  z.object({ kind: z.literal('thresholds'), target: z.string(), fit: z.nullable(z.int()), class: z.int() }),
  /** Answered by `task`. */
  z.object({ kind: z.literal('task'), target: z.string(), name: z.string() }),
  /** Answered by `found`. */
  z.object({ kind: z.literal('find'), target: z.string(), code: z.string(), site: z.string() }),
  /** Answered by `explanation`, unless another one is requested first. */
  z.object({ kind: z.literal('explain'), ...explanationQuestion }),
  /** Answered by `drivers-progress` and `drivers`, unless others are requested first. */
  z.object({ kind: z.literal('drivers'), ...driversQuestion }),
  /** Answered by `embeddings`. */
  z.object({ kind: z.literal('embeddings'), target: z.string(), fit: z.int() }),
  /** Answered by `reconstruction`. */
  z.object({ kind: z.literal('reconstruction'), target: z.string(), fit: z.int() }),
  /** Show the task in the history file. */
  z.object({ kind: z.literal('go-to-task'), target: z.string(), name: z.string() }),
]);
export type RunPanelToHost = z.infer<typeof runPanelToHost> | PageRequest;
