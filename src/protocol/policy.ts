import * as z from 'zod/mini';

const share = z.number().check(z.minimum(0), z.maximum(1));
const count = z.int().check(z.minimum(0));

/** What a threshold does on tasks that did not choose it. */
export const policyCheck = z.object({
  tasks: count,
  workflows: count,
  /** Tasks that are acted on, and how many of these are wrong. */
  acted: count,
  errors: count,
  /** Part of the tasks that is acted on, and between what it lies for other workflows; null with too few to say. */
  share: share,
  shareLow: z.nullable(share),
  shareHigh: z.nullable(share),
  /** Mean over workflows of the part of wrong tasks among those that are acted on; null without any. */
  error: z.nullable(share),
  /** The error is not above this, with the policy's confidence. */
  errorUpper: z.nullable(share),
});
export type PolicyCheck = z.infer<typeof policyCheck>;

export const policyTarget = z.object({
  /** Least calibrated probability of the recommended class with which a task is acted on; null = ask always. */
  threshold: z.nullable(share),
  chosenOn: z.object({ tasks: count, workflows: count }),
  checked: policyCheck,
});
export type PolicyTarget = z.infer<typeof policyTarget>;

/** Errors that views offer, and the confidence with which a policy keeps them. */
export const maxErrors: readonly number[] = [0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3];
export const usualConfidence = 0.95;

/** A policy file: when to act on a run's recommendations, and when to ask. */
export const policy = z.object({
  version: z.literal(1),
  /** Id of the run that it is for. */
  run: z.string(),
  /** What the run's fits and calibrations were. */
  fingerprint: z.string(),
  model: z.string(),
  /** The history was generated: its numbers say nothing of real operations. */
  synthetic: z.boolean(),
  createdAt: z.string(),
  /** Error that is accepted, and the probability with which it is kept. */
  maxError: share,
  confidence: share,
  seed: z.int(),
  targets: z.record(z.string(), policyTarget),
  /** All of these targets act, and an error is any wrong one of them. */
  together: z.object({ checked: policyCheck }),
});
export type Policy = z.infer<typeof policy>;

/** The error if this share of the tasks were acted on, the most confident ones. */
const riskPoint = z.object({
  share,
  /** Least confidence of these tasks. */
  threshold: share,
  /** Mean over workflows of the part of wrong tasks. */
  error: share,
  /** The error is not above this, with the policy's confidence. */
  errorUpper: share,
});
export type RiskPoint = z.infer<typeof riskPoint>;

/** The measurements behind a policy, on the tasks that check it. */
export const policyDetails = z.object({
  curves: z.array(z.object({ target: z.string(), points: z.array(riskPoint) })),
  /** By recommended class: all tasks, and those that people are asked about. */
  classes: z.array(z.object({ target: z.string(), class: z.string(), tasks: count, asked: count })),
  /** By error code, `asked` for each target of the curves. */
  codes: z.array(z.object({ code: z.string(), title: z.string(), tasks: count, asked: z.array(count) })),
  /** Why there are no codes, if so. */
  codesProblem: z.optional(z.string()),
  /** By the experiment's costs, if it has any: mean cost of wrong recommendations per task, of those that the policy acts on, and of all. */
  costs: z.optional(z.array(z.object({ target: z.string(), policy: z.number(), always: z.number() }))),
});
export type PolicyDetails = z.infer<typeof policyDetails>;
