import path from 'node:path';
import { type Dataset, inputOf } from '../experiment/dataset.ts';
import type { Experiment } from '../experiment/definition.ts';
import { featuresOf, type ModelSpecification } from '../experiment/model-specification.ts';
import { type CheckedRun, storedExperiment } from '../experiment/read-specification.ts';
import type { FitName } from '../measures/time-left.ts';
import { findModel } from '../models/registry.ts';
import type { FitRecord, ProtocolName } from '../protocol/run.ts';
import type { ClaimedRun } from '../runs/claim-run.ts';
import type { FolderLock } from '../runs/folder-lock.ts';
import { RunGone } from '../runs/run-folder.ts';
import { newRunId } from '../runs/run-paths.ts';
import { summarizeRun } from '../runs/summary.ts';
import { createRun, writeRun } from '../runs/write-run.ts';
import { Cancelled } from './cancelled.ts';
import { engineName, provenance } from './provenance.ts';
import type { FitJob } from './worker-service.ts';

/** A run in progress, or one that has just ended. */
export interface StartedRun {
  readonly folder: string;
  /** The current content of `run.json`. */
  readonly record: CheckedRun;
  /** Fits that were complete before. */
  readonly completed: readonly FitRecord[];
}

/** Number of missing fits at the start, by run folder. */
export function fitsLeft(runs: readonly StartedRun[]): Map<string, number> {
  return new Map(
    runs.map(({ folder, record, completed }) => [
      folder,
      record.state === 'running' ? record.targets.length * record.fitsPerTarget - completed.length : 0,
    ]),
  );
}

/** What determines a run: the same plan on the same data gives the same numbers. */
export interface RunPlan {
  readonly experimentFile: string;
  readonly experiment: Experiment;
  readonly protocol: ProtocolName;
  readonly specification: ModelSpecification;
  readonly group?: string | undefined;
}

/** One run while it is trained; its record is kept up to date in `run.json`. */
export class RunInProgress implements StartedRun {
  readonly folder: string;
  readonly completed: readonly FitRecord[];
  /** The missing fits. */
  readonly jobs: readonly FitJob[];
  record: CheckedRun;
  /** Its folder exists, with the state running. */
  isOpen: boolean;
  #pending: number;
  readonly #started = Date.now();
  readonly #fits: FitRecord[];
  readonly #failures: string[] = [];

  private constructor(
    folder: string,
    record: CheckedRun,
    plan: RunPlan,
    completed: readonly FitRecord[],
    readonly lock?: FolderLock,
  ) {
    this.folder = folder;
    this.record = record;
    this.completed = completed;
    this.isOpen = record.state === 'running';
    this.#fits = [...completed];
    this.jobs = this.isOpen ? missingFits(folder, record, plan, completed) : [];
    this.#pending = this.jobs.length;
  }

  /** Creates the folder of a new run. */
  static create(runs: string, plan: RunPlan, dataset: Dataset): RunInProgress {
    const planned = newRecord(runs, plan, dataset);
    const folder = path.join(path.resolve(runs), planned.id);
    const { codes, sites, features } = inputOf(dataset, featuresOf(plan.experiment, plan.specification));
    const classes = new Map(dataset.targets.map(({ name, classes: names }) => [name, names]));
    const { record, lock } = createRun(folder, planned, { codes, sites, classes, features });
    return new RunInProgress(folder, record, plan, [], lock);
  }

  /** Resumes a run that this process has claimed. */
  static resume(folder: string, claimed: ClaimedRun, plan: RunPlan, completed: readonly FitRecord[]): RunInProgress {
    return new RunInProgress(folder, claimed.record, plan, completed, claimed.lock);
  }

  /** A run that is already done, for display. */
  static finished(folder: string, record: CheckedRun, plan: RunPlan, completed: readonly FitRecord[]): RunInProgress {
    return new RunInProgress(folder, record, plan, completed);
  }

  /** All fits have ended, but the run is not closed yet. */
  get isComplete(): boolean {
    return this.isOpen && this.#pending === 0;
  }

  complete(record: FitRecord): void {
    this.#pending--;
    this.#fits.push(record);
  }

  fail({ target, index }: FitName, { message }: Error): void {
    this.#pending--;
    this.#failures.push(`${target}, fit ${index + 1}: ${message}`);
  }

  /** All fits have ended. */
  end(): void {
    this.#write(this.#failures.length > 0 ? 'failed' : 'done', this.#failures.join('; ') || undefined);
  }

  /**
   * No further fit will come. If the record cannot be written (a full disk), that is most likely the reason; the run then appears
   * as interrupted, as nobody holds its lock.
   */
  abort(reason: unknown): void {
    try {
      if (reason instanceof Cancelled) this.#write('cancelled', undefined);
      else this.#write('failed', reason instanceof Error ? reason.message : String(reason));
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
    }
  }

  #write(state: CheckedRun['state'], error: string | undefined): void {
    const summary = summarizeRun(this.folder, this.record, this.#fits);
    this.record = {
      ...this.record,
      state,
      finishedAt: new Date().toISOString(),
      seconds: (this.record.seconds ?? 0) + (Date.now() - this.#started) / 1000,
      ...(error !== undefined && { error }),
      summary,
    };
    try {
      writeRun(this.folder, this.record);
    } catch (error) {
      if (!(error instanceof RunGone)) throw error;
      // There is nowhere left to report it.
      this.record = { ...this.record, state: 'failed', error: error.message };
    } finally {
      this.lock?.release();
    }
    this.isOpen = false;
  }
}

function missingFits(
  run: string,
  { targets, fitsPerTarget }: CheckedRun,
  { protocol, specification, experiment }: RunPlan,
  completed: readonly FitRecord[],
): FitJob[] {
  const { split, engine } = experiment;
  const features = featuresOf(experiment, specification);
  const isThere = (target: string, index: number): boolean =>
    completed.some((fit) => fit.target === target && fit.index === index);
  return targets.flatMap(({ target }) =>
    Array.from({ length: fitsPerTarget }, (_, index) => ({
      run,
      protocol,
      target,
      index,
      specification,
      features,
      split,
      engine: findModel(specification.model)?.kind === 'network' ? engineName(engine) : 'sparse',
    })).filter(({ index }) => !isThere(target, index)),
  );
}

function newRecord(runs: string, plan: RunPlan, { history, tasks, targets }: Dataset): CheckedRun {
  const { experimentFile, experiment, protocol, specification } = plan;
  const now = new Date();
  return {
    version: 1,
    id: newRunId(specification.name, protocol, now),
    model: specification.name,
    specification,
    protocol,
    ...(plan.group !== undefined && { group: plan.group }),
    state: 'running',
    createdAt: now.toISOString(),
    ...provenance(experimentFile, experiment.engine),
    seed: experiment.split.seed,
    experimentFile: path.relative(path.resolve(runs, '..', '..'), path.resolve(experimentFile)),
    experiment: storedExperiment(experiment),
    history: {
      file: experiment.history,
      bytes: history.bytes,
      sha256: history.fingerprint,
      content: history.content,
      tasks: tasks.count,
      codes: history.codes,
      sites: history.sites,
      synthetic: history.synthetic,
    },
    targets: targets.map(({ name, classes, counts }) => ({
      target: name,
      classes: [...classes],
      counts: Array.from(counts),
    })),
    fitsPerTarget: {
      holdout: 1,
      'cross-validation': experiment.split.folds,
      'repeated-test': experiment.split.repeats,
    }[protocol],
    summary: [],
  };
}
