import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { InputError } from '../dataset/input-error.ts';
import { shareInterval } from '../learning/acted-share.ts';
import { RandomState } from '../learning/random.ts';
import { errorCounter, findActThreshold, usualMinWorkflows, usualStarts } from '../measures/act-threshold.ts';
import { leastShares, upperMean } from '../measures/betting.ts';
import { percentText } from '../measures/percent-text.ts';
import { meanOf } from '../measures/spread.ts';
import { watchesFolds } from '../measures/watched-folds.ts';
import type { Policy, PolicyCheck, PolicyTarget } from '../protocol/policy.ts';
import { RunUnreadable, readFit } from '../runs/read-run.ts';
import type { CalibratedPredictor } from './calibrated-predictor.ts';
import { type EvaluatedTarget, evaluatedTarget, numberedWorkflows } from './evaluated-tasks.ts';

export interface PolicyRequest {
  /** Accepted error: the mean over workflows of the share of wrong tasks among those acted on. */
  readonly maxError: number;
  /** Probability with which it is kept. */
  readonly confidence: number;
  readonly now: Date;
}

/** Tasks for choosing or checking thresholds. */
interface Half {
  /** Rows of the evaluated tasks. */
  readonly rows: Int32Array;
  /** Numbers of the workflows, in a random order. */
  readonly order: Int32Array;
}

/** A target with the tasks that check its policy. */
export interface CheckedTarget extends EvaluatedTarget {
  /** [tasks] number of the task's workflow. */
  readonly workflow: Int32Array;
  readonly checking: Half;
}

/**
 * Makes policies of a run: chooses for each target when its recommendation may be acted on, on one half of the workflows that the
 * run was evaluated on, and checks it on the other.
 */
export class PolicyMaker {
  readonly targets: readonly CheckedTarget[];
  readonly #predictor: CalibratedPredictor;
  readonly #choosing: Half;
  readonly #workflows: number;
  readonly #fingerprint: string;

  private constructor(predictor: CalibratedPredictor, evaluated: readonly EvaluatedTarget[]) {
    const [{ tasks }] = evaluated;
    const { workflow, count } = numberedWorkflows(tasks);
    const order = new RandomState(predictor.run.record.seed).permutation(count);
    const [choosing, checking] = [order.slice(0, Math.ceil(count / 2)), order.slice(Math.ceil(count / 2))].map(
      (part): Half => {
        const members = new Set(part);
        return { rows: Int32Array.from(tasks.keys()).filter((row) => members.has(workflow[row])), order: part };
      },
    );
    this.targets = evaluated.map((one) => ({ ...one, workflow, checking }));
    this.#predictor = predictor;
    this.#choosing = choosing;
    this.#workflows = count;
    this.#fingerprint = policyFingerprint(predictor);
  }

  /**
   * Reads the evaluated tasks of the targets with all their fits.
   *
   * @throws InputError if early stopping watched the evaluated tasks; RunUnreadable
   */
  static async load(predictor: CalibratedPredictor): Promise<PolicyMaker> {
    const { record, run } = predictor.run;
    if (watchesFolds(record)) {
      throw new InputError(
        `the run ${record.id} is a cross-validation whose folds early stopping watched, so it looks better on them than it is: train the model with oap train or oap test, and make the policy of that run`,
      );
    }
    const trained = predictor.run.targets.filter(({ fits }) => fits.length === record.fitsPerTarget);
    if (trained.length === 0)
      throw new RunUnreadable(`${run} has no target with all its fits, so it has no policy yet`);
    const evaluated: EvaluatedTarget[] = [];
    for (const target of trained) evaluated.push(await evaluatedTarget(predictor, target));
    const [{ tasks }] = evaluated;
    if (evaluated.some((one) => !isDeepStrictEqual(one.tasks, tasks))) {
      throw new RunUnreadable(`${run}: its targets were not evaluated on the same tasks`);
    }
    return new PolicyMaker(predictor, evaluated);
  }

  /** @throws InputError if the evaluated tasks have too few workflows */
  make(request: PolicyRequest): Policy {
    const { record } = this.#predictor.run;
    requireWorkflows(this.#workflows, request);
    const chosen = this.targets.map((one): readonly [string, PolicyTarget] => {
      const threshold = chooseThreshold(this.#choosing, one, request);
      const { rows, order } = this.#choosing;
      const checked = this.#check(request, (row) => acts(threshold, one.confidence[row]), one.correct);
      return [one.target, { threshold, chosenOn: { tasks: rows.length, workflows: order.length }, checked }];
    });
    const allAct = (row: number): boolean =>
      this.targets.every(({ confidence }, i) => acts(chosen[i][1].threshold, confidence[row]));
    const [{ tasks }] = this.targets;
    const allCorrect = Uint8Array.from(tasks, (_, row) =>
      this.targets.every(({ correct }) => correct[row] === 1) ? 1 : 0,
    );
    return {
      version: 1,
      run: record.id,
      fingerprint: this.#fingerprint,
      model: record.model,
      synthetic: record.history.synthetic,
      createdAt: request.now.toISOString(),
      maxError: request.maxError,
      confidence: request.confidence,
      seed: record.seed,
      targets: Object.fromEntries(chosen),
      together: { checked: this.#check(request, allAct, allCorrect) },
    };
  }

  #check({ confidence }: PolicyRequest, acts: (row: number) => boolean, correct: ArrayLike<number>): PolicyCheck {
    const [{ checking, workflow }] = this.targets;
    return checkPolicy(checking, workflow, acts, correct, confidence, this.#predictor.run.record.seed);
  }
}

/** Whether a recommendation of this confidence may be acted on. @param threshold null = none may */
export function acts(threshold: number | null, confidence: number): boolean {
  return threshold !== null && confidence >= threshold;
}

/** SHA-256 of the run's fits and calibrations: a policy is valid only for these. */
export function policyFingerprint({ run, calibrations }: CalibratedPredictor): string {
  const hash = createHash('sha256');
  for (const { target, classes, fits } of run.targets) {
    for (const fit of fits) {
      const files = readFit(run.run, target, fit)?.files ?? [];
      hash.update(JSON.stringify([target, classes, fit, files, calibrations.of(target, fit)?.calibrator]));
    }
  }
  return hash.digest('hex');
}

/** @throws InputError if even tasks that are all correct would be too few */
function requireWorkflows(count: number, { maxError, confidence }: PolicyRequest): void {
  const needed = 2 * Math.max(usualMinWorkflows, leastShares(maxError, (1 - confidence) / usualStarts));
  if (count >= needed) return;
  throw new InputError(
    `the run was evaluated on tasks of ${count} workflow${count === 1 ? '' : 's'}, but an error of at most ${percentText(maxError, 4)} with a confidence of ${percentText(confidence, 4)} needs at least ${needed} (half to choose, half to check): accept more errors (--max-error), or evaluate on more tasks ("test" of the experiment's "split")`,
  );
}

/**
 * What is more likely wrong than right is never acted on, however many errors are accepted. With costs an unlikely class may be
 * the better one.
 */
function leastConfidence(costs: CheckedTarget['costs']): number {
  return costs === null ? 0.5 : 0;
}

function chooseThreshold(
  { rows, order }: Half,
  { confidence, correct, workflow, costs }: CheckedTarget,
  { maxError, confidence: sureness }: PolicyRequest,
): number | null {
  const eligible = rows.filter((row) => confidence[row] >= leastConfidence(costs));
  const tasks = {
    confidence: Float64Array.from(eligible, (row) => confidence[row]),
    correct: Uint8Array.from(eligible, (row) => correct[row]),
    workflow: Int32Array.from(eligible, (row) => workflow[row]),
    order,
  };
  const { threshold } = findActThreshold(tasks, { maxError, delta: 1 - sureness });
  return threshold === null ? null : justBelow(threshold);
}

/** Six digits, so that a value stored with seven digits, or computed again, is on the same side as the original. */
function justBelow(threshold: number): number {
  return Math.max(0, Math.floor(1e6 * threshold - 0.5) / 1e6);
}

function checkPolicy(
  { rows, order }: Half,
  workflow: Int32Array,
  isActed: (row: number) => boolean,
  correct: ArrayLike<number>,
  confidence: number,
  seed: number,
): PolicyCheck {
  const acted = rows.filter(isActed);
  const { errors, shares } = errorCounter({ correct, workflow, order })(acted);
  const interval = shareInterval(countPer(order, workflow, acted), countPer(order, workflow, rows), confidence, seed);
  return {
    tasks: rows.length,
    workflows: order.length,
    acted: acted.length,
    errors,
    share: acted.length / rows.length,
    shareLow: interval?.[0] ?? null,
    shareHigh: interval?.[1] ?? null,
    error: shares.length > 0 ? meanOf(shares) : null,
    errorUpper: shares.length > 0 ? upperMean(shares, 1 - confidence) : null,
  };
}

/** [workflows of the order] how many of the rows are of each. */
function countPer(order: Int32Array, workflow: Int32Array, rows: Int32Array): Int32Array {
  const place = new Map(Array.from(order, (number, i) => [number, i]));
  const counts = new Int32Array(order.length);
  for (const row of rows) counts[place.get(workflow[row]) ?? 0]++;
  return counts;
}
