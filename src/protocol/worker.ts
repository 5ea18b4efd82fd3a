import * as z from 'zod/mini';
import { historyDescription } from './history-panel.ts';
import { epochRecord, fitRecord, protocolNames } from './run.ts';
import { describedText, placedTasks } from './text-index.ts';

/*
 * Messages between an executor and its worker threads. A worker does one thing at a time: it answers each `load`,
 * `describe`, `fit`, `index` or `describe-text` with events and then exactly one of `loaded`, `described`, `done`, `indexed`,
 * `text-described`, `cancelled`, `failed`. Cancelling is a flag in shared memory.
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
});
export type FitJob = z.infer<typeof fitJob>;

export const toWorker = z.discriminatedUnion('kind', [
  /** Read the experiment's history and make the dataset of it. */
  z.object({ kind: z.literal('load'), experimentFile: z.string(), experiment: z.unknown() }),
  /** Read a history and say what is in it. */
  z.object({ kind: z.literal('describe'), file: z.string() }),
  /** The dataset for the fits that follow; its arrays lie in shared memory. No answer. */
  z.object({ kind: z.literal('dataset'), dataset: z.unknown() }),
  z.object({ kind: z.literal('fit'), job: fitJob }),
  /** The next piece of a text to index. No answer. */
  z.object({ kind: z.literal('text'), piece: z.string() }),
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
  z.object({
    kind: z.literal('loaded'),
    dataset: z.unknown(),
    problems: z.array(z.object({ line: z.int(), column: z.int(), message: z.string() })),
    problemCount: z.int(),
    skipped: z.int(),
  }),
  z.object({ kind: z.literal('described'), history: historyDescription }),
  z.object({ kind: z.literal('epoch'), record: epochRecord }),
  z.object({ kind: z.literal('done'), record: fitRecord }),
  placedTasks,
  describedText,
  z.object({ kind: z.literal('cancelled') }),
  failure,
]);
export type FromWorker = z.infer<typeof fromWorker>;
