import * as z from 'zod/mini';
import type { FeatureSettings } from '../dataset/features.ts';
import type { Dataset } from '../experiment/dataset.ts';
import type { Experiment } from '../experiment/definition.ts';
import type { ModelSpecification } from '../experiment/model-specification.ts';
import { historyDescription } from '../protocol/history-panel.ts';
import type { Client } from '../protocol/port.ts';
import { epochRecord, fitRecord, protocolNames } from '../protocol/run.ts';
import { runQuestions } from '../protocol/run-panel.ts';
import type { Service } from '../protocol/service.ts';
import { describedText, placedTasks } from '../protocol/text-index.ts';

/** Data that this program has made itself from checked values, for its own thread. */
const own = <T>() => z.custom<T>((value) => typeof value === 'object' && value !== null);

/** Everything that determines a fit, except the data. */
export const fitJob = z.object({
  /** The run's folder. */
  run: z.string(),
  protocol: z.enum(protocolNames),
  target: z.string(),
  index: z.int(),
  specification: own<ModelSpecification>(),
  /** What the model reads, one of the dataset's inputs. */
  features: own<FeatureSettings>(),
  split: own<Experiment['split']>(),
  /** The engine that trains it, if it is a network. */
  engine: z.enum(['sparse', 'tensorflow']),
  /** A note for readers about how it was executed. */
  note: z.optional(z.string()),
  /** File of the fit's lock, held by the executor. */
  lock: z.optional(z.string()),
});
export type FitJob = z.infer<typeof fitJob>;

/** The service of the worker (`worker.js`), a thread or a process that answers one question at a time. */
export const workerService = {
  /** Reads the experiment's history and builds the dataset for the following fits. */
  load: {
    argument: z.object({ experimentFile: z.string(), experiment: own<Experiment>() }),
    answer: z.object({
      /** Null if the worker is a separate process, which shares no memory. */
      dataset: z.nullable(own<Dataset>()),
      problems: z.array(z.object({ line: z.int(), column: z.int(), message: z.string() })),
      problemCount: z.int(),
      skipped: z.int(),
    }),
  },
  /** Takes the dataset for the following fits; its arrays are in shared memory. */
  take: { argument: own<Dataset>(), answer: z.null() },
  /** Loads a native TensorFlow for all following TensorFlow fits. Only in a separate process. */
  open: { argument: z.object({ module: z.string() }), answer: z.null() },
  fit: { argument: fitJob, answer: fitRecord, progress: epochRecord },
  /** Reads a history and describes it. */
  describe: { argument: z.object({ file: z.string() }), answer: historyDescription },
  /** Finds a task of a history by its name: its text, or at most so many `similar` names if there is none. */
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
  /** All pieces have arrived: finds the tasks. */
  index: { argument: z.null(), answer: placedTasks },
  /** Describes the indexed text. */
  describeText: { argument: z.null(), answer: describedText },
} satisfies Service;

export type WorkerService = typeof workerService;
export type WorkerClient = Client<WorkerService>;

/** The service of a worker that was started for one run. */
export const runWorkerService = {
  ...runQuestions,
  /** Where a task is in the current history: 0-based, columns in UTF-16 units; null if it is not in it. */
  placeOf: {
    argument: z.object({ target: z.string(), name: z.string() }),
    answer: z.object({
      file: z.string(),
      /** The history is not the file that the run was trained on. */
      stale: z.boolean(),
      place: z.nullable(z.object({ line: z.int(), column: z.int() })),
    }),
  },
} satisfies Service;
export type RunWorkerService = typeof runWorkerService;
