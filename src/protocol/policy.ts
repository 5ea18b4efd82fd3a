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
