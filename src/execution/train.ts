import path from 'node:path';
import type { Dataset } from '../experiment/dataset.ts';
import type { Experiment } from '../experiment/definition.ts';
import type { ModelSpecification } from '../experiment/model-specification.ts';
import { planFits } from '../learning/fit-plan.ts';
import type { EpochRecord, FitRecord, ProtocolName, RunRecord } from '../protocol/run.ts';
import type { FitJob } from '../protocol/worker.ts';
import { newRunId } from '../runs/run-paths.ts';
import { summarizeFits } from '../runs/summary.ts';
import { createRun, writeRun } from '../runs/write-run.ts';
import { Cancelled } from './cancelled.ts';
import type { Executor, LoadedDataset } from './executor.ts';
import { provenance } from './provenance.ts';

/** What is to be trained. */
export interface TrainingRequest {
  readonly experimentFile: string;
  readonly experiment: Experiment;
  /** One run for each. */
  readonly models: readonly ModelSpecification[];
  readonly protocol: ProtocolName;
  /** Folder in which the runs' folders are made. */
  readonly runs: string;
}

/** Hears of everything that happens, in order. */
export interface TrainingListener {
  loaded?(loaded: LoadedDataset): void;
  /** All runs of the request are there, none of their fits has started. */
  created?(runs: readonly StartedRun[]): void;
  fitStarted?(run: StartedRun, target: string, index: number): void;
  epoch?(run: StartedRun, target: string, index: number, record: EpochRecord): void;
  fitDone?(run: StartedRun, record: FitRecord): void;
  fitFailed?(run: StartedRun, target: string, index: number, error: Error): void;
  /** The run has ended, whatever its state. */
  ended?(run: StartedRun): void;
}

export interface StartedRun {
  readonly folder: string;
  /** As it stands in `run.json` now. */
  readonly record: RunRecord;
}

/**
 * Trains and evaluates every model of a request under its protocol. All fits of all runs go through one queue.
 *
 * @returns the runs, also those that failed
 * @throws InputError if the experiment and its history do not go together (no run is left behind then); Cancelled, after
 *   the runs have been marked so
 */
export async function trainModels(
  executor: Executor,
  request: TrainingRequest,
  listener: TrainingListener,
  signal: AbortSignal,
): Promise<StartedRun[]> {
  const loaded = await executor.load(request.experimentFile, request.experiment, signal);
  listener.loaded?.(loaded);
  const { dataset } = loaded;
  for (const { training } of request.models) {
    // Refuses what cannot be split before anything is written.
    const { split } = request.experiment;
    planFits(request.protocol, dataset.tasks.count, split, training.validation, dataset.workflows);
  }
  const runs = request.models.map((model) => new RunInProgress(request, model, dataset));
  const owners = new Map<string, RunInProgress>(runs.map((run) => [run.folder, run]));
  const ownerOf = (job: FitJob): RunInProgress => {
    const run = owners.get(job.run);
    if (!run) throw new Error(`no run ${job.run}`);
    return run;
  };
  const endIfComplete = (run: RunInProgress): void => {
    if (run.pending > 0) return;
    run.end();
    listener.ended?.(run);
  };
  try {
    for (const run of runs) run.create(request.experiment, dataset);
    listener.created?.(runs);
    await executor.execute(
      dataset,
      runs.flatMap(({ jobs }) => jobs),
      {
        started: (job) => listener.fitStarted?.(ownerOf(job), job.target, job.index),
        epoch: (job, record) => listener.epoch?.(ownerOf(job), job.target, job.index, record),
        done: (job, record) => {
          const run = ownerOf(job);
          run.complete(record);
          listener.fitDone?.(run, record);
          endIfComplete(run);
        },
        failed: (job, error) => {
          const run = ownerOf(job);
          run.fail(job, error);
          listener.fitFailed?.(run, job.target, job.index, error);
          endIfComplete(run);
        },
      },
      signal,
    );
  } catch (error) {
    for (const run of runs.filter(({ isOpen }) => isOpen)) {
      run.abort(error);
      listener.ended?.(run);
    }
    throw error;
  }
  return runs;
}

/** One run while its fits are being done. */
class RunInProgress implements StartedRun {
  readonly folder: string;
  readonly jobs: readonly FitJob[];
  pending: number;
  record: RunRecord;
  /** Its folder is there and says that it is running. */
  isOpen = false;
  readonly #started = Date.now();
  readonly #fits: FitRecord[] = [];
  readonly #failures: string[] = [];

  constructor(request: TrainingRequest, specification: ModelSpecification, dataset: Dataset) {
    const { experimentFile, experiment, protocol } = request;
    const now = new Date();
    const id = newRunId(specification.name, protocol, now);
    const fitsPerTarget = {
      holdout: 1,
      'cross-validation': experiment.split.folds,
      'repeated-test': experiment.split.repeats,
    }[protocol];
    this.folder = path.join(path.resolve(request.runs), id);
    this.jobs = dataset.targets.flatMap(({ name: target }) =>
      Array.from({ length: fitsPerTarget }, (_, index) => ({
        run: this.folder,
        protocol,
        target,
        index,
        specification,
        split: experiment.split,
      })),
    );
    this.pending = this.jobs.length;
    this.record = {
      version: 1,
      id,
      model: specification.name,
      specification: { ...specification },
      protocol,
      state: 'running',
      createdAt: now.toISOString(),
      ...provenance(experimentFile),
      seed: experiment.split.seed,
      experimentFile: path.relative(path.resolve(request.runs, '..', '..'), path.resolve(experimentFile)),
      experiment,
      history: {
        file: experiment.history,
        bytes: dataset.history.bytes,
        sha256: dataset.history.fingerprint,
        tasks: dataset.tasks.count,
        codes: dataset.history.codes,
        sites: dataset.history.sites,
        synthetic: dataset.history.synthetic,
      },
      targets: dataset.targets.map(({ name, classes, counts }) => ({
        target: name,
        classes: [...classes],
        counts: Array.from(counts),
      })),
      fitsPerTarget,
      summary: [],
    };
  }

  create({ features }: Experiment, { codes, sites, targets }: Dataset): void {
    const classes = new Map(targets.map(({ name, classes: names }) => [name, names]));
    createRun(this.folder, this.record, { codes, sites, classes, features });
    this.isOpen = true;
  }

  complete(record: FitRecord): void {
    this.pending--;
    this.#fits.push(record);
  }

  fail({ target, index }: FitJob, { message }: Error): void {
    this.pending--;
    this.#failures.push(`${target}, fit ${index + 1}: ${message}`);
  }

  /** All fits have ended. */
  end(): void {
    this.#write(this.#failures.length > 0 ? 'failed' : 'done', this.#failures.join('; ') || undefined);
  }

  /**
   * No further fit will come. What keeps the record from being written (a full disk) is most likely the very reason; the
   * run is then shown as interrupted once this process has ended.
   */
  abort(reason: unknown): void {
    try {
      if (reason instanceof Cancelled) this.#write('cancelled', undefined);
      else this.#write('failed', reason instanceof Error ? reason.message : String(reason));
    } catch (error) {
      if (reason instanceof Cancelled) throw error;
    }
  }

  #write(state: RunRecord['state'], error: string | undefined): void {
    const summary = this.record.targets.flatMap(({ target }) => {
      const fits = this.#fits.filter((fit) => fit.target === target).sort((a, b) => a.index - b.index);
      return fits.length > 0 ? [summarizeFits(target, fits)] : [];
    });
    this.record = {
      ...this.record,
      state,
      finishedAt: new Date().toISOString(),
      seconds: (Date.now() - this.#started) / 1000,
      ...(error !== undefined && { error }),
      summary,
    };
    writeRun(this.folder, this.record);
    this.isOpen = false;
  }
}
