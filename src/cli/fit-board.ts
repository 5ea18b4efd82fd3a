import { fitsLeft, type StartedRun } from '../execution/run-in-progress.ts';
import type { TrainingEvent } from '../execution/training-events.ts';
import { type FitName, keyOf, TrainingClock } from '../measures/time-left.ts';
import type { EpochRecord } from '../protocol/run.ts';
import { formatTimeLeft } from './format-time.ts';
import { shortName } from './table.ts';

/** A fit that is running, as a line of progress. */
export interface FitLine {
  readonly name: string;
  readonly maxEpochs: number;
  record: EpochRecord | undefined;
}

/** The state of the fits, for every form of progress. */
export class FitBoard {
  fits = 0;
  done = 0;
  failed = 0;
  /** The call of a search, `call 3 of 12`; empty otherwise. */
  call = '';
  readonly running = new Map<string, FitLine>();
  #runs: readonly StartedRun[] = [];
  #clock: TrainingClock | undefined;

  constructor(readonly workers: number) {}

  /** @returns the fit that has started or continued */
  update(event: TrainingEvent): FitLine | undefined {
    if (event.kind === 'call') this.call = `call ${event.call + 1} of ${event.calls}`;
    else if (event.kind === 'runs') this.#create(event.runs);
    else if (event.kind === 'fit-started') return this.#start(event.fit);
    else if (event.kind === 'epoch') return this.#epoch(event.fit, event.record);
    else if (event.kind === 'fit-done') {
      this.done++;
      this.running.delete(keyOf(event.fit));
      this.#clock?.done(event.fit, event.record.seconds);
    } else if (event.kind === 'fit-failed') {
      this.failed++;
      this.running.delete(keyOf(event.fit));
      this.#clock?.failed(event.fit);
    }
    return undefined;
  }

  /** `cnn action 3/5` */
  nameOf({ run: folder, target, index }: FitName): string {
    const { record } = this.#runOf(folder);
    const number = record.fitsPerTarget > 1 ? ` ${index + 1}/${record.fitsPerTarget}` : '';
    return `${shortName(record.model)} ${shortName(target)}${number}`;
  }

  overall(): string {
    const left = formatTimeLeft(this.#clock?.estimate());
    const failed = this.failed > 0 ? `, ${this.failed} failed` : '';
    const fits = `${this.done} of ${this.fits} trainings done${failed}${left ? `, ${left}` : ''}`;
    return this.call ? `${this.call}: ${fits}${left ? ' in this call' : ''}` : fits;
  }

  #create(runs: readonly StartedRun[]): void {
    this.#runs = runs;
    this.fits = runs.reduce((sum, { record }) => sum + record.targets.length * record.fitsPerTarget, 0);
    this.done = runs.reduce((sum, { completed }) => sum + completed.length, 0);
    this.failed = 0;
    const maxEpochs = Math.max(...runs.map(({ record }) => record.specification.training.maxEpochs));
    this.#clock = new TrainingClock(fitsLeft(runs), this.workers, maxEpochs);
  }

  #start(fit: FitName): FitLine {
    const { maxEpochs } = this.#runOf(fit.run).record.specification.training;
    const line = { name: this.nameOf(fit), maxEpochs, record: undefined };
    this.running.set(keyOf(fit), line);
    return line;
  }

  #epoch(fit: FitName, record: EpochRecord): FitLine | undefined {
    const line = this.running.get(keyOf(fit));
    if (line) line.record = record;
    this.#clock?.epoch(fit, record);
    return line;
  }

  #runOf(folder: string): StartedRun {
    const run = this.#runs.find((one) => one.folder === folder);
    if (!run) throw new Error(`unknown run ${folder}`);
    return run;
  }
}

export function formatEpoch({ name, maxEpochs, record }: FitLine): string {
  if (!record) return `${name}: starting`;
  const { loss, confusionMse, macroRecall, macroPrecision } = record.validation;
  return (
    `${name}: epoch ${record.epoch + 1}/${maxEpochs}  loss ${loss.toFixed(4)}  confusion MSE ${confusionMse.toFixed(4)}` +
    `  recall ${macroRecall.toFixed(3)}  precision ${macroPrecision.toFixed(3)}`
  );
}
