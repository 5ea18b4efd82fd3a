import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { findTask } from '../dataset/find-task.ts';
import { readHistory } from '../dataset/read-history.ts';
import { buildDataset, type Dataset } from '../experiment/dataset.ts';
import { historyPath } from '../experiment/place-error.ts';
import type { TensorFlow } from '../network/tensorflow/tensorflow.ts';
import { type Channel, type Implementation, serve } from '../protocol/port.ts';
import { calibrateFit } from './calibrate-run.ts';
import { describeForPanel } from './describe-history.ts';
import { executeFit } from './execute-fit.ts';
import { failureOf } from './failures.ts';
import { runAnswers } from './run-answers.ts';
import { TextToIndex } from './text-to-index.ts';
import { runWorkerService, type WorkerService, workerService } from './worker-service.ts';

// The entry of a worker thread or process: implements worker-service.ts. A thread may serve a single run.

interface WorkerData {
  readonly cancelled?: Int32Array;
  /** Folder of the run that it serves. */
  readonly run?: string;
}

const isProcess = parentPort === null;
if (isProcess && !process.send) throw new Error('this file is the entry of a worker thread or process');
// A process is ended to stop it.
const { cancelled, run: ownRun }: WorkerData = isProcess ? {} : workerData;
let dataset: Dataset | undefined;
let tensorflow: TensorFlow | undefined;
const text = new TextToIndex();

const implementation: Implementation<WorkerService> = {
  async load({ experimentFile, experiment }) {
    const history = await readHistory(historyPath(experimentFile, experiment));
    dataset = buildDataset(history, experiment);
    const { problems, problemCount, skipped } = history;
    return { dataset: isProcess ? null : dataset, problems: [...problems], problemCount, skipped };
  },
  take(given) {
    dataset = given;
    return null;
  },
  async open({ module }) {
    if (!isProcess) throw new Error('native code is loaded in a separate process');
    const { openNative } = await import('../network/tensorflow/open-native.ts');
    tensorflow = openNative(module);
    return null;
  },
  async fit(job, { progress, isCancelled }) {
    if (!dataset) throw new Error('a fit was requested before the dataset arrived');
    const engine = job.engine === 'tensorflow' ? await theTensorFlow() : undefined;
    const fit = executeFit(dataset, job, progress, isCancelled, engine);
    return calibrateFit(job, fit, dataset);
  },
  describe: async ({ file }) => describeForPanel(await readHistory(file)),
  findTask: ({ file, name, similar }) => findTask(file, name, similar),
  text(bytes) {
    text.add(bytes);
    return null;
  },
  index: () => text.index(),
  describeText: () => text.describe(),
};

const channel: Channel = {
  post: (message) => (parentPort ? parentPort.postMessage(message) : process.send?.(message)),
  onMessage: (listener) => (parentPort ?? process).on('message', listener),
};
const isCancelled = (id: number): boolean => cancelled !== undefined && Atomics.load(cancelled, 0) === id;
if (ownRun === undefined) serve(workerService, implementation, channel, failureOf, isCancelled);
else serve(runWorkerService, runAnswers(ownRun), channel, failureOf, isCancelled);

/** TensorFlow.js, from a separate bundle that is loaded only if needed. */
async function theTensorFlow(): Promise<TensorFlow> {
  if (!tensorflow) {
    const { openJavaScript } = await import('../network/tensorflow/open-javascript.ts');
    tensorflow = await openJavaScript(path.join(__dirname, path.sep));
  }
  return tensorflow;
}
