import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import {
  type Channel,
  clientHere,
  clientOf,
  type Failure,
  type Implementation,
  Port,
  relay,
  serve,
} from '../../../src/protocol/port.ts';

const service = {
  double: { argument: z.number(), answer: z.number() },
  count: { argument: z.int(), answer: z.null(), progress: z.int() },
  wait: { argument: z.null(), answer: z.string() },
};

const failureOf = (error: unknown): Failure => ({ code: 'fault', message: (error as Error).message });
const implementation: Implementation<typeof service> = {
  double: (value) => 2 * value,
  count(to, { progress }) {
    for (let i = 1; i <= to; i++) progress(i);
    return null;
  },
  wait: (_, { signal, isCancelled }) =>
    new Promise((_resolve, reject) =>
      signal.addEventListener('abort', () => reject(new Error(`given up: ${isCancelled()}`))),
    ),
};

/** The two ends of a way on which messages come later, as copies. */
function channels(): [Channel, Channel] {
  const end = () => {
    const listeners: ((message: unknown) => void)[] = [];
    const hear = (message: object): void => {
      for (const listener of listeners) listener(message);
    };
    return { hear, listeners };
  };
  const [one, other] = [end(), end()];
  const channel = (mine: typeof one, its: typeof one): Channel => ({
    post: (message) => queueMicrotask(() => its.hear(structuredClone(message))),
    onMessage: (listener) => mine.listeners.push(listener),
  });
  return [channel(one, other), channel(other, one)];
}

function open(served: Implementation<typeof service> = implementation) {
  const [here, there] = channels();
  serve(service, served, there, failureOf);
  return ask(here, there);
}

function ask(here: Channel, there: Channel) {
  const invalid: string[] = [];
  const port = new Port(service, here, {
    errorOf: ({ code, message }) => new Error(`${code}: ${message}`),
    onInvalid: (reason) => invalid.push(reason),
  });
  return { port, calls: clientOf(service, port.ask.bind(port)), invalid, there };
}

test('questions get their own answers', async () => {
  const { calls } = open();
  expect(await Promise.all([1, 2, 3].map((value) => calls.double(value)))).toEqual([2, 4, 6]);
});

test('progress comes before the answer', async () => {
  const heard: number[] = [];
  expect(await open().calls.count(3, { onProgress: (value) => heard.push(value) })).toBeNull();
  expect(heard).toEqual([1, 2, 3]);
});

test('an error arrives as what it was made to', async () => {
  const failing = { ...implementation, double: () => Promise.reject(new Error('no')) };
  await expect(open(failing).calls.double(1)).rejects.toThrow('fault: no');
});

test('an argument that is none is refused where it arrives', async () => {
  await expect(open().calls.double('1' as unknown as number)).rejects.toThrow(/^fault: /);
});

test.each(['triple', 'toString', '__proto__'])('a method that is not there is refused: %s', async (method) => {
  const [here, there] = channels();
  serve(service, implementation, there, failureOf);
  const answered = new Promise((resolve) => here.onMessage(resolve));
  here.post({ kind: 'ask', id: 1, method, argument: null });
  expect(await answered).toMatchObject({ kind: 'error', error: { message: `no method ${method}` } });
});

test('what is cancelled is given up, and nothing else', async () => {
  const { calls } = open();
  const cancelled = new AbortController();
  const waiting = calls.wait(null, { signal: cancelled.signal });
  const other = calls.double(4);
  cancelled.abort();
  await expect(waiting).rejects.toThrow('fault: given up: true');
  expect(await other).toBe(8);
  await expect(calls.wait(null, { signal: AbortSignal.abort() })).rejects.toThrow('given up');
});

test('a listener that fails ends its question with its reason', async () => {
  const { calls } = open();
  const onProgress = () => {
    throw new Error('the disk is full');
  };
  await expect(calls.count(2, { onProgress })).rejects.toThrow('the disk is full');
  expect(await calls.double(1)).toBe(2);
});

test('a port that is closed rejects what is pending, and what comes', async () => {
  const { port, calls } = open();
  const waiting = calls.wait(null);
  port.close(new Error('it died'));
  await expect(waiting).rejects.toThrow('it died');
  await expect(calls.double(1)).rejects.toThrow('it died');
});

test('an answer that is none is reported, and is the reason why its question has none', async () => {
  const { calls, invalid, there } = ask(...channels());
  const asked = calls.double(1);
  there.post({ kind: 'answer', id: 1, value: 'two' });
  await expect(asked).rejects.toThrow(/^invalid answer: /);
  expect(invalid).toHaveLength(1);
});

test('a service is passed on to a side that has it, with progress and cancelling', async () => {
  const { calls } = open(relay(service, open().calls));
  const heard: number[] = [];
  await calls.count(2, { onProgress: (value) => heard.push(value) });
  expect(heard).toEqual([1, 2]);
  const cancelled = new AbortController();
  const waiting = calls.wait(null, { signal: cancelled.signal });
  cancelled.abort();
  await expect(waiting).rejects.toThrow('given up');
});

test('a service that is here is asked as one elsewhere', async () => {
  const calls = clientHere(service, implementation);
  const heard: number[] = [];
  await calls.count(2, { onProgress: (value) => heard.push(value) });
  expect(heard).toEqual([1, 2]);
  expect(await calls.double(4)).toBe(8);
  const failing = {
    ...implementation,
    double: () => {
      throw new Error('no');
    },
  };
  await expect(clientHere(service, failing).double(1)).rejects.toThrow('no');
});

test('an answer to a question of an earlier port is left alone', async () => {
  const [here, there] = channels();
  const first = ask(here, there);
  const old = first.calls.double(1);
  first.port.close(new Error('its page is gone'));
  await expect(old).rejects.toThrow('gone');
  const port = new Port(service, here, {
    errorOf: (failure) => new Error(failure.message),
    onInvalid: () => {},
    after: 7,
  });
  const asked = port.ask('double', 2);
  there.post({ kind: 'answer', id: 1, value: 2 });
  there.post({ kind: 'answer', id: 8, value: 4 });
  expect(await asked).toBe(4);
});

test.each([
  ['no message', 'hello'],
  ['progress where there is none', { kind: 'progress', id: 1, value: 1 }],
])('what the other side may not send is reported: %s', async (_, message) => {
  const { calls, port, invalid, there } = ask(...channels());
  const asked = calls.double(1);
  there.post(message as object);
  await expect.poll(() => invalid).toHaveLength(1);
  port.close(new Error('closed'));
  await expect(asked).rejects.toThrow('closed');
});
