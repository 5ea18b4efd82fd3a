import type { EpochOfFit } from '../../protocol/run-panel.ts';

/** Milliseconds for which epochs are gathered. */
const pause = 100;

/**
 * Epochs of a run on their way to a page, sent together: each message costs time of the window's own thread, in which all
 * else waits, and a quick fit has more than a hundred epochs in a second. The next are sent once the last have arrived.
 */
export class EpochBatch {
  #waiting: EpochOfFit[] = [];
  #timer: NodeJS.Timeout | undefined;
  /** The sending that has not ended. */
  #underWay: object | undefined;

  constructor(
    /** Ends when the epochs have arrived. */
    readonly send: (epochs: EpochOfFit[]) => PromiseLike<unknown>,
  ) {}

  add(epoch: EpochOfFit): void {
    this.#waiting.push(epoch);
    this.#sendSoon();
  }

  /** Sends what waits at once, so that it arrives before what is sent next. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#waiting.length === 0) return;
    const epochs = this.#waiting;
    this.#waiting = [];
    const sending = {};
    this.#underWay = sending;
    const end = (): void => {
      if (this.#underWay !== sending) return;
      this.#underWay = undefined;
      if (this.#waiting.length > 0) this.#sendSoon();
    };
    this.send(epochs).then(end, end);
  }

  /** Forgets what waits, and what was sent to a page that may be gone: the page gets everything again. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waiting = [];
    this.#underWay = undefined;
  }

  #sendSoon(): void {
    if (this.#underWay === undefined) this.#timer ??= setTimeout(() => this.flush(), pause);
  }
}
