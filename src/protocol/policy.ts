import * as z from 'zod/mini';

const share = z.number().check(z.minimum(0), z.maximum(1));
const count = z.int().check(z.minimum(0));

/** What a threshold does on tasks that did not choose it. */
export const policyCheck = z.object({
  tasks: count.check(z.describe('Tasks that the threshold was checked on.')),
  workflows: count.check(z.describe('Workflows of these tasks.')),
  acted: count.check(z.describe('Tasks that are acted on.')),
  errors: count.check(z.describe('Tasks that are acted on wrongly.')),
  share: share.check(z.describe('Part of the tasks that is acted on.')),
  shareLow: z.nullable(share).check(z.describe('95 % interval of the part that is acted on; null with too few tasks.')),
  shareHigh: z
    .nullable(share)
    .check(z.describe('95 % interval of the part that is acted on; null with too few tasks.')),
  error: z
    .nullable(share)
    .check(z.describe('Mean over workflows of the part of wrong tasks among those acted on; null without any.')),
  errorUpper: z.nullable(share).check(z.describe('The error is at most this, with the confidence of the policy.')),
});
export type PolicyCheck = z.infer<typeof policyCheck>;

export const policyTarget = z.object({
  threshold: z
    .nullable(share)
    .check(
      z.describe(
        'A task is acted on if the recommended class is at least this likely to be correct (calibrated); null = always ask.',
      ),
    ),
  chosenOn: z
    .object({ tasks: count, workflows: count })
    .check(z.describe('The half of the evaluated tasks, by workflow, that chose the threshold.')),
  checked: policyCheck.check(z.describe('What the threshold does on the other half.')),
});
export type PolicyTarget = z.infer<typeof policyTarget>;

/** Errors that views offer, and the confidence with which a policy keeps them. */
export const maxErrors: readonly number[] = [0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3];
export const usualConfidence = 0.95;

/** A policy file: when to act on a run's recommendations, and when to ask. */
export const policy = z.object({
  version: z.literal(1).check(z.describe('Version of this format.')),
  run: z.string().check(z.describe('Id of the run whose recommendations it is for.')),
  fingerprint: z
    .string()
    .check(z.describe("Identifies the run's trainings and calibrations; the policy is out of date when they change.")),
  model: z.string().check(z.describe('Name of the model of the run.')),
  synthetic: z.boolean().check(z.describe('The history was generated: the numbers say nothing about real operations.')),
  createdAt: z.string(),
  maxError: share.check(
    z.describe('Acceptable error: mean over workflows of the part of wrong tasks among those acted on.'),
  ),
  confidence: share.check(z.describe('Probability that the error is not exceeded.')),
  seed: z.int().check(z.describe('Seed with which the workflows were halved.')),
  targets: z
    .record(z.string(), policyTarget)
    .check(z.describe('For each target, from which confidence on it is acted on without asking.')),
  together: z
    .object({ checked: policyCheck })
    .check(z.describe('Tasks of which all targets are acted on; wrong if any of them is.')),
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
