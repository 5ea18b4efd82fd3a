import type { LoadedDataset } from '../execution/executor.ts';
import type { StartedRun } from '../execution/run-in-progress.ts';
import type { TrainingEvent, TrainingListener } from '../execution/training-events.ts';
import type { FitRecord } from '../protocol/run.ts';
import { FitBoard, type FitLine, formatEpoch } from './fit-board.ts';
import { formatCount } from './table.ts';
import { eraseLines, printable, reportLines } from './terminal.ts';

/** Progress of a training on standard error: a live block on a terminal, plain lines elsewhere. */
export interface Progress {
  readonly onEvent: TrainingListener;
  close(): void;
}

/** Maximum number of the history's problems listed one by one. */
const maxProblems = 10;
const plainMilliseconds = 10_000;
const liveMilliseconds = 100;

export function createProgress(workers: number): Progress {
  return process.stderr.isTTY ? new LiveProgress(workers) : new PlainProgress(workers);
}

/** The permanent lines for an event. */
function linesOf(event: TrainingEvent, board: FitBoard): string[] {
  switch (event.kind) {
    case 'loaded':
      return describeLoaded(event.loaded);
    case 'call':
      return [`${board.call}: ${event.names.map((name, i) => `${name} ${event.values[i]}`).join(', ')}`];
    case 'runs':
      return describeContinued(event.runs);
    case 'fit-done':
      return [formatFit(board.nameOf(event.fit), event.record)];
    case 'fit-failed':
      return [`${board.nameOf(event.fit)}: failed: ${event.error.message}`];
    default:
      return [];
  }
}

function formatFit(name: string, { epochsRun, bestEpoch, metrics, seconds }: FitRecord): string {
  return (
    `${name}: done after ${formatCount(epochsRun, 'epoch')} (best ${bestEpoch + 1}), ${seconds.toFixed(1)} s` +
    `  confusion MSE ${metrics.confusionMse.toFixed(4)}  recall ${metrics.macroRecall.toFixed(3)}` +
    `  precision ${metrics.macroPrecision.toFixed(3)}`
  );
}

function describeLoaded({ dataset, problems, problemCount, skipped }: LoadedDataset): string[] {
  const lines = [
    `${formatCount(dataset.tasks.count, 'task')}, ${formatCount(dataset.history.codes, 'error code')}, ${formatCount(dataset.history.sites, 'site')}` +
      (skipped > 0 ? `; ${formatCount(skipped, 'task')} skipped` : ''),
  ];
  for (const { line, column, message } of problems.slice(0, maxProblems)) lines.push(`  ${line}:${column}: ${message}`);
  if (problemCount > maxProblems)
    lines.push(`  … and ${problemCount - maxProblems} more (oap history inspect lists them)`);
  return lines;
}

/** What is resumed; empty if everything is new. */
function describeContinued(runs: readonly StartedRun[]): string[] {
  const continued = runs.filter(({ completed }) => completed.length > 0);
  if (continued.length === 0) return [];
  const fits = continued.reduce((sum, { completed }) => sum + completed.length, 0);
  return [`resuming ${formatCount(continued.length, 'earlier run')}: ${formatCount(fits, 'training')} already done`];
}

/** Plain lines, for logs: a fit's start and end, and its progress every ten seconds. */
class PlainProgress implements Progress {
  readonly #board: FitBoard;
  /** When a fit was last reported, or started. */
  readonly #reported = new Map<FitLine, number>();

  constructor(workers: number) {
    this.#board = new FitBoard(workers);
  }

  readonly onEvent = (event: TrainingEvent): void => {
    const fit = this.#board.update(event);
    const overall = event.kind === 'fit-done' ? `  [${this.#board.overall()}]` : '';
    reportLines(linesOf(event, this.#board).map((line) => `${line}${overall}`));
    if (!fit) return;
    const last = this.#reported.get(fit);
    if (last !== undefined && Date.now() - last < plainMilliseconds) return;
    this.#reported.set(fit, Date.now());
    if (last !== undefined) reportLines([formatEpoch(fit)]);
  };

  close(): void {}
}

/** A block at the bottom of the terminal: one line for each running fit and one for all; ended fits scroll up. */
class LiveProgress implements Progress {
  readonly #board: FitBoard;
  #shown = 0;
  #last = 0;

  constructor(workers: number) {
    this.#board = new FitBoard(workers);
  }

  readonly onEvent = (event: TrainingEvent): void => {
    this.#board.update(event);
    const lines = linesOf(event, this.#board);
    if (lines.length > 0) this.#above(lines);
    else if (event.kind !== 'epoch' || Date.now() - this.#last >= liveMilliseconds) this.#draw();
  };

  close(): void {
    this.#erase();
  }

  #above(lines: readonly string[]): void {
    this.#erase();
    reportLines(lines);
    if (this.#board.fits > 0) this.#draw();
  }

  #draw(): void {
    this.#last = Date.now();
    this.#erase();
    const width = process.stderr.columns || 80;
    const lines = [...[...this.#board.running.values()].map(formatEpoch), this.#board.overall()];
    reportLines(lines.map((line) => printable(line).slice(0, width - 1)));
    this.#shown = lines.length;
  }

  #erase(): void {
    eraseLines(this.#shown);
    this.#shown = 0;
  }
}
