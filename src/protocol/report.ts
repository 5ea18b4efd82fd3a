import * as z from 'zod/mini';
import { meanCurves, pairResult } from './compare-panel.ts';
import type { Method } from './port.ts';
import { runQuestions, runSamples, runSnapshot, taskErrors } from './run-panel.ts';

/*
 * What a report holds: what the host would answer to the panels of its runs. Names of tasks are in one list, as targets,
 * fits and runs have them in common; everything else refers to them by their numbers.
 */

/** A task's errors; codes and sites are numbers in its history's lists. */
const reportedTask = z.object({
  task: z.int(),
  line: z.int(),
  codes: z.array(z.int()),
  sites: z.array(z.int()),
  /** So many of the sites, the first ones, are good. */
  good: z.int(),
  /** [codes][sites] */
  counts: z.array(z.array(z.number())),
});

/** What is in a history of the tasks that are shown. */
export const reportedHistory = z.object({
  codes: taskErrors.shape.codes,
  sites: z.array(z.string()),
  tasks: z.array(reportedTask),
});
export type ReportedHistory = z.infer<typeof reportedHistory>;

/** The samples of a target, as the panel gets them but for the names. */
const reportedSamples = z.extend(runSamples, { names: z.array(z.int()) });
export type ReportedSamples = z.infer<typeof reportedSamples>;

/** A question that was asked when the report was made. */
function recorded<M extends Method>({ argument, answer }: M) {
  return z.object({
    argument: argument as M['argument'],
    /** Null if there is none, see `problem`. */
    answer: z.nullable(answer as M['answer']),
    problem: z.optional(z.string()),
  });
}

export const reportedRun = z.object({
  /** By which the comparison knows it. */
  key: z.string(),
  /** As people named it, or its model. */
  name: z.string(),
  snapshot: runSnapshot,
  samples: z.array(reportedSamples),
  thresholds: z.array(recorded(runQuestions.thresholds)),
  /** Number of its history; null if that cannot be read. */
  history: z.nullable(z.int()),
  /** Whether that is another file than the run was trained on, and why it cannot be read. */
  historyState: z.object({ stale: z.boolean(), problem: z.optional(z.string()) }),
  /** What drives the classes, over all fits together; none if the models were not asked. */
  drivers: z.array(recorded(runQuestions.drivers)),
  /** Of every complete fit of a run that has embeddings. */
  embeddings: z.array(recorded(runQuestions.embeddings)),
  reconstructions: z.array(recorded(runQuestions.reconstruction)),
});
export type ReportedRun = z.infer<typeof reportedRun>;

export const report = z.object({
  version: z.literal(1),
  createdAt: z.string(),
  /** Version of the program that made it. */
  oap: z.string(),
  /** Names of tasks. */
  tasks: z.array(z.string()),
  histories: z.array(reportedHistory),
  runs: z.array(reportedRun),
  /** Of every run and target, where there are several runs. */
  curves: z.array(z.object({ run: z.string(), target: z.string(), curves: meanCurves })),
  pairs: z.array(z.object({ target: z.string(), baseline: z.string(), other: z.string(), result: pairResult })),
});
export type Report = z.infer<typeof report>;
