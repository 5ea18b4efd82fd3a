import type { Dataset } from '../experiment/dataset.ts';
import type { Experiment } from '../experiment/definition.ts';
import type { FitRecord } from '../protocol/run.ts';
import type { FitJob } from '../protocol/worker.ts';
import { Cancelled } from './cancelled.ts';
import type { Executor, FitListener, LoadedDataset } from './executor.ts';
import { type WorkerEvent, WorkerThread } from './worker-thread.ts';

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
        try {
          await this.#fit(thread, dataset, job, listener, signal);
        } catch (error) {
          // Whoever listens cannot go on (a full disk): no use in more fits.
          queue.length = 0;
          throw error;
        }
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
    if (this.#given.get(thread) !== dataset) thread.post({ kind: 'dataset', dataset });
    this.#given.set(thread, dataset);
    listener.started(job);
    const result = await this.#request(thread, job, listener, signal);
    if (result instanceof Cancelled) return;
    // Outside of the request's try: a listener that fails is no failed fit.
    if (result instanceof Error) listener.failed(job, result);
    else listener.done(job, result);
  }

  /** The fit's record, or why there is none. */
  async #request(
    thread: WorkerThread,
    job: FitJob,
    listener: FitListener,
    signal: AbortSignal,
  ): Promise<FitRecord | Error> {
    try {
      const hear = (event: WorkerEvent): void => {
        if (event.kind === 'epoch') listener.epoch(job, event.record);
      };
      const answer = await thread.request({ kind: 'fit', job }, hear, signal);
      return answer.kind === 'done' ? answer.record : new Error(`the worker answered ${answer.kind} to fit`);
    } catch (error) {
      if (error instanceof Error) return error;
      throw error;
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
