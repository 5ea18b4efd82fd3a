import type { Dataset } from '../experiment/dataset.ts';
import { recommendsAsStudy } from '../experiment/decision.ts';
import type { Experiment } from '../experiment/definition.ts';
import type { FitRecord } from '../protocol/run.ts';
import { type FolderLock, FolderLocked, lockFolder } from '../runs/folder-lock.ts';
import { readCompleteFit, readRunAsWritten } from '../runs/read-run.ts';
import { makeFitFolder, RunGone } from '../runs/run-folder.ts';
import { knownCalibration } from '../runs/stored-calibration.ts';
import { decidedFit } from '../runs/target-calibration.ts';
import { Cancelled } from './cancelled.ts';
import type { Executor, LoadedDataset } from './executor.ts';
import { findTensorFlowNode } from './native-tensorflow.ts';
import { processLink } from './process-link.ts';
import type { FitEvent } from './training-events.ts';
import type { FitJob, WorkerService } from './worker-service.ts';
import { openWorker, startWorker, WorkerDied, type WorkerThread } from './worker-thread.ts';

type Thread = WorkerThread<WorkerService>;
type FitListener = (event: FitEvent) => void;

/**
 * Worker threads of this process, one fit at a time each, all on one copy of the data. Threads start when there is work
 * and are replaced when they die. Fits with TensorFlow's native library run one after another in a separate process, which
 * uses all cores by itself.
 */
export class LocalExecutor implements Executor {
  readonly #threads = new Set<Thread>();
  /** The dataset of each thread. */
  readonly #given = new WeakMap<Thread, Dataset>();
  #source: { readonly experimentFile: string; readonly experiment: Experiment } | undefined;
  #process: Thread | undefined;

  /**
   * @param workerFile the worker's bundle
   * @param workers    maximum number of threads
   * @param native     entry of `@tensorflow/tfjs-node`, if TensorFlow fits use it; or why it cannot be used
   */
  constructor(
    readonly workerFile: string,
    readonly workers: number,
    readonly native?: string | Error,
  ) {}

  async load(experimentFile: string, experiment: Experiment, signal: AbortSignal): Promise<LoadedDataset> {
    this.#source = { experimentFile, experiment };
    const thread = this.#idleThread();
    const { dataset, ...found } = await thread.calls.load({ experimentFile, experiment }, { signal });
    if (!dataset) throw new Error('a thread gave no dataset');
    this.#given.set(thread, dataset);
    return { dataset, ...found };
  }

  async execute(dataset: Dataset, jobs: readonly FitJob[], report: FitListener, signal: AbortSignal): Promise<void> {
    let settled = 0;
    const listener: FitListener = (event) => {
      if (event.kind === 'fit-done' || event.kind === 'fit-failed') settled++;
      report(event);
    };
    const isNative = ({ engine }: FitJob): boolean => this.native !== undefined && engine === 'tensorflow';
    const [, left] = await allEnded([
      this.#inThreads(
        dataset,
        jobs.filter((job) => !isNative(job)),
        listener,
        signal,
      ),
      this.#inProcess(jobs.filter(isNative), listener, signal),
    ]);
    await this.#inThreads(dataset, left, listener, signal);
    // Cancelled with nothing left to do counts as done.
    if (settled < jobs.length) throw new Cancelled();
  }

  async #inThreads(
    dataset: Dataset,
    jobs: readonly FitJob[],
    listener: FitListener,
    signal: AbortSignal,
  ): Promise<void> {
    const queue = [...jobs];
    const busy = new Set<Thread>();
    const work = async (): Promise<void> => {
      for (let job = queue.shift(); job && !signal.aborted; job = queue.shift()) {
        const thread = this.#idleThread(busy);
        busy.add(thread);
        try {
          await this.#fit(thread, dataset, job, listener, signal);
        } catch (error) {
          // The listener failed (for example, disk full), so stop.
          queue.length = 0;
          throw error;
        }
        busy.delete(thread);
      }
    };
    await allEnded(Array.from({ length: Math.min(this.workers, jobs.length) }, work));
  }

  /** @returns the fits that the native library cannot do, with a note about the reason */
  async #inProcess(jobs: readonly FitJob[], listener: FitListener, signal: AbortSignal): Promise<FitJob[]> {
    if (jobs.length === 0) return [];
    const left = (from: number, reason: Error): FitJob[] => {
      const note = `TensorFlow's native library could not be used (${reason.message}): TensorFlow.js computed instead.`;
      return jobs.slice(from).map((job) => ({ ...job, note }));
    };
    const worker = await this.#openProcess(signal);
    if (worker instanceof Cancelled) return [];
    if (worker instanceof Error) return left(0, worker);
    for (const [i, job] of jobs.entries()) {
      const noted = { ...job, note: `Computed by TensorFlow's native library, loaded from ${this.native}.` };
      const result = await this.#locked(worker, noted, listener, (locked) =>
        trainFit(worker, locked, listener, signal),
      );
      if (result instanceof Cancelled) return [];
      if (result instanceof WorkerDied) return left(i, result);
      listener(eventOf(job, result));
    }
    return [];
  }

  /** A process with the native library and the data, or why there is none. */
  async #openProcess(signal: AbortSignal): Promise<Thread | Error> {
    if (this.#process?.alive) return this.#process;
    if (this.native instanceof Error) return this.native;
    if (this.native === undefined || !this.#source) throw new Error('no native library, or no data yet');
    const worker = openWorker(processLink(this.workerFile));
    this.#process = worker;
    try {
      await worker.calls.open({ module: this.native }, { signal });
      await worker.calls.load(this.#source, { signal });
      return worker;
    } catch (error) {
      await worker.end();
      if (error instanceof Error) return error;
      throw error;
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#threads, ...(this.#process ? [this.#process] : [])].map((worker) => worker.end()));
    this.#threads.clear();
  }

  async #fit(thread: Thread, dataset: Dataset, job: FitJob, listener: FitListener, signal: AbortSignal): Promise<void> {
    const fit = async (locked: FitJob): Promise<FitRecord> => {
      if (this.#given.get(thread) !== dataset) await thread.calls.take(dataset);
      this.#given.set(thread, dataset);
      return trainFit(thread, locked, listener, signal);
    };
    const ended = await this.#locked(thread, job, listener, fit);
    // One that was complete when it was cancelled is complete.
    const result = ended instanceof Cancelled ? completeFit(job) : ended;
    if (!result) return;
    // Outside the request's try: a failed listener is not a failed fit.
    listener(eventOf(job, result));
  }

  /**
   * Runs a fit under its lock, which is released whatever happens: the worker may be ended in the middle.
   *
   * @returns the fit's record, or why there is none
   */
  async #locked(
    thread: Thread,
    job: FitJob,
    listener: FitListener,
    fit: (locked: FitJob) => Promise<FitRecord>,
  ): Promise<FitRecord | Error> {
    let lock: FolderLock;
    try {
      lock = lockFolder(makeFitFolder(job.run, job.target, job.index));
    } catch (error) {
      if (error instanceof FolderLocked || error instanceof RunGone) return error;
      throw error;
    }
    try {
      listener({ kind: 'fit-started', fit: job });
      return await fit({ ...job, lock: lock.file }).catch(errorOf);
    } finally {
      // A worker that is being ended may still write.
      if (!thread.alive) await thread.end();
      lock.release();
    }
  }

  #idleThread(busy: ReadonlySet<Thread> = new Set()): Thread {
    for (const thread of this.#threads) {
      if (!thread.alive) this.#threads.delete(thread);
      else if (!busy.has(thread)) return thread;
    }
    const thread = startWorker(this.workerFile);
    this.#threads.add(thread);
    return thread;
  }
}

/** @throws InputError, Cancelled, WorkerDied, what the listener throws */
function trainFit(thread: Thread, job: FitJob, listener: FitListener, signal: AbortSignal): Promise<FitRecord> {
  return thread.calls.fit(job, { signal, onProgress: (record) => listener({ kind: 'epoch', fit: job, record }) });
}

/**
 * A fit that was cancelled while it was calibrated, which can follow later, unless its results depend on that.
 *
 * @returns undefined if it is not complete
 */
function completeFit({ run, target, index }: FitJob): FitRecord | undefined {
  const fit = readCompleteFit(run, target, index);
  const calibration = fit && knownCalibration(run, target, index);
  return fit && (calibration || recommendsAsStudy(readRunAsWritten(run))) ? decidedFit(fit, calibration) : undefined;
}

function eventOf(fit: FitJob, result: FitRecord | Error): FitEvent {
  return result instanceof Error
    ? { kind: 'fit-failed', fit, error: result }
    : { kind: 'fit-done', fit, record: result };
}

function errorOf(error: unknown): Error {
  if (error instanceof Error) return error;
  throw error;
}

/** Waits for all, even if one fails: when its error is thrown, nothing is running and no lock is held. */
async function allEnded<T extends readonly Promise<unknown>[]>(
  work: readonly [...T],
): Promise<{ [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(work);
  return Promise.all(work);
}

/**
 * The executor for an experiment: with TensorFlow's native library if the experiment asks for TensorFlow and the user has set
 * where it is installed.
 *
 * @param tfjsNode folder of `@tensorflow/tfjs-node`; without it only our own code is loaded
 */
export function localExecutor(
  workerFile: string,
  workers: number,
  { engine }: Experiment,
  tfjsNode: string | undefined,
): LocalExecutor {
  const isWanted = engine === 'tensorflow' && tfjsNode !== undefined;
  return new LocalExecutor(workerFile, workers, isWanted ? nativeIn(tfjsNode) : undefined);
}

function nativeIn(folder: string): string | Error {
  try {
    return findTensorFlowNode(folder);
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
}
