import type { ToWorker } from '../protocol/worker.ts';
import { type WorkerAnswer, WorkerThread } from './worker-thread.ts';

/**
 * Asks one question of a worker thread that is started for it and ended after it.
 *
 * @param workerFile the worker's bundle
 * @param kind       of the answer that the question has
 * @throws InputError, Cancelled, WorkerDied, or the worker's own error with its stack
 */
export async function askOnce<Kind extends WorkerAnswer['kind']>(
  workerFile: string,
  question: ToWorker,
  kind: Kind,
  signal: AbortSignal = new AbortController().signal,
): Promise<Extract<WorkerAnswer, { kind: Kind }>> {
  const thread = new WorkerThread(workerFile);
  try {
    const answer = await thread.request(question, () => {}, signal);
    if (!isOfKind(answer, kind)) throw new Error(`the worker answered ${answer.kind} to ${question.kind}`);
    return answer;
  } finally {
    await thread.end();
  }
}

function isOfKind<Kind extends WorkerAnswer['kind']>(
  answer: WorkerAnswer,
  kind: Kind,
): answer is Extract<WorkerAnswer, { kind: Kind }> {
  return answer.kind === kind;
}
