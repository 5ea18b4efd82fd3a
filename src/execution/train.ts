import type { FeatureSettings } from '../dataset/features.ts';
import { InputError } from '../dataset/input-error.ts';
import { type Dataset, inputOf, splitFacts } from '../experiment/dataset.ts';
import type { Experiment } from '../experiment/definition.ts';
import { featuresOf, type ModelSpecification } from '../experiment/model-specification.ts';
import { planFits } from '../learning/fit-plan.ts';
import type { FitName } from '../measures/time-left.ts';
import { whyTooLarge } from '../models/model-size.ts';
import { findModel } from '../models/registry.ts';
import type { ProtocolName } from '../protocol/run.ts';
import { newRunId } from '../runs/run-paths.ts';
import { calibrateRun } from './calibrate-run.ts';
import { EarlierRuns } from './earlier-runs.ts';
import type { Executor } from './executor.ts';
import { RunInProgress, type RunPlan, type StartedRun } from './run-in-progress.ts';
import type { FitEvent, TrainingListener } from './training-events.ts';
import type { FitJob } from './worker-service.ts';

/** A request for training. */
export interface TrainingRequest {
  readonly experimentFile: string;
  readonly experiment: Experiment;
  /** One run each. */
  readonly models: readonly ModelSpecification[];
  readonly protocol: ProtocolName;
  /** Folder of the runs' folders. */
  readonly runs: string;
  readonly earlier: EarlierPolicy;
  /** Also resume runs of processes that cannot be checked from here. */
  readonly force?: boolean;
  /** Group of the new runs; without it the runs of a request form a new group. */
  readonly group?: string;
}

/**
 * What to do with an earlier run with the same settings on the same data. `continue`: one that was cancelled, interrupted or
 * failed is resumed, and finished runs of the same unfinished selection are reused. `reuse`: a finished run is reused as well.
 * `ignore`: every model gets a new run. Or only the named run is resumed.
 */
export type EarlierPolicy = 'continue' | 'reuse' | 'ignore' | { readonly only: string };

/** There is no run that can be resumed. The message is one sentence. */
export class CannotContinue extends Error {
  override readonly name = 'CannotContinue';
}

/**
 * Trains and evaluates every model of a request under its protocol. All missing fits of all runs go through one queue.
 *
 * @returns the runs, including failed ones
 * @throws InputError if the experiment does not fit its history (no run is left behind then); CannotContinue; Cancelled, after
 *   the runs have been marked as cancelled
 */
export async function trainModels(
  executor: Executor,
  request: TrainingRequest,
  listener: TrainingListener,
  signal: AbortSignal,
): Promise<StartedRun[]> {
  const loaded = await executor.load(request.experimentFile, request.experiment, signal);
  listener({ kind: 'loaded', loaded });
  const { dataset } = loaded;
  for (const specification of request.models) {
    // Fails before anything is written if the data cannot be split.
    const { split } = request.experiment;
    const { validation } = specification.training;
    for (const target of split.stratify ? dataset.targets : dataset.targets.slice(0, 1)) {
      planFits(request.protocol, dataset.tasks.count, split, validation, splitFacts(dataset, target));
    }
    refuseTooLarge(specification, dataset, featuresOf(request.experiment, specification));
  }
  const runs: RunInProgress[] = [];
  const ownerOf = ({ run: folder }: FitName): RunInProgress => {
    const run = runs.find((one) => one.folder === folder);
    if (!run) throw new Error(`no run ${folder}`);
    return run;
  };
  const endIfComplete = (run: RunInProgress): void => {
    if (!run.isComplete) return;
    run.end();
    listener({ kind: 'run-ended', run });
  };
  try {
    const earlier = new EarlierRuns(request.runs, request.force ?? false);
    const plans = request.models.map((specification) => ({ ...request, specification }));
    const begun = request.earlier === 'continue' ? earlier.unfinishedGroup(plans, dataset) : undefined;
    const group = request.group ?? begun ?? groupOf(request);
    for (const plan of plans) {
      const reused = begun === undefined ? undefined : earlier.findDone(plan, dataset, begun);
      runs.push(reused ?? startRun({ ...plan, group }, request, dataset, earlier));
    }
    if (request.protocol === 'cross-validation' && runs.length > 1) nameSelection(runs);
    // The last complete fits of an interrupted training may not be calibrated yet.
    for (const { folder, record, isOpen, completed } of runs) {
      if (isOpen && completed.length > 0) await calibrateRun(folder, record, { dataset });
    }
    listener({ kind: 'runs', runs });
    for (const run of runs) endIfComplete(run);
    const report = (event: FitEvent): void => {
      const run = ownerOf(event.fit);
      if (event.kind === 'fit-done') run.complete(event.record);
      if (event.kind === 'fit-failed') run.fail(event.fit, event.error);
      listener(event);
      if (event.kind === 'fit-done' || event.kind === 'fit-failed') endIfComplete(run);
    };
    await executor.execute(dataset, queueOf(runs), report, signal);
  } catch (error) {
    for (const run of runs.filter(({ isOpen }) => isOpen)) {
      run.abort(error);
      listener({ kind: 'run-ended', run });
    }
    throw error;
  }
  return runs;
}

/** @throws InputError if the history has too many codes and sites for a model */
function refuseTooLarge(
  { name, model: family, settings, attention }: ModelSpecification,
  dataset: Dataset,
  features: FeatureSettings,
): void {
  const model = findModel(family);
  if (!model) throw new Error(`there is no model ${family}`);
  const classes = Math.max(...dataset.targets.map((target) => target.classes.length));
  const { codes, sites } = inputOf(dataset, features);
  const shape = { errors: codes.length, sites: sites.length, classes };
  const tooLarge = whyTooLarge(model, settings, attention, shape);
  if (tooLarge !== undefined) throw new InputError(`the model "${name}" cannot be trained: ${tooLarge}`);
}

/** Records the group in runs that are not done yet; `run.json` is written when they end. */
function nameSelection(runs: readonly RunInProgress[]): void {
  const selection = runs.map(({ record }) => record.id);
  for (const run of runs.filter(({ isOpen }) => isOpen)) run.record = { ...run.record, selection };
}

/**
 * The missing fits of all runs: first one of each run, so that a model that cannot be trained fails early and the time left is
 * estimated from all of them, then run by run.
 */
function queueOf(runs: readonly RunInProgress[]): FitJob[] {
  return [...runs.flatMap(({ jobs }) => jobs.slice(0, 1)), ...runs.flatMap(({ jobs }) => jobs.slice(1))];
}

/** Time, protocol and random digits, so that groups sort by time and never collide; undefined for a single model. */
function groupOf({ models, protocol }: TrainingRequest): string | undefined {
  return models.length > 1 ? newRunId('models', protocol, new Date()) : undefined;
}

function startRun(
  plan: RunPlan,
  { runs, earlier: policy }: TrainingRequest,
  dataset: Dataset,
  earlier: EarlierRuns,
): RunInProgress {
  if (typeof policy === 'string') {
    const found =
      (policy !== 'ignore' && earlier.claim(plan, dataset)) || (policy === 'reuse' && earlier.findDone(plan, dataset));
    return found || RunInProgress.create(runs, plan, dataset);
  }
  const named = earlier.claim(plan, dataset, policy.only);
  if (named) return named;
  throw new CannotContinue(
    `the run of ${plan.specification.name} cannot be resumed: its history, its settings or this program have changed, or another process is working on it`,
  );
}
