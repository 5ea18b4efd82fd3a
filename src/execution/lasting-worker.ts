import { type Client, clientOf, type Port } from '../protocol/port.ts';
import { type PredictionService, predictionService } from '../protocol/prediction.ts';
import type { Service } from '../protocol/service.ts';
import { Cancelled } from './cancelled.ts';
import { type RunWorkerService, runWorkerService } from './worker-service.ts';
import { startRunWorker, threadLink, WorkerDied, WorkerThread } from './worker-thread.ts';

/** An idle worker is ended after this time, with everything it has loaded. */
const idleMilliseconds = 60_000;

interface LastingOptions {
  /** Questions are answered one at a time, in order. */
  readonly inTurn: boolean;
  /** Called with the reason if a worker dies. */
  onDeath?(reason: string): void;
}

/**
 * A worker that starts with the first question, keeps what it has loaded for the next ones, and ends after being idle for a
 * while. If one that answers several questions at a time dies, they are repeated once to another one.
 */
export class LastingWorker<S extends Service> {
  readonly calls: Client<S>;
  readonly #start: () => WorkerThread<S>;
  readonly #options: LastingOptions;
  #worker: WorkerThread<S> | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #asked = 0;
  #timer: NodeJS.Timeout | undefined;
  /** Aborted when all pending questions are cancelled. */
  #closing = new AbortController();

  constructor(service: S, start: () => WorkerThread<S>, options: LastingOptions) {
    this.#start = start;
    this.#options = options;
    this.calls = clientOf(service, (name, argument, asking) => this.#ask(name, argument, asking));
  }

  /** Ends the worker and cancels pending questions. New ones may follow. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    this.#closing.abort();
    this.#closing = new AbortController();
    await this.#end();
  }

  readonly #ask: Port<S>['ask'] = async (name, argument, asking = {}) => {
    clearTimeout(this.#timer);
    this.#asked++;
    const closing = this.#closing.signal;
    const { inTurn } = this.#options;
    const attempt = async () => {
      if (closing.aborted || asking.signal?.aborted) throw new Cancelled();
      if (!this.#worker?.alive) this.#worker = this.#start();
      const worker = this.#worker;
      try {
        return await worker.calls[name](argument, asking);
      } catch (error) {
        if (closing.aborted) throw new Cancelled();
        if (error instanceof WorkerDied) this.#died(worker, error);
        throw error;
      }
    };
    // One at a time: the question itself ended the worker, and would end the next one.
    const answered = inTurn ? this.#last.then(attempt) : attempt().catch((error) => orAgain(error, attempt));
    this.#last = answered.catch(() => {});
    try {
      return await answered;
    } finally {
      if (--this.#asked === 0 && this.#worker) {
        this.#timer = setTimeout(() => void this.#end(), idleMilliseconds);
        this.#timer.unref();
      }
    }
  };

  #died(worker: WorkerThread<S>, { reason }: WorkerDied): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    this.#options.onDeath?.(reason);
  }

  async #end(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.end();
  }
}

/** Repeats to the next worker a question that may not have been the cause of the death. */
function orAgain<T>(error: unknown, attempt: () => Promise<T>): Promise<T> {
  if (error instanceof WorkerDied) return attempt();
  throw error;
}

/** Long questions: each gets a separate thread, so that no other waits for them. */
const longQuestions = ['drivers', 'embeddings', 'reconstruction', 'policy'];

/** Answers for one run, in threads that are started on demand. */
export class RunWorkers {
  readonly calls: Client<RunWorkerService>;
  readonly #workers = new Map<string, LastingWorker<RunWorkerService>>();

  /**
   * @param workerFile the bundle `worker.js`
   * @param folder     of the run
   */
  constructor(
    readonly workerFile: string,
    readonly folder: string,
  ) {
    this.calls = clientOf(runWorkerService, (name, argument, asking) =>
      this.#workerOf(longQuestions.includes(name) ? name : '').calls[name](argument, asking),
    );
  }

  close(): void {
    for (const worker of this.#workers.values()) void worker.close();
  }

  #workerOf(key: string): LastingWorker<RunWorkerService> {
    const start = () => startRunWorker(this.workerFile, this.folder);
    const worker = this.#workers.get(key) ?? new LastingWorker(runWorkerService, start, { inTurn: true });
    this.#workers.set(key, worker);
    return worker;
  }
}

/**
 * The worker for predictions of single tasks.
 *
 * @param file    the bundle `predictions.js`
 * @param onDeath called with the reason if a thread dies
 */
export function predictionWorker(file: string, onDeath: (reason: string) => void): LastingWorker<PredictionService> {
  const start = (): WorkerThread<PredictionService> => new WorkerThread(predictionService, threadLink(file));
  return new LastingWorker(predictionService, start, { inTurn: false, onDeath });
}

/** For questions of which only the last one matters: each cancels the one before. */
export class Newest {
  #asking: AbortController | undefined;

  /** The signal of the next question. */
  next(): AbortSignal {
    this.cancel();
    this.#asking = new AbortController();
    return this.#asking.signal;
  }

  cancel(): void {
    this.#asking?.abort();
  }
}
