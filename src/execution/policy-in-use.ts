import fs from 'node:fs';
import { InputError } from '../dataset/input-error.ts';
import type { Policy } from '../protocol/policy.ts';
import type { PredictedTarget, TaskPrediction } from '../protocol/prediction.ts';
import { readPolicy } from '../runs/policy-file.ts';
import { isMendable } from '../runs/regular-file.ts';
import { applyPolicy, requirePolicyOf } from './apply-policy.ts';
import type { CalibratedPredictor } from './calibrated-predictor.ts';

/** Adds to a run's predictions whether a policy lets them be acted on. The file is read again when it has changed. */
export class PolicyInUse {
  #read: { readonly stamp: string; readonly policy: Policy | Error } | undefined;

  constructor(readonly predictor: CalibratedPredictor) {}

  /**
   * The predictions with the policy's decisions. Without a file they stay as they are; of a policy that cannot be used they
   * have the reason. Tasks that the run has learned from, or chose when to stop by, have none: their probabilities flatter.
   */
  apply(file: string, tasks: readonly TaskPrediction[]): TaskPrediction[] {
    const policy = this.#policyOf(file);
    if (!policy) return [...tasks];
    if (policy instanceof Error) {
      return tasks.map((task) => ({ ...task, policy: { maxError: 0, reasons: [], problem: reasonOf(policy) } }));
    }
    return tasks.map((task) => decided(task, policy));
  }

  /** Why a policy cannot be used for the run; empty if it can, or there is none. */
  problemOf(file: string): string {
    const policy = this.#policyOf(file);
    return policy instanceof Error ? reasonOf(policy) : '';
  }

  #policyOf(file: string): Policy | Error | undefined {
    const stats = fs.statSync(file, { throwIfNoEntry: false });
    if (!stats) return undefined;
    const stamp = `${file} ${stats.size} ${stats.mtimeMs}`;
    if (this.#read?.stamp !== stamp) this.#read = { stamp, policy: this.#readPolicy(file) };
    return this.#read.policy;
  }

  #readPolicy(file: string): Policy | Error {
    try {
      const policy = readPolicy(file);
      requirePolicyOf(this.predictor, policy, file);
      return policy;
    } catch (error) {
      if (isMendable(error)) return error;
      throw error;
    }
  }
}

function decided(task: TaskPrediction, policy: Policy): TaskPrediction {
  if (task.targets.length === 0 || task.targets.some(isKnown)) return task;
  const { targets, reasons } = applyPolicy(policy, {
    predictions: task.targets.map((one) => ({ ...one, recommended: one.predicted })),
    unknown: task.unknownPairs,
  });
  return {
    ...task,
    targets: task.targets.map((one, i) => ({ ...one, act: targets[i] === 'act' })),
    policy: { maxError: policy.maxError, reasons: [...reasons], problem: '' },
  };
}

/** Without the file, which people know. */
function reasonOf(error: Error): string {
  return error instanceof InputError ? error.reason : error.message;
}

function isKnown({ standing }: PredictedTarget): boolean {
  return standing === 'seen' || standing === 'watched';
}
