import { fitsLeft, type StartedRun } from '../execution/run-in-progress.ts';
import { type FitName, keyOf, TrainingClock } from '../measures/time-left.ts';
import type { EpochRecord, FitRecord } from '../protocol/run.ts';
import { sayTimeLeft } from './say-time.ts';
import { shortName } from './table.ts';

/** A fit that is running, as a line of progress. */
export interface FitLine {
  readonly name: string;
  readonly maxEpochs: number;
  record: EpochRecord | undefined;
}

/** What every form of progress knows of the fits. */
export class FitBoard {
  clock: TrainingClock | undefined;
  fits = 0;
  done = 0;
  failed = 0;
  /** Which call of a search this is, `call 3 of 12`; empty otherwise. */
  call = '';
  readonly running = new Map<string, FitLine>();

  constructor(readonly workers: number) {}

  create(runs: readonly StartedRun[]): void {
    this.fits = runs.reduce((sum, { record }) => sum + record.targets.length * record.fitsPerTarget, 0);
    this.done = runs.reduce((sum, { completed }) => sum + completed.length, 0);
    this.failed = 0;
    const maxEpochs = Math.max(...runs.map(({ record }) => record.specification.training.maxEpochs));
    this.clock = new TrainingClock(fitsLeft(runs), this.workers, maxEpochs);
  }

  start(run: StartedRun, target: string, index: number): FitLine {
    const fit = {
      name: fitName(run, target, index),
      maxEpochs: run.record.specification.training.maxEpochs,
      record: undefined,
    };
    this.running.set(keyOf({ run: run.folder, target, index }), fit);
    return fit;
  }

  epoch(run: StartedRun, target: string, index: number, record: EpochRecord): FitLine | undefined {
    const name = { run: run.folder, target, index };
    const fit = this.running.get(keyOf(name));
    if (fit) fit.record = record;
    this.clock?.epoch(name, record);
    return fit;
  }

  end(run: StartedRun, { target, index, seconds }: FitRecord): void {
    this.done++;
    this.clock?.done(this.#take(run, target, index), seconds);
  }

  fail(run: StartedRun, target: string, index: number): void {
    this.failed++;
    this.clock?.failed(this.#take(run, target, index));
  }

  overall(): string {
    const left = sayTimeLeft(this.clock?.estimate());
    const failed = this.failed > 0 ? `, ${this.failed} failed` : '';
    const fits = `${this.done} of ${this.fits} fits done${failed}${left ? `, ${left}` : ''}`;
    return this.call ? `${this.call}: ${fits}${left ? ' in this call' : ''}` : fits;
  }

  #take(run: StartedRun, target: string, index: number): FitName {
    const name = { run: run.folder, target, index };
    this.running.delete(keyOf(name));
    return name;
  }
}

export function fitName({ record }: StartedRun, target: string, index: number): string {
  const number = record.fitsPerTarget > 1 ? ` ${index + 1}/${record.fitsPerTarget}` : '';
  return `${shortName(record.model)} ${shortName(target)}${number}`;
}

export function sayEpoch({ name, maxEpochs, record }: FitLine): string {
  if (!record) return `${name}: starting`;
  const { loss, confusionMse, macroRecall, macroPrecision } = record.validation;
  return (
    `${name}: epoch ${record.epoch + 1}/${maxEpochs}  loss ${loss.toFixed(4)}  confusion MSE ${confusionMse.toFixed(4)}` +
    `  recall ${macroRecall.toFixed(3)}  precision ${macroPrecision.toFixed(3)}`
  );
}
