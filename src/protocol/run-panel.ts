import * as z from 'zod/mini';
import { driverScopes, drivers } from './drivers.ts';
import { explanation } from './explanation.ts';
import { modelTraits } from './model-traits.ts';
import { pageService } from './page.ts';
import { policy, policyDetails } from './policy.ts';
import { targetIntervals } from './result-intervals.ts';
import { epochRecord, fitView, runRecord } from './run.ts';
import type { Service } from './service.ts';

/*
 * The services behind a run's panel. The host owns the data: the panel follows the run, and asks for samples, thresholds and
 * tasks when it shows them.
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
  /** [samples] recommended classes. */
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
  /** Null = the samples of all fits together. */
  fit: z.nullable(z.int()),
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

/** Whether the history is not the file that the run was trained on. */
const stale = z.boolean();

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
  stale,
  /** Null if the history does not have the task, or no longer has it. */
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
  /** Number of counts of codes or sites unknown to the run. */
  unknown: z.int(),
});
export type RunExplanation = z.infer<typeof runExplanation>;

export const runDrivers = z.object({ stale, drivers });
export type RunDrivers = z.infer<typeof runDrivers>;

/** Number of tasks explained so far, and in total. */
export const driversProgress = z.object({ done: z.int(), tasks: z.int() });
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

export const runReconstruction = z.object({ stale, curve: reconstructionCurve });
export type RunReconstruction = z.infer<typeof runReconstruction>;

const target = z.string();
const fit = z.int();

/** Accepted error, and the probability with which it is kept. */
const policyRequest = z.object({ maxError: z.number(), confidence: z.number() });

/** Questions about a run's tasks and models, answered in a worker thread. Errors name files that are damaged or missing. */
export const runQuestions = {
  /** How far the results of the targets with complete fits could be off, by the choice of tasks. */
  intervals: { argument: z.null(), answer: z.array(targetIntervals) },
  samples: { argument: z.object({ target }), answer: runSamples },
  /** For the samples of a fit, or of all (null). Null if there are none. */
  thresholds: {
    argument: z.object({ target, fit: z.nullable(fit), class: z.int() }),
    answer: z.nullable(runThresholds),
  },
  task: { argument: z.object({ target, name: z.string() }), answer: runTask },
  /** Tasks with a code at a site; an empty string means any. */
  find: { argument: z.object({ target, code: z.string(), site: z.string() }), answer: foundTasks },
  /** Why a fit predicts, or does not predict, a class for a task. */
  explain: { argument: z.object({ target, name: z.string(), fit, class: z.int() }), answer: runExplanation },
  /** Contributions to a class in the tasks evaluated by a fit, or by all (null). */
  drivers: {
    argument: z.object({
      target,
      fit: z.nullable(fit),
      class: z.int(),
      scope: z.enum(driverScopes),
      /** Maximum number of explained tasks, if not the default. */
      tasks: z.optional(z.int()),
    }),
    answer: runDrivers,
    progress: driversProgress,
  },
  /** The embeddings of a complete fit in two dimensions. */
  embeddings: { argument: z.object({ target, fit }), answer: embeddingMap },
  /** Trains embeddings of several sizes on the pairs that a fit's training tasks use. */
  reconstruction: { argument: z.object({ fit, target: z.optional(target) }), answer: runReconstruction },
  /** When to act on the recommendations without asking, see `oap policy`. */
  policy: { argument: policyRequest, answer: policy },
  /** The error by share acted on, and what is left to people. */
  policyDetails: { argument: policyRequest, answer: policyDetails },
} satisfies Service;
export type RunQuestions = typeof runQuestions;

const epochOfFit = z.object({ target, index: z.int(), record: epochRecord });
export type EpochOfFit = z.infer<typeof epochOfFit>;

/** Events of a run: first a snapshot, then changes. */
export const runUpdate = z.discriminatedUnion('kind', [
  runSnapshot,
  /** More epochs of fits, in the order in which they ended. */
  z.object({ kind: z.literal('epochs'), epochs: z.array(epochOfFit), ...clock }),
  /** A fit changed its state. It begins without epochs; an ended fit with empty `epochs` keeps the earlier ones. */
  z.object({ kind: z.literal('fit'), fit: fitView, ...clock }),
  /** The run changed its state or its summary. */
  z.object({ kind: z.literal('run'), run: runRecord, cancellable: z.boolean(), ...clock }),
  /** The run cannot be shown: deleted, half-written, from a newer version, too large. */
  z.object({ kind: z.literal('unavailable'), reason: z.string() }),
  /** Show a task among the samples of a target, opened. */
  z.object({ kind: z.literal('show-sample'), target, name: z.string() }),
]);
export type RunUpdate = z.infer<typeof runUpdate>;

/** The panel's questions to its host. */
export const runPanelService = {
  ...pageService,
  ...runQuestions,
  /** Reports the run until the page closes, or follows again. */
  follow: { argument: z.null(), answer: z.null(), progress: runUpdate },
  cancel: { argument: z.null(), answer: z.null() },
  /** Trains the missing fits. */
  continue: { argument: z.null(), answer: z.null() },
  /** Repeats the training. */
  runAgain: { argument: z.null(), answer: z.null() },
  open: { argument: z.object({ what: z.enum(['experiment', 'history', 'folder']) }), answer: z.null() },
  /** Writes the policy to a file. */
  savePolicy: { argument: policyRequest, answer: z.null() },
  /** Shows the task in the history file. */
  goToTask: { argument: z.object({ target, name: z.string() }), answer: z.null() },
} satisfies Service;
export type RunPanelService = typeof runPanelService;
