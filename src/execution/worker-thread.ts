import { Worker } from 'node:worker_threads';
import { InputError } from '../dataset/input-error.ts';
import { TargetError } from '../experiment/dataset.ts';
import { type FromWorker, fromWorker, type ToWorker, type WorkerFailure } from '../protocol/worker.ts';
import { Cancelled } from './cancelled.ts';

/** A cancelled worker may finish its epoch within this time; then it is ended. */
const graceMilliseconds = 100;

/** The worker thread ended without an answer: out of memory, killed, or a bug. */
export class WorkerDied extends Error {
  override readonly name = 'WorkerDied';
}

export type WorkerAnswer = Exclude<FromWorker, { kind: 'epoch' | 'progress' | 'failed' | 'cancelled' }>;
/** What is told before the answer. */
export type WorkerEvent = Extract<FromWorker, { kind: 'epoch' | 'progress' }>;

/** The way to a worker and back: a thread of this process, or a process of its own. */
export interface WorkerLink {
  /** What it is, for messages. */
  readonly name: string;
  /** @param given buffers that are given away with it, where memory can be given */
  post(message: ToWorker, given?: readonly ArrayBuffer[]): void;
  /** Asks it to stop what it is doing, or takes that back before the next request. */
  setCancelled(cancelled: boolean): void;
  end(): Promise<unknown>;
  onMessage(listener: (data: unknown) => void): void;
  /** @param listener gets what is known of why it ended */
  onEnd(listener: (reason: string) => void): void;
}

/** One worker that does one request at a time: a thread unless it is given another link. */
export class WorkerThread {
  readonly #link: WorkerLink;
  #settle: { answer(message: FromWorker): void; died(reason: string): void } | undefined;
  #alive = true;

  constructor(workerFile: string, link: WorkerLink = threadLink(workerFile)) {
    this.#link = link;
    link.onMessage((data) => {
      const message = fromWorker.safeParse(data);
      if (message.success) this.#settle?.answer(message.data);
      else this.#giveUp(`it sent a message that nobody understands (${message.error.issues[0].message})`);
    });
    link.onEnd((reason) => {
      this.#alive = false;
      this.#settle?.died(reason);
    });
  }

  /** False once the thread has ended: it is of no more use. */
  get alive(): boolean {
    return this.#alive;
  }

  /** @param given buffers that are given away with it */
  post(message: ToWorker, given?: readonly ArrayBuffer[]): void {
    this.#link.post(message, given);
  }

  /**
   * Sends a request and waits for its answer.
   *
   * @throws InputError, Cancelled, WorkerDied, or the worker's own error with its stack
   */
  async request(message: ToWorker, onEvent: (event: WorkerEvent) => void, signal: AbortSignal): Promise<WorkerAnswer> {
    if (signal.aborted) throw new Cancelled();
    this.#link.setCancelled(false);
    let timer: NodeJS.Timeout | undefined;
    const cancel = (): void => {
      this.#link.setCancelled(true);
      timer = setTimeout(() => void this.end(), graceMilliseconds);
    };
    signal.addEventListener('abort', cancel, { once: true });
    try {
      return await new Promise<WorkerAnswer>((resolve, reject) => {
        const hear = (event: WorkerEvent): void => {
          try {
            onEvent(event);
          } catch (error) {
            reject(error);
            this.#giveUp('nobody listens to it');
          }
        };
        this.#settle = {
          answer(answer) {
            if (answer.kind === 'epoch' || answer.kind === 'progress') hear(answer);
            else if (answer.kind === 'cancelled') reject(new Cancelled());
            else if (answer.kind === 'failed') reject(errorOf(answer));
            else resolve(answer);
          },
          died: (reason) =>
            reject(signal.aborted ? new Cancelled() : new WorkerDied(`${this.#link.name} died: ${reason}`)),
        };
        if (!this.#alive) this.#settle.died('it had ended before');
        this.post(message);
      });
    } finally {
      this.#settle = undefined;
      clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
    }
  }

  /** Ends a thread whose further answers could be taken for those of another request. */
  #giveUp(reason: string): void {
    this.#alive = false;
    this.#settle?.died(reason);
    void this.end();
  }

  async end(): Promise<void> {
    await this.#link.end();
  }
}

function threadLink(workerFile: string): WorkerLink {
  const cancelFlag = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(workerFile, { workerData: { cancelFlag } });
  let lastError: string | undefined;
  worker.on('error', (error: Error & { code?: string }) => {
    lastError =
      error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'it ran out of memory' : `it stopped with "${error.message}"`;
  });
  return {
    name: 'a worker thread',
    post: (message, given = []) => worker.postMessage(message, given),
    setCancelled: (cancelled) => Atomics.store(cancelFlag, 0, cancelled ? 1 : 0),
    end: () => worker.terminate(),
    onMessage: (listener) => worker.on('message', listener),
    onEnd: (listener) => worker.on('exit', (code) => listener(lastError ?? `it ended with exit code ${code}`)),
  };
}

function errorOf({ message, stack, input }: WorkerFailure): Error {
  if (input) {
    if (input.target !== undefined) return new TargetError(input.target ?? undefined, input.reason);
    return new InputError(input.reason, input.file, input.line, input.column);
  }
  const error = new Error(message);
  if (stack) error.stack = stack;
  return error;
}
