import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { findTask } from '../dataset/find-task.ts';
import { readHistory } from '../dataset/read-history.ts';
import { buildDataset, type Dataset } from '../experiment/dataset.ts';
import { historyPath } from '../experiment/place-error.ts';
import type { TensorFlow } from '../network/tensorflow/tensorflow.ts';
import { type Implementation, serve } from '../protocol/port.ts';
import { calibrateFit } from './calibrate-run.ts';
import { describeForPanel } from './describe-history.ts';
import { executeFit } from './execute-fit.ts';
import { failureOf } from './failures.ts';
import type { RunExplainer } from './run-explainer.ts';
import { TextToIndex } from './text-to-index.ts';
import { type WorkerService, workerService } from './worker-service.ts';

// The entry of a worker thread or process: answers what worker-service.ts says.

const isProcess = parentPort === null;
if (isProcess && !process.send) throw new Error('this file is the entry of a worker thread or process');
// A process is ended when it is to stop.
const cancelled = isProcess ? undefined : (workerData as { cancelled: Int32Array }).cancelled;
let dataset: Dataset | undefined;
let explainer: RunExplainer | undefined;
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
    if (!isProcess) throw new Error('native code is loaded in a process of its own');
    const { openNative } = await import('../network/tensorflow/open-native.ts');
    tensorflow = openNative(module);
    return null;
  },
  async fit(job, { progress, isCancelled }) {
    if (!dataset) throw new Error('a fit was asked for before the dataset came');
    const engine = job.engine === 'tensorflow' ? await theTensorFlow() : undefined;
    const fit = executeFit(dataset, job, progress, isCancelled, engine);
    return calibrateFit(job, fit, dataset);
  },
  describe: async ({ file }) => describeForPanel(await readHistory(file)),
  findTask: ({ file, name, similar }) => findTask(file, name, similar),
  async embeddings({ run, target, index }) {
    const { embeddingMap } = await import('./embedding-map.ts');
    return embeddingMap(run, target, index);
  },
  async reconstruction({ run, history, index }, { isCancelled }) {
    const { reconstructionCurve } = await import('./reconstruction-curve.ts');
    return reconstructionCurve(run, history, index, isCancelled);
  },
  explain: async ({ run, target, index, class: explained, counts }) =>
    (await theExplainer()).explain(run, target, index, explained, counts),
  async drivers({ run, history, target, index: fit, class: explained, scope, tasks: most }, asked) {
    const question = { target, fit, class: explained, scope, ...(most !== undefined && { most }) };
    const tell = (done: number, tasks: number): void => asked.progress({ done, tasks });
    return (await theExplainer()).drivers(run, history, question, tell, asked.isCancelled);
  },
  text(bytes) {
    text.add(bytes);
    return null;
  },
  index: () => text.index(),
  describeText: () => text.describe(),
};

serve(
  workerService,
  implementation,
  {
    post: (message) => (parentPort ? parentPort.postMessage(message) : process.send?.(message)),
    onMessage: (listener) => (parentPort ?? process).on('message', listener),
  },
  failureOf,
  (id) => cancelled !== undefined && Atomics.load(cancelled, 0) === id,
);

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
