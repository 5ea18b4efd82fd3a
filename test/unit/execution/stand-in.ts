import { writeFileSync } from 'node:fs';

/**
 * Writes a stand-in for a worker's bundle: JavaScript that gets each question as `method`, `argument` and `id`, and sends
 * `answer(value)`, `progress(value)`, `fail(error)`, or anything with `send(message)`.
 *
 * @param body runs for each question; `cancel(id)`, if it is defined in `before`, for each one that is cancelled
 */
export function standInWorker(file: string, body: string, before = ''): string {
  writeFileSync(
    file,
    `const { parentPort, workerData } = require('node:worker_threads');
const fs = require('node:fs');
const send = (message) => parentPort.postMessage(message);
const cancelled = () => Atomics.load(workerData.cancelled, 0);
let cancel = () => {};
${before}
parentPort.on('message', ({ kind, id, method, argument }) => {
  if (kind === 'cancel') return cancel(id);
  const answer = (value) => send({ kind: 'answer', id, value });
  const progress = (value) => send({ kind: 'progress', id, value });
  const fail = (error) => send({ kind: 'error', id, error });
  ${body}
});`,
  );
  return file;
}
