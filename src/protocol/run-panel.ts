import * as z from 'zod/mini';
import { driverScopes, drivers } from './drivers.ts';
import { explanation } from './explanation.ts';
import { modelTraits } from './model-traits.ts';
import { pageService } from './page.ts';
import type { Service } from './port.ts';
import { epochRecord, fitView, runRecord } from './run.ts';

/*
 * What a run's panel asks its host. The host owns the truth: the panel follows the run, and asks for samples, thresholds and
 * tasks when they are to be shown.
 */

/** How long a training will still take. */
const timeLeft = z.object({
  seconds: z.number(),
  /** A bound rather than a guess: no fit has been completed in this sitting. */
  atMost: z.boolean(),
});
export type TimeLeft = z.infer<typeof timeLeft>;

/** How long the run still takes; left out where nothing is known of it, or it is not being trained. */
const clock = { timeLeft: z.optional(timeLeft) };

export const runSnapshot = z.object({
  kind: z.literal('snapshot'),
  /** With the means of the fits that are complete, whatever its state. */
  run: runRecord,
  traits: modelTraits,
  maxEpochs: z.int(),
  fits: z.array(fitView),
  /** True while this window's own executor works on the run, so that it can be cancelled from here. */
  cancellable: z.boolean(),
  ...clock,
  /** What could not be read of the run, a sentence each. */
  notices: z.array(z.string()),
});
export type RunSnapshot = z.infer<typeof runSnapshot>;

/** What an error code means; the title is empty where nothing is known. */
const codeTitle = z.object({ code: z.string(), title: z.string() });

/** The evaluated tasks of a target's complete fits, column by column. */
export const runSamples = z.object({
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
  /** [samples] classes of the highest probability. */
  predicted: z.array(z.int()),
  /** [samples × classes] */
  probabilities: z.array(z.number()),
  /** The run's error codes and sites, to choose from. */
  codes: z.array(codeTitle),
  sites: z.array(z.string()),
  /** What is missing, a sentence each. */
  notices: z.array(z.string()),
});
export type RunSamples = z.infer<typeof runSamples>;

/**
 * One class against the others, over the samples of one fit or of all: for each distinct probability of the class,
 * descending, what "at least this probability" finds.
 */
export const runThresholds = z.object({
  /** Null = the samples of all fits together. */
  fit: z.nullable(z.int()),
  positives: z.int(),
  negatives: z.int(),
  thresholds: z.array(z.number()),
  /** How many there are, if those are left out that tell next to nothing more. */
  distinct: z.optional(z.int()),
  truePositives: z.array(z.int()),
  falsePositives: z.array(z.int()),
  /** For each fit with samples; null where the measure is not defined. */
  perFit: z.array(z.object({ fit: z.int(), averagePrecision: z.nullable(z.number()), rocAuc: z.nullable(z.number()) })),
});
export type RunThresholds = z.infer<typeof runThresholds>;

/** Whether the history is another file than the run was trained on. */
const stale = z.boolean();

/** A task's errors as they are in the history: only the codes and sites that it has. */
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
  stale,
  /** Null if the history does not have the task (any more). */
  errors: z.nullable(taskErrors),
});
export type RunTask = z.infer<typeof runTask>;

export const foundTasks = z.object({
  stale,
  /** Numbers in the samples' `names`. */
  tasks: z.array(z.int()),
});
export type FoundTasks = z.infer<typeof foundTasks>;

export const runExplanation = z.object({
  explanation,
  /** Counts of codes or sites that the run has never seen. */
  unknown: z.int(),
});
export type RunExplanation = z.infer<typeof runExplanation>;

export const runDrivers = z.object({ stale, drivers });
export type RunDrivers = z.infer<typeof runDrivers>;

/** Tasks that have been explained, of how many. */
export const driversProgress = z.object({ done: z.int(), tasks: z.int() });
export type DriversProgress = z.infer<typeof driversProgress>;

const embeddedName = z.object({
  kind: z.enum(['code', 'site']),
  name: z.string(),
  /** Family of a code, tier of a site; `unknown` where the name does not say. */
  group: z.string(),
  /** What a code means; empty where nothing is known. */
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

/** How well embeddings of some sizes reproduce which pairs the training tasks of a fit use (slide 11). */
export const reconstructionCurve = z.object({
  sizes: z.array(z.int()),
  /** Mean squared error over all pairs after pre-training, one for each size. */
  errors: z.array(z.number()),
  /** The run's own size, which is among `sizes`. */
  own: z.int(),
  pairs: z.int(),
  used: z.int(),
});
export type ReconstructionCurve = z.infer<typeof reconstructionCurve>;

export const runReconstruction = z.object({ stale, curve: reconstructionCurve });
export type RunReconstruction = z.infer<typeof runReconstruction>;

const target = z.string();
const fit = z.int();

/** What a run answers of its tasks and models, in a worker thread. Where files are not as they should be, the error says so. */
export const runQuestions = {
  samples: { argument: z.object({ target }), answer: runSamples },
  /** Of the samples of a fit, or of all (null). Null if there are none. */
  thresholds: {
    argument: z.object({ target, fit: z.nullable(fit), class: z.int() }),
    answer: z.nullable(runThresholds),
  },
  task: { argument: z.object({ target, name: z.string() }), answer: runTask },
  /** Tasks with a code at a site; an empty text is any. */
  find: { argument: z.object({ target, code: z.string(), site: z.string() }), answer: foundTasks },
  /** Why a fit gives, or does not give, a class to a task. */
  explain: { argument: z.object({ target, name: z.string(), fit, class: z.int() }), answer: runExplanation },
  /** What drives a class in the tasks that were evaluated by a fit, or by all (null). */
  drivers: {
    argument: z.object({
      target,
      fit: z.nullable(fit),
      class: z.int(),
      scope: z.enum(driverScopes),
      /** Tasks that are explained, at most, if not the usual number. */
      tasks: z.optional(z.int()),
    }),
    answer: runDrivers,
    progress: driversProgress,
  },
  /** The embeddings of a complete fit in two dimensions. */
  embeddings: { argument: z.object({ target, fit }), answer: embeddingMap },
  /** Trains embeddings of several sizes on the pairs that a fit's training tasks use. */
  reconstruction: { argument: z.object({ fit }), answer: runReconstruction },
} satisfies Service;
export type RunQuestions = typeof runQuestions;

const epochOfFit = z.object({ target, index: z.int(), record: epochRecord });
export type EpochOfFit = z.infer<typeof epochOfFit>;

/** What becomes of a run: first a snapshot, then what changes. */
export const runUpdate = z.discriminatedUnion('kind', [
  runSnapshot,
  /** More epochs of fits, in the order in which they ended. */
  z.object({ kind: z.literal('epochs'), epochs: z.array(epochOfFit), ...clock }),
  /** A fit changed its state: it begins without epochs, and keeps those that came when it ends and `epochs` is empty. */
  z.object({ kind: z.literal('fit'), fit: fitView, ...clock }),
  /** The run changed its state or its summary. */
  z.object({ kind: z.literal('run'), run: runRecord, cancellable: z.boolean(), ...clock }),
  /** The run cannot be shown: deleted, half-written, from a newer version, too large. */
  z.object({ kind: z.literal('unavailable'), reason: z.string() }),
  /** Show a task among the samples of a target, opened. */
  z.object({ kind: z.literal('show-sample'), target, name: z.string() }),
]);
export type RunUpdate = z.infer<typeof runUpdate>;

/** What a run's panel asks its host. */
export const runPanelService = {
  ...pageService,
  ...runQuestions,
  /** Reports the run until the page goes, or follows again. */
  follow: { argument: z.null(), answer: z.null(), progress: runUpdate },
  cancel: { argument: z.null(), answer: z.null() },
  /** Does the fits that are missing. */
  continue: { argument: z.null(), answer: z.null() },
  /** Trains the same afresh. */
  runAgain: { argument: z.null(), answer: z.null() },
  open: { argument: z.object({ what: z.enum(['experiment', 'history', 'folder']) }), answer: z.null() },
  /** Shows the task in the history file. */
  goToTask: { argument: z.object({ target, name: z.string() }), answer: z.null() },
} satisfies Service;
export type RunPanelService = typeof runPanelService;
