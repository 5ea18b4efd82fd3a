import { parentPort, workerData } from 'node:worker_threads';
import { InputError } from '../dataset/input-error.ts';
import { readHistory } from '../dataset/read-history.ts';
import { buildDataset, type Dataset, TargetError } from '../experiment/dataset.ts';
import type { Experiment } from '../experiment/definition.ts';
import { historyFile } from '../experiment/place-error.ts';
import { type FromWorker, toWorker, type WorkerFailure } from '../protocol/worker.ts';
import { Cancelled } from './cancelled.ts';
import { describeForPanel } from './describe-history.ts';
import { executeFit } from './execute-fit.ts';
import { TextToIndex } from './text-to-index.ts';

// The entry of a worker thread: answers the requests of protocol/worker.ts, one after the other.

const port = parentPort;
if (!port) throw new Error('this file is the entry of a worker thread');
const { cancelFlag } = workerData as { cancelFlag: Int32Array };
const isCancelled = (): boolean => Atomics.load(cancelFlag, 0) !== 0;
const send = (message: FromWorker): void => port.postMessage(message);
let dataset: Dataset | undefined;
const text = new TextToIndex();

port.on('message', async (data: unknown) => {
  try {
    const message = toWorker.parse(data);
    switch (message.kind) {
      case 'load':
        return send(await load(message.experimentFile, message.experiment as Experiment));
      case 'describe':
        return send({ kind: 'described', history: describeForPanel(await readHistory(message.file)) });
      case 'dataset':
        dataset = message.dataset as Dataset;
        return;
      case 'fit': {
        if (!dataset) throw new Error('a fit was asked for before the dataset came');
        const record = executeFit(dataset, message.job, (epoch) => send({ kind: 'epoch', record: epoch }), isCancelled);
        return send({ kind: 'done', record });
      }
      case 'text':
        return text.add(message.piece);
      case 'index':
        return send(text.index());
      case 'describe-text':
        return send(text.describe());
      default:
        throw new Error(`no request ${message satisfies never}`);
    }
  } catch (error) {
    send(error instanceof Cancelled ? { kind: 'cancelled' } : failureOf(error));
  }
});

async function load(experimentFile: string, experiment: Experiment): Promise<FromWorker> {
  const history = await readHistory(historyFile(experimentFile, experiment));
  dataset = buildDataset(history, experiment);
  const { problems, problemCount, skipped } = history;
  return { kind: 'loaded', dataset, problems: [...problems], problemCount, skipped };
}

function failureOf(error: unknown): WorkerFailure {
  if (error instanceof InputError) {
    const { reason, file, line, column } = error;
    return {
      kind: 'failed',
      message: error.message,
      input: {
        reason,
        ...(file !== undefined && { file }),
        ...(line !== undefined && { line }),
        ...(column !== undefined && { column }),
        ...(error instanceof TargetError && { target: error.target ?? null }),
      },
    };
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  return { kind: 'failed', message, ...(stack !== undefined && { stack }) };
}
