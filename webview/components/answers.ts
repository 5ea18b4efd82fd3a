import type { Client } from '../../src/protocol/port.ts';
import type { AnswerOf, ArgumentOf, ProgressOf, Service } from '../../src/protocol/service.ts';

/** The host did not answer. */
export class Refused extends Error {
  constructor(
    /** As src/execution/failures.ts has them. */
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** What is known of a question: another object with everything that comes. */
export interface Answer<Value, Progress = never> {
  /** Undefined until it has come. */
  readonly value?: Value;
  /** Why there is none. */
  readonly problem?: string;
  readonly progress?: Progress;
}

interface Entry {
  readonly name: string;
  /** With which it was asked last. */
  version: string;
  /** Cancels the question that is not answered yet. */
  asking: AbortController | undefined;
  answer: Answer<unknown, unknown>;
}

export interface AnswerOptions {
  /** Only the last question of a kind matters: the one before is cancelled. */
  readonly newestOnly: boolean;
  /** Answers of a kind that are kept, at most. */
  kept(name: string): number;
}

/** What a panel asks its host as it draws: each question once, and the answers are kept. */
export class Answers<S extends Service> {
  readonly #entries = new Map<string, Entry>();

  constructor(
    readonly calls: Client<S>,
    /** Hears of every answer, and of progress. */
    readonly onChange: () => void,
    readonly options: AnswerOptions,
  ) {}

  /**
   * The answer as far as it is known; what is not known is requested.
   *
   * @param version with another one the question is asked again, and the old answer stays until the new one comes
   */
  of<Name extends keyof S & string>(
    name: Name,
    argument: ArgumentOf<S[Name]>,
    version = '',
  ): Answer<AnswerOf<S[Name]>, ProgressOf<S[Name]>> {
    const key = JSON.stringify([name, argument]);
    const entry = this.#entries.get(key) ?? { name, version, asking: undefined, answer: {} };
    if (!this.#entries.has(key) || (entry.version !== version && !entry.asking)) {
      this.#makeRoom(name, key);
      entry.version = version;
      this.#entries.set(key, entry);
      void this.#ask(key, entry, name, argument);
    }
    return entry.answer as Answer<AnswerOf<S[Name]>, ProgressOf<S[Name]>>;
  }

  async #ask<Name extends keyof S & string>(
    key: string,
    entry: Entry,
    name: Name,
    argument: ArgumentOf<S[Name]>,
  ): Promise<void> {
    const asking = new AbortController();
    entry.asking = asking;
    const take = (answer: Answer<unknown, unknown>): void => {
      if (this.#entries.get(key) !== entry) return;
      entry.answer = answer;
      this.onChange();
    };
    try {
      const onProgress = (progress: unknown): void => take({ ...entry.answer, progress });
      const value = await this.calls[name](argument, { signal: asking.signal, onProgress });
      entry.asking = undefined;
      take({ value });
    } catch (error) {
      entry.asking = undefined;
      const isCancelled = error instanceof Refused && error.code === 'cancelled';
      // It is asked again if it is wanted still.
      if (isCancelled && this.#entries.get(key) === entry) this.#entries.delete(key);
      take({ problem: error instanceof Error ? error.message : String(error) });
    }
  }

  /** Cancels what is overtaken, and forgets the oldest. */
  #makeRoom(name: string, asked: string): void {
    const others = [...this.#entries].filter(([key, entry]) => entry.name === name && key !== asked);
    for (const [key, { asking }] of this.options.newestOnly ? others : []) {
      if (!asking) continue;
      asking.abort();
      this.#entries.delete(key);
    }
    for (const [key] of others.slice(0, Math.max(0, others.length + 1 - this.options.kept(name)))) {
      this.#entries.delete(key);
    }
  }
}
