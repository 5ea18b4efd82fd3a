import type { LoadedDataset } from '../execution/executor.ts';
import type { StartedRun } from '../execution/run-in-progress.ts';
import type { TuningListener } from '../execution/tune.ts';
import type { EpochRecord, FitRecord } from '../protocol/run.ts';
import { FitBoard, type FitLine, fitName, sayEpoch } from './fit-board.ts';
import { sayCount } from './table.ts';
import { eraseLines, printable, sayLines } from './terminal.ts';

/** Progress of a training on standard error: a live block on a terminal, plain lines elsewhere. */
export interface Progress extends TuningListener {
  close(): void;
}

/** At most this many problems of the history are told one by one. */
const toldProblems = 10;
const plainMilliseconds = 10_000;
const liveMilliseconds = 100;

export function createProgress(workers: number): Progress {
  return process.stderr.isTTY ? new LiveProgress(workers) : new PlainProgress(workers);
}

function sayFit(run: StartedRun, { target, index, epochsRun, bestEpoch, metrics, seconds }: FitRecord): string {
  return (
    `${fitName(run, target, index)}: done after ${sayCount(epochsRun, 'epoch')} (best ${bestEpoch + 1}), ${seconds.toFixed(1)} s` +
    `  confusion MSE ${metrics.confusionMse.toFixed(4)}  recall ${metrics.macroRecall.toFixed(3)}` +
    `  precision ${metrics.macroPrecision.toFixed(3)}`
  );
}

function sayLoaded({ dataset, problems, problemCount, skipped }: LoadedDataset): string[] {
  const lines = [
    `${sayCount(dataset.tasks.count, 'task')}, ${sayCount(dataset.history.codes, 'error code')}, ${sayCount(dataset.history.sites, 'site')}` +
      (skipped > 0 ? `; ${sayCount(skipped, 'task')} skipped` : ''),
  ];
  for (const { line, column, message } of problems.slice(0, toldProblems))
    lines.push(`  ${line}:${column}: ${message}`);
  if (problemCount > toldProblems)
    lines.push(`  … and ${problemCount - toldProblems} more (oap history inspect lists them)`);
  return lines;
}

function sayCall(call: number, calls: number): string {
  return `call ${call + 1} of ${calls}`;
}

function saySettings(names: readonly string[], values: readonly number[]): string {
  return names.map((name, i) => `${name} ${values[i]}`).join(', ');
}

/** What is not done again; empty if everything is new. */
function sayContinued(runs: readonly StartedRun[]): string[] {
  const continued = runs.filter(({ completed }) => completed.length > 0);
  if (continued.length === 0) return [];
  const fits = continued.reduce((sum, { completed }) => sum + completed.length, 0);
  return [`going on with ${sayCount(continued.length, 'earlier run')}: ${sayCount(fits, 'fit')} done already`];
}

/** Plain lines, for logs: a fit's start and end, and where it is every ten seconds. */
class PlainProgress implements Progress {
  readonly #board: FitBoard;
  readonly #told = new Map<FitLine, number>();

  constructor(workers: number) {
    this.#board = new FitBoard(workers);
  }

  loaded(loaded: LoadedDataset): void {
    for (const line of sayLoaded(loaded)) this.#print(line);
  }

  call(call: number, calls: number, names: readonly string[], values: readonly number[]): void {
    this.#board.call = sayCall(call, calls);
    this.#print(`${this.#board.call}: ${saySettings(names, values)}`);
  }

  created(runs: readonly StartedRun[]): void {
    this.#board.create(runs);
    for (const line of sayContinued(runs)) this.#print(line);
  }

  fitStarted(run: StartedRun, target: string, index: number): void {
    this.#told.set(this.#board.start(run, target, index), Date.now());
  }

  epoch(run: StartedRun, target: string, index: number, record: EpochRecord): void {
    const fit = this.#board.epoch(run, target, index, record);
    if (!fit || Date.now() - (this.#told.get(fit) ?? 0) < plainMilliseconds) return;
    this.#told.set(fit, Date.now());
    this.#print(sayEpoch(fit));
  }

  fitDone(run: StartedRun, record: FitRecord): void {
    this.#board.end(run, record);
    this.#print(`${sayFit(run, record)}  [${this.#board.overall()}]`);
  }

  fitFailed(run: StartedRun, target: string, index: number, error: Error): void {
    this.#board.fail(run, target, index);
    this.#print(`${fitName(run, target, index)}: failed: ${error.message}`);
  }

  close(): void {}

  #print(line: string): void {
    sayLines([line]);
  }
}

/** A block at the bottom of the terminal: one line for each running fit and one for the whole; ended fits scroll above it. */
class LiveProgress implements Progress {
  readonly #board: FitBoard;
  #shown = 0;
  #last = 0;

  constructor(workers: number) {
    this.#board = new FitBoard(workers);
  }

  loaded(loaded: LoadedDataset): void {
    this.#above(sayLoaded(loaded));
  }

  call(call: number, calls: number, names: readonly string[], values: readonly number[]): void {
    this.#board.call = sayCall(call, calls);
    this.#above([`${this.#board.call}: ${saySettings(names, values)}`]);
  }

  created(runs: readonly StartedRun[]): void {
    this.#board.create(runs);
    this.#above(sayContinued(runs));
  }

  fitStarted(run: StartedRun, target: string, index: number): void {
    this.#board.start(run, target, index);
    this.#draw();
  }

  epoch(run: StartedRun, target: string, index: number, record: EpochRecord): void {
    this.#board.epoch(run, target, index, record);
    if (Date.now() - this.#last >= liveMilliseconds) this.#draw();
  }

  fitDone(run: StartedRun, record: FitRecord): void {
    this.#board.end(run, record);
    this.#above([sayFit(run, record)]);
  }

  fitFailed(run: StartedRun, target: string, index: number, error: Error): void {
    this.#board.fail(run, target, index);
    this.#above([`${fitName(run, target, index)}: failed: ${error.message}`]);
  }

  close(): void {
    this.#erase();
  }

  #above(lines: readonly string[]): void {
    this.#erase();
    sayLines(lines);
    if (this.#board.fits > 0) this.#draw();
  }

  #draw(): void {
    this.#last = Date.now();
    this.#erase();
    const width = process.stderr.columns || 80;
    const lines = [...[...this.#board.running.values()].map(sayEpoch), this.#board.overall()];
    sayLines(lines.map((line) => printable(line).slice(0, width - 1)));
    this.#shown = lines.length;
  }

  #erase(): void {
    eraseLines(this.#shown);
    this.#shown = 0;
  }
}
