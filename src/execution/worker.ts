import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { findTask } from '../dataset/find-task.ts';
import { InputError } from '../dataset/input-error.ts';
import { readHistory } from '../dataset/read-history.ts';
import { buildDataset, type Dataset, TargetError } from '../experiment/dataset.ts';
import type { Experiment } from '../experiment/definition.ts';
import { historyFile } from '../experiment/place-error.ts';
import { checkedExperiment, expectValue } from '../experiment/read-specification.ts';
import type { TensorFlow } from '../network/tensorflow/tensorflow.ts';
import type { EpochRecord } from '../protocol/run.ts';
import { type FromWorker, toWorker, type WorkerFailure } from '../protocol/worker.ts';
import { RunUnreadable } from '../runs/read-run.ts';
import { Cancelled } from './cancelled.ts';
import { describeForPanel } from './describe-history.ts';
import { executeFit } from './execute-fit.ts';
import type { RunExplainer } from './run-explainer.ts';
import { TextToIndex } from './text-to-index.ts';

// The entry of a worker thread: answers the requests of protocol/worker.ts, one after the other.

const isProcess = parentPort === null;
if (isProcess && !process.send) throw new Error('this file is the entry of a worker thread or process');
// A process is ended when it is to stop.
const cancelFlag = isProcess ? undefined : (workerData as { cancelFlag: Int32Array }).cancelFlag;
const isCancelled = (): boolean => cancelFlag !== undefined && Atomics.load(cancelFlag, 0) !== 0;
const send = (message: FromWorker): void => {
  if (parentPort) parentPort.postMessage(message);
  else process.send?.(message);
};
let dataset: Dataset | undefined;
let explainer: RunExplainer | undefined;
let tensorflow: TensorFlow | undefined;
const text = new TextToIndex();

(parentPort ?? process).on('message', async (data: unknown) => {
  try {
    const message = toWorker.parse(data);
    switch (message.kind) {
      case 'load':
        return send(await load(message.experimentFile, expectValue(checkedExperiment(message.experiment))));
      case 'describe':
        return send({ kind: 'described', history: describeForPanel(await readHistory(message.file)) });
      case 'find-task':
        return send(await findInHistory(message.file, message.name, message.similar));
      case 'dataset':
        dataset = message.dataset as Dataset;
        return;
      case 'fit': {
        if (!dataset) throw new Error('a fit was asked for before the dataset came');
        const { job } = message;
        const engine = job.engine === 'tensorflow' ? await theTensorFlow() : undefined;
        const tell = (epoch: EpochRecord): void => send({ kind: 'epoch', record: epoch });
        return send({ kind: 'done', record: executeFit(dataset, job, tell, isCancelled, engine) });
      }
      case 'open': {
        if (!isProcess) throw new Error('native code is loaded in a process of its own');
        const { openNative } = await import('../network/tensorflow/open-native.ts');
        tensorflow = openNative(message.module);
        return send({ kind: 'opened' });
      }
      case 'embeddings': {
        const { embeddingMap } = await import('./embedding-map.ts');
        return send({ kind: 'embeddings', map: embeddingMap(message.run, message.target, message.index) });
      }
      case 'reconstruction': {
        const { reconstructionCurve } = await import('./reconstruction-curve.ts');
        const { run, history, index } = message;
        const answer = await reconstructionCurve(run, history, index, isCancelled);
        return send(answer ? { kind: 'reconstruction', ...answer } : { kind: 'cancelled' });
      }
      case 'explain': {
        const { run, target, index, class: explained, counts } = message;
        return send({ kind: 'explained', ...(await theExplainer()).explain(run, target, index, explained, counts) });
      }
      case 'drivers': {
        const { run, history, target, index: fit, class: explained, scope, tasks: most } = message;
        const question = { target, fit, class: explained, scope, ...(most !== undefined && { most }) };
        const tell = (done: number, tasks: number): void => send({ kind: 'progress', done, tasks });
        const answer = await (await theExplainer()).drivers(run, history, question, tell, isCancelled);
        return send({ kind: 'drivers', ...answer });
      }
      case 'text':
        return text.add(message.bytes);
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

/** Keeps what it has loaded, for the next question. */
async function theExplainer(): Promise<RunExplainer> {
  if (!explainer) {
    const { RunExplainer } = await import('./run-explainer.ts');
    explainer = new RunExplainer();
  }
  return explainer;
}

/** TensorFlow.js, from a bundle of its own that nobody loads who does not want it. */
async function theTensorFlow(): Promise<TensorFlow> {
  if (!tensorflow) {
    const { openJavaScript } = await import('../network/tensorflow/open-javascript.ts');
    tensorflow = await openJavaScript(path.join(__dirname, path.sep));
  }
  return tensorflow;
}

async function findInHistory(file: string, name: string, most: number): Promise<FromWorker> {
  const { layout, text, similar } = await findTask(file, name, most);
  return { kind: 'task-found', layout, similar: [...similar], ...(text !== undefined && { text }) };
}

async function load(experimentFile: string, experiment: Experiment): Promise<FromWorker> {
  const history = await readHistory(historyFile(experimentFile, experiment));
  dataset = buildDataset(history, experiment);
  const { problems, problemCount, skipped } = history;
  return { kind: 'loaded', dataset: isProcess ? null : dataset, problems: [...problems], problemCount, skipped };
}

function failureOf(error: unknown): WorkerFailure {
  if (error instanceof RunUnreadable)
    return { kind: 'failed', message: error.message, input: { reason: error.message } };
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
