import type { DriversProgress, RunDrivers, RunPanelToHost } from '../../src/protocol/run-panel.ts';

/** Which drivers are shown. */
export type DriversQuestion = Omit<Extract<RunPanelToHost, { kind: 'drivers' }>, 'kind'>;

/** What the panel has asked the host about what drives a class, and what has come; answers are kept. */
export class DriverStore {
  /** How far the question is that was asked last; null before anything is known of it. */
  progress: DriversProgress | null = null;
  readonly #answers = new Map<string, RunDrivers>();
  readonly #post: (message: RunPanelToHost) => void;
  #asked = '';
  #fits = 0;

  constructor(post: (message: RunPanelToHost) => void) {
    this.#post = post;
  }

  /** Undefined until it has come. */
  answer(question: DriversQuestion): RunDrivers | undefined {
    return this.#answers.get(keyOf(question));
  }

  /** @param done how many fits of the run are complete: with more of them the answers are others */
  want(question: DriversQuestion, done: number): void {
    if (done !== this.#fits) {
      this.#answers.clear();
      this.#asked = '';
      this.#fits = done;
    }
    const key = keyOf(question);
    if (this.#answers.has(key) || this.#asked === key) return;
    this.#asked = key;
    this.progress = null;
    this.#post({ kind: 'drivers', ...question });
  }

  apply(message: RunDrivers | DriversProgress): void {
    const key = keyOf(message);
    if (message.kind === 'drivers-progress') {
      if (key === this.#asked) this.progress = message;
      return;
    }
    this.#answers.set(key, message);
    if (key === this.#asked) this.#asked = '';
  }
}

function keyOf({ target, fit, class: explained, scope }: DriversQuestion): string {
  return JSON.stringify([target, fit, explained, scope]);
}
