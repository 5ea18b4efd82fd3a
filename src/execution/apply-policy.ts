import { InputError } from '../dataset/input-error.ts';
import type { Policy } from '../protocol/policy.ts';
import type { CalibratedPredictor } from './calibrated-predictor.ts';
import { acts, policyFingerprint } from './make-policy.ts';

export type Act = 'act' | 'ask';

/** The decision about a task. */
export interface TaskDecision {
  /** Acts only if all targets do. */
  readonly decision: Act;
  /** [targets] of the task. */
  readonly targets: readonly Act[];
  /** Why it asks, if it does: one sentence each. */
  readonly reasons: readonly string[];
}

/** The input of a policy: calibrated probabilities, and how many pairs of code and site are unknown to the run. */
export interface DecidableTask {
  readonly predictions: readonly {
    readonly target: string;
    readonly probabilities: ArrayLike<number>;
    readonly recommended: number;
  }[];
  readonly unknown: number;
}

/** @throws InputError if a policy is for another run, for an earlier state of this one, or has targets that it does not have */
export function requirePolicyOf(predictor: CalibratedPredictor, policy: Policy, file: string): void {
  const reason = misfit(predictor, policy);
  if (reason === undefined) return;
  throw new InputError(`${reason}: make one with oap policy ${predictor.run.record.id} --out ${file}`, file);
}

function misfit(predictor: CalibratedPredictor, policy: Policy): string | undefined {
  const { id } = predictor.run.record;
  if (policy.fingerprint !== policyFingerprint(predictor)) {
    return policy.run === id
      ? `the run ${id} has changed since this policy was made`
      : `this policy is for the run ${policy.run}, not for ${id}`;
  }
  const own = new Set(predictor.run.targets.map(({ target }) => target));
  const foreign = Object.keys(policy.targets).find((name) => !own.has(name));
  return foreign === undefined ? undefined : `the run ${id} has no target ${foreign}, which this policy has`;
}

/** Whether a task's recommendations may be acted on. Codes and sites unknown to the run lead to asking. */
export function applyPolicy({ targets: thresholds }: Policy, { predictions, unknown }: DecidableTask): TaskDecision {
  const known = new Map(Object.entries(thresholds));
  const unseen = unknown > 0 ? ['a code or a site is new to the run'] : [];
  const reasons: string[] = [];
  const targets = predictions.map(({ target, probabilities, recommended }): Act => {
    const threshold = known.get(target)?.threshold ?? null;
    if (threshold === null) reasons.push(`${target} is never acted on`);
    else if (!acts(threshold, probabilities[recommended])) reasons.push(`${target} is not sure enough`);
    else if (unseen.length === 0) return 'act';
    return 'ask';
  });
  const decision = targets.every((one) => one === 'act') ? 'act' : 'ask';
  return { decision, targets, reasons: [...unseen, ...reasons] };
}
