import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { formatHistory } from '../src/dataset/format.ts';
import type { TaskIndex } from '../src/dataset/task-index.ts';
import { readTokens } from '../src/dataset/task-tokens.ts';
import { indexText, type TextLines } from '../src/execution/index-text.ts';
import { type LastingWorker, predictionWorker } from '../src/execution/lasting-worker.ts';
import { LocalExecutor } from '../src/execution/local-executor.ts';
import { trainModels } from '../src/execution/train.ts';
import { modelSpecifications } from '../src/experiment/model-specification.ts';
import { requireExperiment } from '../src/experiment/read-experiment.ts';
import type { PredictionService } from '../src/protocol/prediction.ts';
import { runsFolder } from '../src/runs/run-paths.ts';
import { generateHistory } from '../src/synthetic/generate.ts';
import { median, milliseconds } from './measuring.ts';

/** Number of tasks in 30 MB, pretty-printed. */
const tasks = 30_500;
const hovers = 200;
const edits = 50;
const { signal } = new AbortController();

interface BenchedModel {
  readonly name: string;
  readonly training?: { readonly maxEpochs: number };
}

/** The first as above; those with the longest explanations. */
const otherModels: readonly BenchedModel[] = [
  { name: 'simple' },
  { name: 'cnn+attention' },
  { name: 'embedding+attention' },
  { name: 'xgboost', training: { maxEpochs: 20 } },
];

type Predictor = LastingWorker<PredictionService>;

/**
 * Hovers in a pretty-printed history of 30 MB: the work of an open editor, without VS Code, on lines as in its
 * extension host.
 *
 * @param dist folder of the bundles
 */
export async function benchEditor(dist: string): Promise<void> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'oap-editor-'));
  const predictor = predictionWorker(path.join(dist, 'predictions.js'), (reason) => {
    throw new Error(reason);
  });
  try {
    generate(folder);
    const run = await train(folder, dist, { name: 'simple' });
    const file = path.join(folder, 'pretty.json');
    await formatHistory(path.join(folder, 'history.json'), file, 'pretty');
    const document = new Lines(fs.readFileSync(file, 'utf8'));
    const { index } = await benchFirstHover(document, predictor, run, dist);
    await benchHovers(document, index, predictor, run);
    for (const model of otherModels)
      await benchOvertaking(document, index, predictor, await train(folder, dist, model), model.name);
    benchEdits(document, index);
    const share = index.bytes / document.length;
    console.log(
      `the index: ${index.count} tasks in ${(index.bytes / 1e6).toFixed(2)} MB, ${(100 * share).toFixed(1)} % of the text's ${(document.length / 1e6).toFixed(1)} MB`,
    );
  } finally {
    await predictor.close();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** Opening the file: its index is made while the run's models are loaded. */
async function benchFirstHover(
  document: Lines,
  predictor: Predictor,
  run: string,
  dist: string,
): Promise<{ index: TaskIndex }> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  // Earlier work of the process must not affect the hover.
  await new Promise((resolve) => setTimeout(resolve, 500));
  delay.enable();
  const started = performance.now();
  void predictor.calls.warm({ run });
  const { index, description } = await indexText(document, path.join(dist, 'worker.js'), signal);
  const indexed = performance.now() - started;
  await hover(document, index, index.count >> 1, predictor, run);
  const first = performance.now() - started;
  await description;
  delay.disable();
  console.log(
    `first hover: ${milliseconds(first / 1000)} after opening; the index is ready after ${milliseconds(indexed / 1000)}`,
  );
  console.log(`longest block of the main thread meanwhile: ${milliseconds(delay.max / 1e9)}`);
  return { index };
}

async function benchHovers(document: Lines, index: TaskIndex, predictor: Predictor, run: string): Promise<void> {
  const times: number[] = [];
  const explained: number[] = [];
  for (let i = 0; i < hovers; i++) {
    // Another task each time, so that no answer is cached.
    const task = (i * 127 + 1) % index.count;
    times.push(await hover(document, index, task, predictor, run));
    const started = performance.now();
    await predictor.calls.predict(
      { run, texts: [document.slice(index.from(task), index.to(task))], layout: index.layout, explained: true },
      { signal },
    );
    explained.push(performance.now() - started);
  }
  const [half, most] = [median(times), percentile(times, 0.95)];
  console.log(`later hovers: median ${milliseconds(half / 1000)}, 95 % within ${milliseconds(most / 1000)}`);
  console.log(
    `their explanations, which follow: median ${milliseconds(median(explained) / 1000)}, 95 % within ${milliseconds(percentile(explained, 0.95) / 1000)}`,
  );
}

/** Hovers during the explanation of another task that is no longer needed. */
async function benchOvertaking(
  document: Lines,
  index: TaskIndex,
  predictor: Predictor,
  run: string,
  name: string,
): Promise<void> {
  await hover(document, index, 0, predictor, run);
  const times: number[] = [];
  for (let i = 0; i < hovers; i++) {
    const task = (i * 127 + 1) % index.count;
    const left = new AbortController();
    const text = document.slice(index.from(task), index.to(task));
    const reasons = predictor.calls
      .predict({ run, texts: [text], layout: index.layout, explained: true }, { signal: left.signal })
      .catch(() => undefined);
    // They have been begun by then.
    await new Promise((resolve) => setTimeout(resolve, 2));
    left.abort();
    times.push(await hover(document, index, (task + 7) % index.count, predictor, run));
    await reasons;
  }
  console.log(
    `hovers of ${name} during an explanation: median ${milliseconds(median(times) / 1000)}, 95 % within ${milliseconds(percentile(times, 0.95) / 1000)}`,
  );
}

/** What a hover does: finds the task, its tokens and its prediction. @returns milliseconds */
async function hover(
  document: Lines,
  index: TaskIndex,
  task: number,
  predictor: Predictor,
  run: string,
): Promise<number> {
  const started = performance.now();
  const found = index.taskAt(index.from(task) + 5);
  const text = document.slice(index.from(found), index.to(found));
  readTokens(text, index.layout);
  const [{ targets }] = await predictor.calls.predict(
    { run, texts: [text], layout: index.layout, explained: false },
    { signal },
  );
  if (targets.length === 0) throw new Error('nothing was predicted');
  return performance.now() - started;
}

/** A digit is typed into a task and taken away again; the index follows. */
function benchEdits(document: Lines, index: TaskIndex): void {
  const times: number[] = [];
  for (let i = 0; i < edits; i++) {
    const task = (i * 563) % index.count;
    const at = document.slice(index.from(task), index.to(task)).search(/\d[,\n]/) + index.from(task);
    for (const change of [
      { from: at, removed: 0, added: 1 },
      { from: at, removed: 1, added: 0 },
    ]) {
      document.replace(change.from, change.removed, change.added === 1 ? '1' : '');
      const started = performance.now();
      if (!index.follow([change], document.length, (from, to) => document.slice(from, to)) || !index.exact) {
        throw new Error('the index did not follow');
      }
      times.push(performance.now() - started);
    }
  }
  console.log(
    `following a keystroke: median ${milliseconds(median(times) / 1000)}, at most ${milliseconds(Math.max(...times) / 1000)}`,
  );
}

/** A text in lines, as in an extension host. */
class Lines implements TextLines {
  readonly #lines: string[];
  readonly #starts: Float64Array;
  length: number;

  constructor(text: string) {
    this.length = text.length;
    this.#lines = text.split('\n');
    this.#starts = new Float64Array(this.#lines.length);
    let start = 0;
    for (const [i, line] of this.#lines.entries()) {
      this.#starts[i] = start;
      start += line.length + 1;
    }
  }

  get count(): number {
    return this.#lines.length;
  }

  text(from: number, to: number): string {
    return this.#lines.slice(from, to).join('\n') + (to < this.count ? '\n' : '');
  }

  slice(from: number, to: number): string {
    const [first, last] = [this.#lineOf(from), this.#lineOf(to)];
    const text = this.#lines.slice(first, last + 1).join('\n');
    return text.slice(from - this.#starts[first], to - this.#starts[first]);
  }

  /** Within a line. */
  replace(from: number, removed: number, text: string): void {
    const line = this.#lineOf(from);
    const at = from - this.#starts[line];
    const old = this.#lines[line];
    this.#lines[line] = old.slice(0, at) + text + old.slice(at + removed);
    const moved = text.length - removed;
    for (let i = line + 1; i < this.#starts.length; i++) this.#starts[i] += moved;
    this.length += moved;
  }

  #lineOf(offset: number): number {
    let low = 0;
    let high = this.#starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.#starts[middle] <= offset) low = middle;
      else high = middle;
    }
    return low;
  }
}

function generate(folder: string): void {
  const pieces: string[] = [];
  for (const text of generateHistory({ tasks, seed: 1 })) pieces.push(text);
  fs.writeFileSync(path.join(folder, 'history.json'), pieces.join(''));
}

/** A run of a model on the generated history. @returns its folder */
async function train(folder: string, dist: string, { name, training }: BenchedModel): Promise<string> {
  const experimentFile = path.join(folder, 'study.oap.json');
  const model = training === undefined ? name : { model: name, training };
  const text = JSON.stringify({ history: 'history.json', models: [model], training: { maxEpochs: 3 } });
  const { experiment } = requireExperiment(text, experimentFile);
  const executor = new LocalExecutor(path.join(dist, 'worker.js'), 2);
  try {
    const models = modelSpecifications(experiment);
    const runs = runsFolder(experimentFile);
    const [run] = await trainModels(
      executor,
      { experimentFile, experiment, models, protocol: 'holdout', runs, earlier: 'ignore' },
      () => {},
      signal,
    );
    return run.folder;
  } finally {
    await executor.close();
  }
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}
