import * as z from 'zod/mini';
import { driverScopes, drivers } from './drivers.ts';
import { explanation, taskCount } from './explanation.ts';
import { historyDescription } from './history-panel.ts';
import { epochRecord, fitRecord, protocolNames } from './run.ts';
import { embeddingMap, reconstructionCurve } from './run-panel.ts';
import { describedText, placedTasks } from './text-index.ts';

/*
 * Messages between an executor and its worker threads. A worker does one thing at a time: it answers each request with
 * events and then exactly one answer of its kind, `cancelled` or `failed`. Cancelling is a flag in shared memory.
 */

/** Everything that decides a fit, but for the data. */
export const fitJob = z.object({
  /** The run's folder. */
  run: z.string(),
  protocol: z.enum(protocolNames),
  target: z.string(),
  index: z.int(),
  specification: z.unknown(),
  split: z.unknown(),
  /** What trains it, if it is a network. */
  engine: z.enum(['sparse', 'tensorflow']),
  /** What the reader of the fit should know of how it was executed. */
  note: z.optional(z.string()),
  /** File of the fit's lock, which the executor holds. */
  lock: z.optional(z.string()),
});
export type FitJob = z.infer<typeof fitJob>;

export const toWorker = z.discriminatedUnion('kind', [
  /** Read the experiment's history and make the dataset of it. */
  z.object({ kind: z.literal('load'), experimentFile: z.string(), experiment: z.unknown() }),
  /** Read a history and say what is in it. */
  z.object({ kind: z.literal('describe'), file: z.string() }),
  /** Find a task of a history by its name; `similar` names are told at most if there is none. */
  z.object({ kind: z.literal('find-task'), file: z.string(), name: z.string(), similar: z.int() }),
  /** The dataset for the fits that follow; its arrays lie in shared memory. No answer. */
  z.object({ kind: z.literal('dataset'), dataset: z.unknown() }),
  z.object({ kind: z.literal('fit'), job: fitJob }),
  /** Load a native TensorFlow, which all fits of TensorFlow's are then trained with. Only in a process of its own. */
  z.object({ kind: z.literal('open'), module: z.string() }),
  /** Lay out the embeddings of a complete fit in two dimensions. */
  z.object({ kind: z.literal('embeddings'), run: z.string(), target: z.string(), index: z.int() }),
  /** Train embeddings of several sizes on the pairs that a fit's training tasks use. */
  z.object({ kind: z.literal('reconstruction'), run: z.string(), history: z.string(), index: z.int() }),
  /** Say why a fit gives, or does not give, a class to a task. */
  z.object({
    kind: z.literal('explain'),
    run: z.string(),
    target: z.string(),
    index: z.int(),
    class: z.int(),
    counts: z.array(taskCount),
  }),
  /** Say what drives a class in the tasks that were evaluated by a fit, or by all; tells its progress. */
  z.object({
    kind: z.literal('drivers'),
    run: z.string(),
    history: z.string(),
    target: z.string(),
    index: z.nullable(z.int()),
    class: z.int(),
    scope: z.enum(driverScopes),
    /** Tasks that are explained, at most, if not the usual number. */
    tasks: z.optional(z.int()),
  }),
  /** The next bytes of a text to index, UTF-8. No answer. */
  z.object({ kind: z.literal('text'), bytes: z.instanceof(Uint8Array) }),
  /** All pieces have come: say where the tasks stand. */
  z.object({ kind: z.literal('index') }),
  /** Say what is in the text that was indexed. */
  z.object({ kind: z.literal('describe-text') }),
]);
export type ToWorker = z.infer<typeof toWorker>;

const failure = z.object({
  kind: z.literal('failed'),
  message: z.string(),
  stack: z.optional(z.string()),
  /** Present if people can mend it. */
  input: z.optional(
    z.object({
      reason: z.string(),
      file: z.optional(z.string()),
      line: z.optional(z.int()),
      column: z.optional(z.int()),
      /** The target that the history does not support, if that is what is wrong; null = no target was named at all. */
      target: z.optional(z.nullable(z.string())),
    }),
  ),
});
export type WorkerFailure = z.infer<typeof failure>;

export const fromWorker = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('opened') }),
  z.object({
    kind: z.literal('loaded'),
    /** Not there if the worker is a process of its own, which shares no memory. */
    dataset: z.unknown(),
    problems: z.array(z.object({ line: z.int(), column: z.int(), message: z.string() })),
    problemCount: z.int(),
    skipped: z.int(),
  }),
  z.object({ kind: z.literal('described'), history: historyDescription }),
  /** The task's own text, or names that come near its name. */
  z.object({
    kind: z.literal('task-found'),
    layout: z.enum(['object', 'lines']),
    text: z.optional(z.string()),
    similar: z.array(z.string()),
  }),
  z.object({ kind: z.literal('epoch'), record: epochRecord }),
  z.object({ kind: z.literal('done'), record: fitRecord }),
  z.object({ kind: z.literal('embeddings'), map: embeddingMap }),
  z.object({ kind: z.literal('reconstruction'), curve: reconstructionCurve, fingerprint: z.string() }),
  /** Tasks that are done, of how many. */
  z.object({ kind: z.literal('progress'), done: z.int(), tasks: z.int() }),
  /** `unknown` counts are of codes or sites that the run has never seen. */
  z.object({ kind: z.literal('explained'), explanation, unknown: z.int() }),
  z.object({ kind: z.literal('drivers'), drivers, fingerprint: z.string() }),
  placedTasks,
  describedText,
  z.object({ kind: z.literal('cancelled') }),
  failure,
]);
export type FromWorker = z.infer<typeof fromWorker>;
