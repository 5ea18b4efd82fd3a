import { type Client, clientOf, type Port, type Service } from '../protocol/port.ts';
import { type PredictionService, predictionService } from '../protocol/prediction.ts';
import { Cancelled } from './cancelled.ts';
import { type RunWorkerService, runWorkerService } from './worker-service.ts';
import { startRunWorker, threadLink, WorkerDied, WorkerThread } from './worker-thread.ts';

/** A worker that nobody asks anything is ended after this time, with all that it has loaded. */
const idleMilliseconds = 60_000;

interface LastingOptions {
  /** It does one thing at a time: the next question waits for the answer to the one before. */
  readonly inTurn: boolean;
  /** Hears why a worker died. */
  onDeath?(reason: string): void;
}

/**
 * A worker that is started by the first question, stays for the next ones, which find loaded what the last ones needed, and is ended
 * after a while without any. If one that is asked many things at a time dies, another one is asked the same, once.
 */
export class LastingWorker<S extends Service> {
  readonly calls: Client<S>;
  readonly #start: () => WorkerThread<S>;
  readonly #options: LastingOptions;
  #worker: WorkerThread<S> | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #asked = 0;
  #timer: NodeJS.Timeout | undefined;
  /** Is aborted when all that was asked so far is given up. */
  #closing = new AbortController();

  constructor(service: S, start: () => WorkerThread<S>, options: LastingOptions) {
    this.#start = start;
    this.#options = options;
    this.calls = clientOf(service, (name, argument, asking) => this.#ask(name, argument, asking));
  }

  /** Ends the worker; what it was asked is cancelled. It may be asked again. */
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
    // One thing at a time: the question itself ended the worker, and would end the next one.
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

/** Asks the next worker what another question may have ended the last one with. */
function orAgain<T>(error: unknown, attempt: () => Promise<T>): Promise<T> {
  if (error instanceof WorkerDied) return attempt();
  throw error;
}

/** Questions that take long: each has a thread of its own, so that none waits for them. */
const longQuestions = ['drivers', 'embeddings', 'reconstruction'];

/** Answers for one run, in threads that are started when they are needed. */
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
 * Predicts for single tasks.
 *
 * @param file    the bundle `predictions.js`
 * @param onDeath hears why a thread died
 */
export function predictionWorker(file: string, onDeath: (reason: string) => void): LastingWorker<PredictionService> {
  const start = (): WorkerThread<PredictionService> => new WorkerThread(predictionService, threadLink(file));
  return new LastingWorker(predictionService, start, { inTurn: false, onDeath });
}

/** For questions of which only the last one matters: each gives up the one before. */
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
