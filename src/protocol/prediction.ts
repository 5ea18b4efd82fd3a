import * as z from 'zod/mini';
import { explanation } from './explanation.ts';
import type { Service } from './service.ts';

/**
 * How the predicting run used the task:
 * - `held-out`: fits were evaluated on it and not trained on it; the prediction is theirs
 * - `seen`: a fit was trained on it
 * - `watched`: no fit was trained on it, but it was used to choose when to stop
 * - `unused`: it was in the run's history, but set aside from all fits
 * - `new`: it was not in the run's history
 * - `unfinished`: no fit was evaluated on it so far, but some fits are missing
 * - `unknown`: the history has changed since the run, or is gone, so it may have been seen
 * - `imported`: the model was trained elsewhere, perhaps on this task
 */
export const standings = ['held-out', 'seen', 'watched', 'unused', 'new', 'unfinished', 'unknown', 'imported'] as const;
export type Standing = (typeof standings)[number];

export const predictedTarget = z.object({
  target: z.string(),
  classes: z.array(z.string()),
  /** [classes] calibrated. */
  probabilities: z.array(z.number()),
  /** [classes] as the models give them. */
  raw: z.array(z.number()),
  /** Number of the recommended class: of the study's, the one with the highest raw probability. */
  predicted: z.int(),
  /** Class of tasks without a value, where nothing special is done. It may be missing among the classes. */
  default: z.string(),
  /** Class of the task's decision; null if it has none. It may be missing among the classes. */
  recorded: z.nullable(z.string()),
  standing: z.enum(standings),
  /** Held out, but used to choose when to stop: the fold of a cross-validation. */
  watched: z.boolean(),
  /** Number of fits averaged. */
  fits: z.int(),
  /** The task's counts have changed since the fits were evaluated on it. */
  edited: z.boolean(),
  /** Of the predicted class, if requested. */
  explanation: z.nullable(explanation),
  /** Whether the policy lets the prediction be acted on without asking; absent without a policy for it. */
  act: z.optional(z.boolean()),
});
export type PredictedTarget = z.infer<typeof predictedTarget>;

export const taskPrediction = z.object({
  name: z.string(),
  /** Why nothing is predicted; empty otherwise. */
  problem: z.string(),
  /** Targets with a complete fit. */
  targets: z.array(predictedTarget),
  /** Targets of the run without a complete fit. */
  untrained: z.array(z.string()),
  /** Number of pairs of code and site unknown to the run, which are ignored. */
  unknownPairs: z.int(),
  /** The policy that decided whether to act; `problem` if it cannot be used. Absent without one. */
  policy: z.optional(z.object({ maxError: z.number(), reasons: z.array(z.string()), problem: z.string() })),
});
export type TaskPrediction = z.infer<typeof taskPrediction>;

/** The service of the thread that predicts for single tasks of open histories (`predictions.js`). */
export const predictionService = {
  predict: {
    argument: z.object({
      /** The run's folder. */
      run: z.string(),
      layout: z.enum(['object', 'lines']),
      /** Of one task each: `"name": {…}`, or a line. */
      texts: z.array(z.string()),
      /** With explanations. */
      explained: z.boolean(),
      /** File of a policy to apply; it need not exist. */
      policy: z.optional(z.string()),
    }),
    /** [texts] */
    answer: z.array(taskPrediction),
  },
  /** Why a policy cannot be used for a run; empty if it can. */
  policyProblem: { argument: z.object({ run: z.string(), file: z.string() }), answer: z.string() },
  /** Loads a run that will be needed soon. */
  warm: { argument: z.object({ run: z.string() }), answer: z.null() },
} satisfies Service;
export type PredictionService = typeof predictionService;
