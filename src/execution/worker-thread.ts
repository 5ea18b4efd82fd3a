import { Worker } from 'node:worker_threads';
import * as z from 'zod/mini';
import { type Asking, type Channel, type Client, clientOf, Port } from '../protocol/port.ts';
import type { Service } from '../protocol/service.ts';
import { Cancelled } from './cancelled.ts';
import { errorOf } from './failures.ts';
import { type RunWorkerService, runWorkerService, type WorkerService, workerService } from './worker-service.ts';

/** A cancelled worker has this time to finish its epoch before it is ended. */
const graceMilliseconds = 100;

/** The worker ended without an answer: out of memory, killed, or a bug. */
export class WorkerDied extends Error {
  override readonly name = 'WorkerDied';

  /** @param worker its kind, for messages */
  constructor(
    worker: string,
    readonly reason: string,
  ) {
    super(`${worker} died: ${reason}`);
  }
}

/** The connection to a worker: a thread of this process, or a separate process. */
export interface WorkerLink extends Channel {
  /** Its kind, for messages. */
  readonly name: string;
  /** Asks it to stop, while it is too busy for messages. @param id of the question */
  cancel(id: number): void;
  end(): Promise<unknown>;
  /** @param listener called with the known reason for its end */
  onEnd(listener: (reason: string) => void): void;
}

/** One worker, from start to end. */
export class WorkerThread<S extends Service> {
  /** Its methods. All throw Cancelled and WorkerDied besides their own errors. */
  readonly calls: Client<S>;
  readonly #link: WorkerLink;
  readonly #port: Port<S>;
  readonly #grace: number | undefined;
  #alive = true;

  /** @param grace milliseconds after which a worker that does not stop a cancelled question is ended; without it, never */
  constructor(service: S, link: WorkerLink, grace?: number) {
    this.#link = link;
    this.#grace = grace;
    this.#port = new Port(service, link, {
      errorOf,
      onCancel: (id) => link.cancel(id),
      onUnheard: () => void this.end(),
      onInvalid: (reason) => {
        this.#died(`it sent an invalid message (${reason})`);
        void this.end();
      },
    });
    this.calls = clientOf(service, (name, argument, asking) => this.#ask(name, argument, asking));
    link.onEnd((reason) => this.#died(reason));
  }

  /** False once the worker has ended. */
  get alive(): boolean {
    return this.#alive;
  }

  async end(): Promise<void> {
    this.#alive = false;
    await this.#link.end();
  }

  #died(reason: string): void {
    this.#alive = false;
    this.#port.close(new WorkerDied(this.#link.name, reason));
  }

  readonly #ask: Port<S>['ask'] = async (name, argument, asking = {}) => {
    const { signal } = asking;
    if (signal?.aborted) throw new Cancelled();
    let timer: NodeJS.Timeout | undefined;
    const wait = (): void => {
      timer = setTimeout(() => void this.end(), this.#grace);
    };
    if (this.#grace !== undefined) signal?.addEventListener('abort', wait, { once: true });
    try {
      return await this.#port.ask(name, argument, asking);
    } catch (error) {
      throw error instanceof WorkerDied && signal?.aborted ? new Cancelled() : error;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', wait);
    }
  };
}

/** A thread of the worker's bundle, for one question at a time. */
export function startWorker(workerFile: string): WorkerThread<WorkerService> {
  return openWorker(threadLink(workerFile));
}

/** A thread that answers for one run; its callers check the answers. @param folder of the run */
export function startRunWorker(workerFile: string, folder: string): WorkerThread<RunWorkerService> {
  return new WorkerThread(unchecked(runWorkerService), threadLink(workerFile, { run: folder }), graceMilliseconds);
}

/** The same service, with unchecked answers. */
function unchecked<S extends Service>(service: S): S {
  const methods = Object.entries(service).map(([name, method]) => [name, { ...method, answer: z.unknown() }]);
  return Object.fromEntries(methods) as S;
}

/** The worker behind a link. */
export function openWorker(link: WorkerLink): WorkerThread<WorkerService> {
  return new WorkerThread(workerService, link, graceMilliseconds);
}

/** Asks a worker one question, in a new thread. */
export async function askOnce<T>(
  workerFile: string,
  ask: (calls: Client<WorkerService>, asking: Asking) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const worker = startWorker(workerFile);
  try {
    return await ask(worker.calls, signal ? { signal } : {});
  } finally {
    await worker.end();
  }
}

/** Starts a thread. @param file its bundle @param own additional data for it */
export function threadLink(file: string, own: object = {}): WorkerLink {
  const cancelled = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(file, { workerData: { ...own, cancelled } });
  let lastError: string | undefined;
  worker.on('error', (error: Error & { code?: string }) => {
    lastError =
      error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'it ran out of memory' : `it stopped with "${error.message}"`;
  });
  return {
    name: 'a worker thread',
    post: (message, transfer = []) => worker.postMessage(message, transfer),
    cancel: (id) => Atomics.store(cancelled, 0, id),
    end: () => worker.terminate(),
    onMessage: (listener) => worker.on('message', listener),
    onEnd: (listener) => worker.on('exit', (code) => listener(lastError ?? `it ended with exit code ${code}`)),
  };
}
