import * as z from 'zod/mini';
import { explanation } from './explanation.ts';
import type { Service } from './port.ts';

/**
 * What the run that predicts for a task has to do with it:
 * - `held-out`: fits were evaluated on it and not trained on it; the prediction is theirs
 * - `seen`: a fit has learned from it
 * - `watched`: no fit has learned from it, but it was used to choose when to stop
 * - `unused`: it was in the run's history, but put aside from all its fits
 * - `new`: it was not in the run's history
 * - `unfinished`: no fit was evaluated on it so far, but some fits are missing
 * - `unknown`: the history has changed since the run, or is gone, so that it may have been seen
 * - `imported`: the model was trained elsewhere, perhaps on it
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
  /** Class of tasks without a value: nothing special is done. It need not be one of the classes. */
  default: z.string(),
  /** Class of the decision that the task has; null if it has none. It need not be one of the classes. */
  recorded: z.nullable(z.string()),
  standing: z.enum(standings),
  /** Held out, but used to choose when to stop: the fold of a cross-validation. */
  watched: z.boolean(),
  /** Fits whose mean it is. */
  fits: z.int(),
  /** The fits were evaluated on other counts than the task has now. */
  edited: z.boolean(),
  /** Of the predicted class, if it was asked for. */
  explanation: z.nullable(explanation),
});
export type PredictedTarget = z.infer<typeof predictedTarget>;

export const taskPrediction = z.object({
  name: z.string(),
  /** Why nothing is predicted; empty if something is. */
  problem: z.string(),
  /** Those with a complete fit. */
  targets: z.array(predictedTarget),
  /** Targets of the run without a complete fit. */
  untrained: z.array(z.string()),
  /** Pairs of code and site that the run has never seen; they count for nothing. */
  unknownPairs: z.int(),
});
export type TaskPrediction = z.infer<typeof taskPrediction>;

/** What the thread does that predicts for single tasks while a history is looked at (`predictions.js`). */
export const predictionService = {
  predict: {
    argument: z.object({
      /** The run's folder. */
      run: z.string(),
      layout: z.enum(['object', 'lines']),
      /** Of one task each: `"name": {…}`, or a line. */
      texts: z.array(z.string()),
      /** Say why, too. */
      explained: z.boolean(),
    }),
    /** [texts] */
    answer: z.array(taskPrediction),
  },
  /** Loads a run that will be asked soon. */
  warm: { argument: z.object({ run: z.string() }), answer: z.null() },
} satisfies Service;
export type PredictionService = typeof predictionService;
