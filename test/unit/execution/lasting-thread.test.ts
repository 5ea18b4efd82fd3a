import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { Cancelled } from '../../../src/execution/cancelled.ts';
import { LastingThread } from '../../../src/execution/lasting-thread.ts';
import type { ToWorker } from '../../../src/protocol/worker.ts';
import { temporaryFolder } from '../runs/records.ts';

const folder = temporaryFolder();
const question = (file: string): ToWorker => ({ kind: 'describe', file });
const threads: LastingThread[] = [];

afterEach(async () => {
  await Promise.all(threads.splice(0).map((thread) => thread.close()));
});

/** A thread whose worker counts what it was asked since it started, and waits for the end where it is asked so. */
function start(): LastingThread {
  const file = path.join(folder, 'worker.cjs');
  writeFileSync(
    file,
    `const { parentPort, workerData: { cancelFlag } } = require('node:worker_threads');
let asked = 0;
parentPort.on('message', ({ file }) => {
  asked++;
  if (file === 'die') process.exit(1);
  if (file === 'wait') {
    const timer = setInterval(() => {
      if (Atomics.load(cancelFlag, 0) === 0) return;
      clearInterval(timer);
      parentPort.postMessage({ kind: 'cancelled' });
    }, 5);
    return;
  }
  parentPort.postMessage({ kind: 'progress', done: 1, tasks: 2 });
  parentPort.postMessage({ kind: 'loaded', dataset: asked, problems: [], problemCount: 0, skipped: 0 });
});`,
  );
  const thread = new LastingThread(file);
  threads.push(thread);
  return thread;
}

test('it stays for the next question', async () => {
  const thread = start();
  expect(await thread.ask(question('a'))).toMatchObject({ dataset: 1 });
  expect(await thread.ask(question('b'))).toMatchObject({ dataset: 2 });
});

test('it tells how far it is', async () => {
  const events: unknown[] = [];
  await start().ask(question('a'), (event) => events.push(event));
  expect(events).toEqual([{ kind: 'progress', done: 1, tasks: 2 }]);
});

test('a question gives up the one before, also one that has not begun', async () => {
  const thread = start();
  const [first, second] = [thread.ask(question('wait')), thread.ask(question('b'))];
  const third = thread.ask(question('c'));
  await expect(first).rejects.toThrow(Cancelled);
  await expect(second).rejects.toThrow(Cancelled);
  expect(await third).toMatchObject({ kind: 'loaded' });
});

test('after one that died there is another', async () => {
  const thread = start();
  await expect(thread.ask(question('die'))).rejects.toThrow('a worker thread died');
  expect(await thread.ask(question('b'))).toMatchObject({ dataset: 1 });
});

test('closing gives up what was asked', async () => {
  const thread = start();
  const asked = thread.ask(question('wait'));
  const closed = thread.close();
  await expect(asked).rejects.toThrow(Cancelled);
  await closed;
});
