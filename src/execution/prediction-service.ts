import { Worker } from 'node:worker_threads';
import type { Layout } from '../dataset/layout.ts';
import { type FromPredictor, fromPredictor, type TaskPrediction, type ToPredictor } from '../protocol/prediction.ts';
import { RunUnreadable } from '../runs/read-run.ts';
import { Cancelled } from './cancelled.ts';
import { WorkerDied } from './worker-thread.ts';

type Request = Extract<ToPredictor, { kind: 'predict' }>;

interface Pending {
  readonly request: Request;
  /** It has been sent to a thread that died. */
  tried: boolean;
  resolve(tasks: TaskPrediction[]): void;
  reject(error: Error): void;
}

/**
 * Predicts for single tasks in a worker thread, which is started when it is first asked. If the thread dies, that is said
 * and another one is asked the same, once.
 */
export class PredictionService {
  readonly #workerFile: string;
  readonly #onDeath: (reason: string) => void;
  readonly #pending = new Map<number, Pending>();
  #worker: Worker | undefined;
  #requests = 0;

  /** @param onDeath hears why a thread died */
  constructor(workerFile: string, onDeath: (reason: string) => void) {
    this.#workerFile = workerFile;
    this.#onDeath = onDeath;
  }

  /**
   * Predicts for tasks, each of its own text.
   *
   * @param run       its folder
   * @param explained say why, too
   * @returns [texts]
   * @throws RunUnreadable, Cancelled, WorkerDied
   */
  predict(
    run: string,
    texts: readonly string[],
    layout: Layout,
    explained: boolean,
    signal: AbortSignal,
  ): Promise<TaskPrediction[]> {
    if (signal.aborted) return Promise.reject(new Cancelled());
    const id = ++this.#requests;
    const request: Request = { kind: 'predict', id, run, layout, texts: [...texts], explained };
    return new Promise((resolve, reject) => {
      const cancel = (): void => {
        if (!this.#pending.delete(id)) return;
        this.#worker?.postMessage({ kind: 'cancel', id } satisfies ToPredictor);
        reject(new Cancelled());
      };
      const done = (): void => signal.removeEventListener('abort', cancel);
      signal.addEventListener('abort', cancel, { once: true });
      this.#pending.set(id, {
        request,
        tried: false,
        resolve: (tasks) => {
          done();
          resolve(tasks);
        },
        reject: (error) => {
          done();
          reject(error);
        },
      });
      this.#thread().postMessage(request);
    });
  }

  /** Has a run loaded that will be asked soon. @param run its folder */
  warm(run: string): void {
    this.#thread().postMessage({ kind: 'warm', run } satisfies ToPredictor);
  }

  /** Ends the thread; what it was asked is cancelled. It may be asked again. */
  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of pending) reject(new Cancelled());
    await worker?.terminate();
  }

  #thread(): Worker {
    if (this.#worker) return this.#worker;
    const worker = new Worker(this.#workerFile);
    this.#worker = worker;
    let reason: string | undefined;
    worker.on('message', (data: unknown) => {
      const message = fromPredictor.safeParse(data);
      if (message.success) this.#hear(message.data);
      else {
        reason = `it sent a message that nobody understands (${message.error.issues[0].message})`;
        void worker.terminate();
      }
    });
    worker.on('error', (error: Error & { code?: string }) => {
      reason ??=
        error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'it ran out of memory' : `it stopped with "${error.message}"`;
    });
    worker.on('exit', (code) => {
      if (this.#worker === worker) this.#died(reason ?? `it ended with exit code ${code}`);
    });
    return worker;
  }

  #hear(message: FromPredictor): void {
    const pending = this.#pending.get(message.id);
    // A request that was cancelled may have been answered already.
    if (!pending) return;
    this.#pending.delete(message.id);
    if (message.kind === 'predicted') pending.resolve(message.tasks);
    else pending.reject(errorOf(message));
  }

  #died(reason: string): void {
    this.#worker = undefined;
    this.#onDeath(reason);
    for (const [id, pending] of this.#pending) {
      if (pending.tried) {
        this.#pending.delete(id);
        pending.reject(new WorkerDied(`the thread that predicts died: ${reason}`));
      } else {
        pending.tried = true;
        this.#thread().postMessage(pending.request);
      }
    }
  }
}

function errorOf({ message, stack, unreadable }: Extract<FromPredictor, { kind: 'failed' }>): Error {
  if (unreadable) return new RunUnreadable(message);
  const error = new Error(message);
  if (stack !== undefined) error.stack = stack;
  return error;
}
