import * as z from 'zod/mini';
import type { AnswerOf, ArgumentOf, Method, ProgressOf, Service } from './service.ts';

/*
 * Questions and answers between two sides: threads, processes or pages. A service is a list of methods, each with schemas of
 * its argument, its answer and the progress it reports. Incoming messages are checked once, at either end; pending questions
 * are rejected when the other side is gone. A cancelled question is answered, too: with an error, or the answer that came first.
 */

/** Options of a question. */
export interface Asking<Progress = never> {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** Buffers to transfer with the argument, if the link can. */
  readonly transfer?: readonly ArrayBuffer[];
}

/** A service as seen by the asking side. */
export type Client<S extends Service> = {
  readonly [Name in keyof S]: (
    argument: ArgumentOf<S[Name]>,
    asking?: Asking<ProgressOf<S[Name]>>,
  ) => Promise<AnswerOf<S[Name]>>;
};

/** A question as seen by the answering side. */
export interface Asked<Progress = never> {
  readonly signal: AbortSignal;
  /** True even while the thread is too busy to receive the signal. */
  isCancelled(): boolean;
  progress(value: Progress): void;
}

/** A service as implemented by the answering side. */
export type Implementation<S extends Service> = {
  readonly [Name in keyof S]: (
    argument: ArgumentOf<S[Name]>,
    asked: Asked<ProgressOf<S[Name]>>,
  ) => AnswerOf<S[Name]> | Promise<AnswerOf<S[Name]>>;
};

/** The connection to the other side. */
export interface Channel {
  post(message: object, transfer?: readonly ArrayBuffer[]): void;
  onMessage(listener: (message: unknown) => void): void;
}

/** An error in transit; both sides know the codes. */
export const failure = z.object({
  code: z.string(),
  message: z.string(),
  stack: z.optional(z.string()),
  details: z.optional(z.record(z.string(), z.unknown())),
});
export type Failure = z.infer<typeof failure>;

const toServer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ask'), id: z.int(), method: z.string(), argument: z.unknown() }),
  z.object({ kind: z.literal('cancel'), id: z.int() }),
]);

const toClient = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('progress'), id: z.int(), value: z.unknown() }),
  z.object({ kind: z.literal('answer'), id: z.int(), value: z.unknown() }),
  z.object({ kind: z.literal('error'), id: z.int(), error: failure }),
]);
type ToServer = z.infer<typeof toServer>;
type ToClient = z.infer<typeof toClient>;

interface Pending {
  readonly method: Method;
  progress(value: unknown): void;
  answer(value: unknown): void;
  fail(error: Error): void;
}

interface PortOptions {
  /** Restores the error from its transit form. */
  errorOf(failure: Failure): Error;
  /** Called when the other side sends an invalid message, so that it cannot be trusted. */
  onInvalid(reason: string): void;
  /** Called when a question is cancelled, in addition to the message. */
  onCancel?(id: number): void;
  /** Called when a progress listener fails: further work on the question is useless. */
  onUnheard?(): void;
  /** First number of a question, if the other side may still answer those of an earlier port. */
  readonly after?: number;
}

/** The asking side. */
export class Port<S extends Service> {
  readonly #pending = new Map<number, Pending>();
  #questions: number;
  #closed: Error | undefined;

  constructor(
    readonly service: S,
    readonly channel: Channel,
    readonly options: PortOptions,
  ) {
    this.#questions = options.after ?? 0;
    channel.onMessage((message) => this.#receive(message));
  }

  /** @throws the other side's error, the reason for closing the port, or the error of a progress listener */
  ask<Name extends keyof S & string>(
    name: Name,
    argument: ArgumentOf<S[Name]>,
    { signal, onProgress, transfer }: Asking<ProgressOf<S[Name]>> = {},
  ): Promise<AnswerOf<S[Name]>> {
    if (this.#closed) return Promise.reject(this.#closed);
    const id = ++this.#questions;
    const cancel = (): void => this.#cancel(id);
    const asked = new Promise<AnswerOf<S[Name]>>((resolve, reject) => {
      this.#pending.set(id, {
        method: this.service[name],
        progress: (value) => onProgress?.(value as ProgressOf<S[Name]>),
        answer: (value) => resolve(value as AnswerOf<S[Name]>),
        fail: reject,
      });
      this.channel.post({ kind: 'ask', id, method: name, argument } satisfies ToServer, transfer);
      if (signal?.aborted) cancel();
      else signal?.addEventListener('abort', cancel, { once: true });
    });
    return asked.finally(() => signal?.removeEventListener('abort', cancel));
  }

  /** Rejects pending questions and all later ones. */
  close(error: Error): void {
    this.#closed ??= error;
    for (const { fail } of this.#pending.values()) fail(this.#closed);
    this.#pending.clear();
  }

  #cancel(id: number): void {
    this.options.onCancel?.(id);
    this.channel.post({ kind: 'cancel', id } satisfies ToServer);
  }

  #receive(data: unknown): void {
    const message = toClient.safeParse(data);
    if (!message.success) {
      this.options.onInvalid(reasonOf(message.error));
      return;
    }
    // A cancelled question may still be answered.
    const pending = this.#pending.get(message.data.id);
    if (pending) this.#settle(pending, message.data);
  }

  #settle(pending: Pending, message: ToClient): void {
    const { method } = pending;
    if (message.kind === 'error') {
      this.#pending.delete(message.id);
      pending.fail(this.options.errorOf(message.error));
      return;
    }
    const schema = message.kind === 'answer' ? method.answer : (method.progress ?? z.never());
    const value = schema.safeParse(message.value);
    if (!value.success) {
      const reason = reasonOf(value.error);
      this.options.onInvalid(reason);
      if (message.kind === 'progress') return;
      this.#pending.delete(message.id);
      pending.fail(new Error(`invalid answer: ${reason}`));
    } else if (message.kind === 'progress') this.#progress(message.id, pending, value.data);
    else {
      this.#pending.delete(message.id);
      pending.answer(value.data);
    }
  }

  #progress(id: number, pending: Pending, value: unknown): void {
    try {
      pending.progress(value);
    } catch (error) {
      // Later messages for it are ignored.
      this.#pending.delete(id);
      this.#cancel(id);
      this.options.onUnheard?.();
      pending.fail(error instanceof Error ? error : new Error(String(error)));
    }
  }
}

/** The methods of a service as functions. @param ask asks the other side */
export function clientOf<S extends Service>(service: S, ask: Port<S>['ask']): Client<S> {
  const methods = Object.keys(service).map((name) => [
    name,
    (argument: ArgumentOf<S[string]>, asking?: Asking<ProgressOf<S[string]>>) => ask(name, argument, asking),
  ]);
  return Object.fromEntries(methods) as Client<S>;
}

/** Answers a service by asking another side that implements it. */
export function relay<S extends Service>(service: S, client: Client<S>): Implementation<S> {
  const methods = Object.keys(service).map((name) => [
    name,
    (argument: ArgumentOf<S[string]>, { signal, progress }: Asked<ProgressOf<S[string]>>) =>
      client[name](argument, { signal, onProgress: progress }),
  ]);
  return Object.fromEntries(methods) as Implementation<S>;
}

/** A service that is answered here, without a link. Errors are rejections, as with a link. */
export function clientHere<S extends Service>(service: S, implementation: Implementation<S>): Client<S> {
  return clientOf(service, async (name, argument, { signal = new AbortController().signal, onProgress } = {}) =>
    implementation[name](argument, {
      signal,
      isCancelled: () => signal.aborted,
      progress: (value) => onProgress?.(value),
    }),
  );
}

/**
 * The answering side. Questions are answered in order of arrival, several at a time while some are waiting.
 *
 * @param failureOf   converts an error for transit
 * @param isCancelled whether a question was cancelled, for threads too busy to receive a message
 */
export function serve<S extends Service>(
  service: S,
  implementation: Implementation<S>,
  channel: Channel,
  failureOf: (error: unknown) => Failure,
  isCancelled: (id: number) => boolean = () => false,
): void {
  const asked = new Map<number, AbortController>();
  const post = (message: ToClient): void => channel.post(message);
  const answer = async ({ id, method, argument }: Extract<ToServer, { kind: 'ask' }>): Promise<void> => {
    const controller = new AbortController();
    const { signal } = controller;
    asked.set(id, controller);
    try {
      if (!Object.hasOwn(service, method)) throw new Error(`no method ${method}`);
      const value = await implementation[method](service[method].argument.parse(argument) as never, {
        signal,
        isCancelled: () => signal.aborted || isCancelled(id),
        progress: (progress) => post({ kind: 'progress', id, value: progress }),
      });
      post({ kind: 'answer', id, value });
    } catch (error) {
      post({ kind: 'error', id, error: failureOf(error) });
    } finally {
      asked.delete(id);
    }
  };
  channel.onMessage((data) => {
    const message = toServer.parse(data);
    if (message.kind === 'ask') void answer(message);
    else asked.get(message.id)?.abort();
  });
}

function reasonOf({ issues: [issue] }: z.core.$ZodError): string {
  return issue.path.length === 0 ? issue.message : `${issue.path.join('.')}: ${issue.message}`;
}
