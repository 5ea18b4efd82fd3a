import { setImmediate as nextTurn } from 'node:timers/promises';
import { TaskIndex } from '../dataset/task-index.ts';
import type { DescribedText } from '../protocol/text-index.ts';
import { Cancelled } from './cancelled.ts';
import { TextBytes } from './text-bytes.ts';
import type { WorkerClient } from './worker-service.ts';
import { startWorker } from './worker-thread.ts';

/** The text of an editor, line by line; it may be large, and must not change while it is read. */
export interface TextLines {
  readonly count: number;
  /** Of the whole text in UTF-16 units, approximately. */
  readonly length: number;
  /** Lines from … to − 1 with their line breaks. */
  text(from: number, to: number): string;
}

/** Milliseconds for which the caller's thread is busy at a time. */
const turnMilliseconds = 5;
const firstLines = 1000;

/** What a worker thread finds in a text. */
export interface IndexedText {
  readonly index: TaskIndex;
  /** Resolved later, or rejected if the signal is aborted. */
  readonly description: Promise<DescribedText>;
}

/**
 * Finds the tasks of a text in a separate worker thread, to which the text is sent in small pieces.
 *
 * @throws Cancelled, WorkerDied
 */
export async function indexText(lines: TextLines, workerFile: string, signal: AbortSignal): Promise<IndexedText> {
  const worker = startWorker(workerFile);
  try {
    await sendText(lines, worker.calls, signal);
    const { layout, exact, from, to } = await worker.calls.index(null, { signal });
    const description = worker.calls.describeText(null, { signal }).finally(() => worker.end());
    // A caller that wants only the index need not handle errors of the rest.
    description.catch(() => {});
    return { index: new TaskIndex(layout, exact, from, to), description };
  } catch (error) {
    await worker.end();
    throw error;
  }
}

/** Sends the text, in pieces that take about a turn each. */
async function sendText(lines: TextLines, calls: WorkerClient, signal: AbortSignal): Promise<void> {
  const bytes = new TextBytes(lines.length);
  let size = firstLines;
  let from = 0;
  // Starting the thread took a turn.
  await nextTurn();
  while (from < lines.count && !signal.aborted) {
    const started = performance.now();
    const to = Math.min(from + size, lines.count);
    bytes.add(lines.text(from, to));
    const took = performance.now() - started;
    size = Math.max(1, Math.round(size * Math.min(4, turnMilliseconds / Math.max(took, 0.1))));
    from = to;
    await nextTurn();
  }
  if (signal.aborted) throw new Cancelled();
  await Promise.all(bytes.take().map((chunk) => calls.text(chunk, { transfer: [chunk.buffer] })));
}
