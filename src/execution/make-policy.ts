import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { InputError } from '../dataset/input-error.ts';
import { shareInterval } from '../learning/acted-share.ts';
import { RandomState } from '../learning/random.ts';
import { errorCounter, findActThreshold, usualMinWorkflows, usualStarts } from '../measures/act-threshold.ts';
import { leastShares, upperMean } from '../measures/betting.ts';
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

/**
 * Chooses for each target of a run when its recommendation may be acted on, on one half of the workflows that the run was
 * evaluated on, and checks it on the other.
 *
 * @throws InputError if the evaluated tasks are not enough: early stopping watched them, or they have too few workflows;
 *   RunUnreadable
 */
export async function makePolicy(predictor: CalibratedPredictor, request: PolicyRequest): Promise<Policy> {
  const { record, run } = predictor.run;
  if (watchesFolds(record)) {
    throw new InputError(
      `the run ${record.id} is a cross-validation whose folds early stopping watched, so it looks better on them than it is: train the model with oap train or oap test, and make the policy of that run`,
    );
  }
  const trained = predictor.run.targets.filter(({ fits }) => fits.length === record.fitsPerTarget);
  if (trained.length === 0) throw new RunUnreadable(`${run} has no target with all its fits, so it has no policy yet`);
  const evaluated: EvaluatedTarget[] = [];
  for (const target of trained) evaluated.push(await evaluatedTarget(predictor, target));
  const [{ tasks }] = evaluated;
  if (evaluated.some((one) => !isDeepStrictEqual(one.tasks, tasks))) {
    throw new RunUnreadable(`${run}: its targets were not evaluated on the same tasks`);
  }
  const { workflow, count } = numberedWorkflows(tasks);
  requireWorkflows(count, request);
  const { seed } = record;
  const order = new RandomState(seed).permutation(count);
  const [choosing, checking] = [order.slice(0, Math.ceil(count / 2)), order.slice(Math.ceil(count / 2))].map(
    (part): Half => {
      const members = new Set(part);
      return { rows: Int32Array.from(tasks.keys()).filter((row) => members.has(workflow[row])), order: part };
    },
  );
  const check = (acts: (row: number) => boolean, correct: ArrayLike<number>): PolicyCheck =>
    checkPolicy(checking, workflow, acts, correct, request.confidence, seed);
  const chosen = evaluated.map((one): readonly [string, PolicyTarget] => {
    const threshold = chooseThreshold(choosing, workflow, one, request);
    const checked = check((row) => acts(threshold, one.confidence[row]), one.correct);
    return [
      one.target,
      { threshold, chosenOn: { tasks: choosing.rows.length, workflows: choosing.order.length }, checked },
    ];
  });
  const allAct = (row: number): boolean =>
    evaluated.every(({ confidence }, i) => acts(chosen[i][1].threshold, confidence[row]));
  const allCorrect = Uint8Array.from(tasks, (_, row) => (evaluated.every(({ correct }) => correct[row] === 1) ? 1 : 0));
  return {
    version: 1,
    run: record.id,
    fingerprint: policyFingerprint(predictor),
    model: record.model,
    synthetic: record.history.synthetic,
    createdAt: request.now.toISOString(),
    maxError: request.maxError,
    confidence: request.confidence,
    seed,
    targets: Object.fromEntries(chosen),
    together: { checked: check(allAct, allCorrect) },
  };
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
    `the run was evaluated on tasks of ${count} workflow${count === 1 ? '' : 's'}, but an error of at most ${percent(maxError)} with a confidence of ${percent(confidence)} needs at least ${needed} (half to choose, half to check): accept more errors (--max-error), or evaluate on more tasks ("test" of the experiment's "split")`,
  );
}

function percent(part: number): string {
  return `${Number((100 * part).toPrecision(6))} %`;
}

function chooseThreshold(
  { rows, order }: Half,
  workflow: Int32Array,
  { confidence, correct }: EvaluatedTarget,
  { maxError, confidence: sureness }: PolicyRequest,
): number | null {
  const tasks = {
    confidence: Float64Array.from(rows, (row) => confidence[row]),
    correct: Uint8Array.from(rows, (row) => correct[row]),
    workflow: Int32Array.from(rows, (row) => workflow[row]),
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
