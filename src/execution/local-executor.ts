import type { Dataset } from '../experiment/dataset.ts';
import type { Experiment } from '../experiment/definition.ts';
import type { FitJob } from '../protocol/worker.ts';
import { Cancelled } from './cancelled.ts';
import type { Executor, FitListener, LoadedDataset } from './executor.ts';
import { WorkerThread } from './worker-thread.ts';

/**
 * Worker threads of this process, one fit at a time each, all on one copy of the data. Threads start when there is work
 * and are replaced when they die.
 */
export class LocalExecutor implements Executor {
  readonly #threads = new Set<WorkerThread>();
  /** The dataset each thread has. */
  readonly #given = new WeakMap<WorkerThread, Dataset>();

  /**
   * @param workerFile the worker's bundle
   * @param workers    most threads at a time
   */
  constructor(
    readonly workerFile: string,
    readonly workers: number,
  ) {}

  async load(experimentFile: string, experiment: Experiment, signal: AbortSignal): Promise<LoadedDataset> {
    const thread = this.#idleThread();
    const answer = await thread.request({ kind: 'load', experimentFile, experiment }, () => {}, signal);
    if (answer.kind !== 'loaded') throw new Error(`the worker answered ${answer.kind} to load`);
    const { problems, problemCount, skipped } = answer;
    const dataset = answer.dataset as Dataset;
    this.#given.set(thread, dataset);
    return { dataset, problems, problemCount, skipped };
  }

  async execute(dataset: Dataset, jobs: readonly FitJob[], listener: FitListener, signal: AbortSignal): Promise<void> {
    const queue = [...jobs];
    const busy = new Set<WorkerThread>();
    const work = async (): Promise<void> => {
      for (let job = queue.shift(); job && !signal.aborted; job = queue.shift()) {
        const thread = this.#idleThread(busy);
        busy.add(thread);
        await this.#fit(thread, dataset, job, listener, signal);
        busy.delete(thread);
      }
    };
    await Promise.all(Array.from({ length: Math.min(this.workers, jobs.length) }, work));
    if (signal.aborted) throw new Cancelled();
  }

  async close(): Promise<void> {
    await Promise.all([...this.#threads].map((thread) => thread.end()));
    this.#threads.clear();
  }

  async #fit(
    thread: WorkerThread,
    dataset: Dataset,
    job: FitJob,
    listener: FitListener,
    signal: AbortSignal,
  ): Promise<void> {
    try {
      if (this.#given.get(thread) !== dataset) thread.post({ kind: 'dataset', dataset });
      this.#given.set(thread, dataset);
      listener.started(job);
      const answer = await thread.request({ kind: 'fit', job }, ({ record }) => listener.epoch(job, record), signal);
      if (answer.kind !== 'done') throw new Error(`the worker answered ${answer.kind} to fit`);
      listener.done(job, answer.record);
    } catch (error) {
      if (error instanceof Cancelled) return;
      if (!(error instanceof Error)) throw error;
      listener.failed(job, error);
    }
  }

  #idleThread(busy: ReadonlySet<WorkerThread> = new Set()): WorkerThread {
    for (const thread of this.#threads) {
      if (!thread.alive) this.#threads.delete(thread);
      else if (!busy.has(thread)) return thread;
    }
    const thread = new WorkerThread(this.workerFile);
    this.#threads.add(thread);
    return thread;
  }
}
