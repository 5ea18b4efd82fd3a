import * as z from 'zod/mini';
import type { Dataset } from '../experiment/dataset.ts';
import type { Experiment } from '../experiment/definition.ts';
import type { ModelSpecification } from '../experiment/model-specification.ts';
import { historyDescription } from '../protocol/history-panel.ts';
import type { Client, Service } from '../protocol/port.ts';
import { epochRecord, fitRecord, protocolNames } from '../protocol/run.ts';
import { runQuestions } from '../protocol/run-panel.ts';
import { describedText, placedTasks } from '../protocol/text-index.ts';

/** Data that this program made itself, of values that were checked, and gives to its own thread. */
const own = <T>() => z.custom<T>((value) => typeof value === 'object' && value !== null);

/** Everything that decides a fit, but for the data. */
export const fitJob = z.object({
  /** The run's folder. */
  run: z.string(),
  protocol: z.enum(protocolNames),
  target: z.string(),
  index: z.int(),
  specification: own<ModelSpecification>(),
  split: own<Experiment['split']>(),
  /** What trains it, if it is a network. */
  engine: z.enum(['sparse', 'tensorflow']),
  /** What the reader of the fit should know of how it was executed. */
  note: z.optional(z.string()),
  /** File of the fit's lock, which the executor holds. */
  lock: z.optional(z.string()),
});
export type FitJob = z.infer<typeof fitJob>;

/** What the worker (`worker.js`) does: it is a thread or a process, which does one thing at a time. */
export const workerService = {
  /** Reads the experiment's history and makes the dataset of it, on which the fits that follow are. */
  load: {
    argument: z.object({ experimentFile: z.string(), experiment: own<Experiment>() }),
    answer: z.object({
      /** Null if the worker is a process of its own, which shares no memory. */
      dataset: z.nullable(own<Dataset>()),
      problems: z.array(z.object({ line: z.int(), column: z.int(), message: z.string() })),
      problemCount: z.int(),
      skipped: z.int(),
    }),
  },
  /** Takes the dataset for the fits that follow; its arrays lie in shared memory. */
  take: { argument: own<Dataset>(), answer: z.null() },
  /** Loads a native TensorFlow, which all fits of TensorFlow's are then trained with. Only in a process of its own. */
  open: { argument: z.object({ module: z.string() }), answer: z.null() },
  fit: { argument: fitJob, answer: fitRecord, progress: epochRecord },
  /** Reads a history and describes it. */
  describe: { argument: z.object({ file: z.string() }), answer: historyDescription },
  /** Finds a task of a history by its name: its own text, or at most so many `similar` names if there is none. */
  findTask: {
    argument: z.object({ file: z.string(), name: z.string(), similar: z.int() }),
    answer: z.object({
      layout: z.enum(['object', 'lines']),
      text: z.optional(z.string()),
      similar: z.readonly(z.array(z.string())),
    }),
  },
  /** Takes the next bytes of a text to index, UTF-8. */
  text: { argument: z.instanceof(Uint8Array), answer: z.null() },
  /** All pieces have come: where the tasks are. */
  index: { argument: z.null(), answer: placedTasks },
  /** What is in the text that was indexed. */
  describeText: { argument: z.null(), answer: describedText },
} satisfies Service;

export type WorkerService = typeof workerService;
export type WorkerClient = Client<WorkerService>;

/** What a worker answers that was started for one run. */
export const runWorkerService = {
  ...runQuestions,
  /** Where a task is in the history as it is now: 0-based, columns in UTF-16 units; null if it is nowhere. */
  placeOf: {
    argument: z.object({ target: z.string(), name: z.string() }),
    answer: z.object({
      file: z.string(),
      /** The history is another file than the run was trained on. */
      stale: z.boolean(),
      place: z.nullable(z.object({ line: z.int(), column: z.int() })),
    }),
  },
} satisfies Service;
export type RunWorkerService = typeof runWorkerService;
