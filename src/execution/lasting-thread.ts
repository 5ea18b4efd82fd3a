import type { ToWorker } from '../protocol/worker.ts';
import { Cancelled } from './cancelled.ts';
import { type WorkerAnswer, type WorkerEvent, WorkerThread } from './worker-thread.ts';

/** A thread that nobody asks anything is ended after this time, with all that it has loaded. */
const idleMilliseconds = 60_000;

/**
 * A worker thread for questions of which only the last one matters: a new one gives up the one before. The thread stays for a
 * while, so that the next question finds loaded what the last one needed.
 */
export class LastingThread {
  #thread: WorkerThread | undefined;
  #asking: AbortController | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;

  /** @param workerFile the worker's bundle */
  constructor(readonly workerFile: string) {}

  /** @throws Cancelled if another question came, InputError, WorkerDied */
  ask(question: ToWorker, onEvent: (event: WorkerEvent) => void = () => {}): Promise<WorkerAnswer> {
    this.#asking?.abort();
    clearTimeout(this.#timer);
    const asking = new AbortController();
    this.#asking = asking;
    const answer = this.#last.then(async () => {
      if (asking.signal.aborted) throw new Cancelled();
      if (!this.#thread?.alive) this.#thread = new WorkerThread(this.workerFile);
      return this.#thread.request(question, onEvent, asking.signal);
    });
    this.#last = answer.then(
      () => this.#rest(asking),
      () => this.#rest(asking),
    );
    return answer;
  }

  async close(): Promise<void> {
    this.#asking?.abort();
    clearTimeout(this.#timer);
    await this.#last;
    await this.#end();
  }

  #rest(asked: AbortController): void {
    if (this.#asking !== asked || asked.signal.aborted) return;
    this.#timer = setTimeout(() => void this.#end(), idleMilliseconds);
    this.#timer.unref();
  }

  async #end(): Promise<void> {
    const thread = this.#thread;
    this.#thread = undefined;
    await thread?.end();
  }
}
