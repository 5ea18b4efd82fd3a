import * as z from 'zod/mini';
import { meanCurves, pairResult } from './compare-panel.ts';
import { runQuestions, runSamples, runSnapshot, taskErrors } from './run-panel.ts';
import type { Method } from './service.ts';

/*
 * The content of a report: the host's answers to the panels of its runs. Names of tasks are in one list, as targets, fits and
 * runs share them; everything else refers to them by number.
 */

/** A task's errors; codes and sites are numbers in its history's lists. */
const reportedTask = z.object({
  task: z.int(),
  line: z.int(),
  codes: z.array(z.int()),
  sites: z.array(z.int()),
  /** Number of good sites, which come first. */
  good: z.int(),
  /** [codes][sites] */
  counts: z.array(z.array(z.number())),
});

/** The part of a history about the tasks shown. */
export const reportedHistory = z.object({
  codes: taskErrors.shape.codes,
  sites: z.array(z.string()),
  tasks: z.array(reportedTask),
});
export type ReportedHistory = z.infer<typeof reportedHistory>;

/** The samples of a target as sent to the panel, without the names. */
const reportedSamples = z.extend(runSamples, { names: z.array(z.int()) });
export type ReportedSamples = z.infer<typeof reportedSamples>;

/** An answer collected for the report. */
function recorded<M extends Method>({ argument, answer }: M) {
  return z.object({
    argument: argument as M['argument'],
    /** Null if there is none, see `problem`. */
    answer: z.nullable(answer as M['answer']),
    problem: z.optional(z.string()),
  });
}

export const reportedRun = z.object({
  /** Its id in the comparison. */
  key: z.string(),
  /** Its own name, or its model. */
  name: z.string(),
  snapshot: runSnapshot,
  samples: z.array(reportedSamples),
  thresholds: z.array(recorded(runQuestions.thresholds)),
  intervals: recorded(runQuestions.intervals),
  /** Number of its history; null if it cannot be read. */
  history: z.nullable(z.int()),
  /** Whether it is not the file that the run was trained on, and why it cannot be read. */
  historyState: z.object({ stale: z.boolean(), problem: z.optional(z.string()) }),
  /** Contributions to the classes, over all fits together; none if they were not computed. */
  drivers: z.array(recorded(runQuestions.drivers)),
  /** Of every complete fit of a run with embeddings. */
  embeddings: z.array(recorded(runQuestions.embeddings)),
  reconstructions: z.array(recorded(runQuestions.reconstruction)),
  /** For each error that can be chosen. */
  policies: z.array(recorded(runQuestions.policy)),
  /** The same; only the first has curves, as they do not depend on the error. */
  policyDetails: z.array(recorded(runQuestions.policyDetails)),
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
  /** Of every run and target, if there are several runs. */
  curves: z.array(z.object({ run: z.string(), target: z.string(), curves: meanCurves })),
  pairs: z.array(z.object({ target: z.string(), baseline: z.string(), other: z.string(), result: pairResult })),
});
export type Report = z.infer<typeof report>;
