import type { EpochRecord } from '../protocol/run.ts';
import type { TimeLeft } from '../protocol/run-panel.ts';
import { sumOf } from './spread.ts';

/** A fit among those of several runs. */
export interface FitName {
  /** The run's folder. */
  readonly run: string;
  readonly target: string;
  readonly index: number;
}

interface RunTally {
  left: number;
  done: number;
  /** Of those that are done. */
  seconds: number;
}

/**
 * The clock of a training, which the panels, the status bar and the command line share: how long the fits of several runs
 * still take, each as long as those of its run that were completed since the training began, or of any run if it has none
 * was. Fits that were there before, or that failed, do not count: they say nothing about the speed. Before the first fit is complete only a
 * bound is known: early stopping may end every fit long before its last epoch.
 */
export class TrainingClock {
  readonly #workers: number;
  readonly #maxEpochs: number;
  readonly #runs: ReadonlyMap<string, RunTally>;
  #epochs = 0;
  #epochSeconds = 0;
  readonly #running = new Map<string, { readonly run: string; seconds: number }>();

  /** @param fits number of fits to do, by the run's folder, in the order in which they are done */
  constructor(fits: ReadonlyMap<string, number>, workers: number, maxEpochs: number) {
    this.#workers = workers;
    this.#maxEpochs = maxEpochs;
    this.#runs = new Map(Array.from(fits, ([run, left]) => [run, { left, done: 0, seconds: 0 }]));
  }

  epoch(fit: FitName, { seconds }: EpochRecord): void {
    this.#epochs++;
    this.#epochSeconds += seconds;
    const key = keyOf(fit);
    this.#running.set(key, { run: fit.run, seconds: (this.#running.get(key)?.seconds ?? 0) + seconds });
  }

  /** @param seconds that it took */
  done(fit: FitName, seconds: number): void {
    const run = this.#end(fit);
    run.done++;
    run.seconds += seconds;
  }

  failed(fit: FitName): void {
    this.#end(fit);
  }

  /**
   * Undefined while nothing is known, as when the fits that run take longer than expected.
   *
   * @param until folder of the run; default: the last one
   */
  estimate(until?: string): TimeLeft | undefined {
    if (this.#epochs === 0) return undefined;
    const all = [...this.#runs.values()];
    const done = sumOf(all.map((run) => run.done));
    const atMost = done === 0;
    const anyFit = atMost
      ? (this.#epochSeconds / this.#epochs) * this.#maxEpochs
      : sumOf(all.map((run) => run.seconds)) / done;
    const perFit = (run: RunTally): number => (run.done > 0 ? run.seconds / run.done : anyFit);
    const runs = this.#until(until);
    const left = sumOf([...runs.values()].map((run) => run.left));
    const total = sumOf([...runs.values()].map((run) => run.left * perFit(run)));
    const spent = sumOf(
      [...this.#running.values()].map((fit) => {
        const run = runs.get(fit.run);
        return run ? Math.min(fit.seconds, perFit(run)) : 0;
      }),
    );
    const seconds = (total - spent) / Math.min(this.#workers, Math.max(1, left));
    return seconds > 0 ? { seconds, atMost } : undefined;
  }

  /** The runs that are done up to one, as they are done one after the other. */
  #until(last: string | undefined): ReadonlyMap<string, RunTally> {
    const names = [...this.#runs.keys()];
    const end = last === undefined ? names.length : names.indexOf(last) + 1;
    return new Map([...this.#runs].slice(0, end));
  }

  #end(fit: FitName): RunTally {
    this.#running.delete(keyOf(fit));
    const run = this.#runs.get(fit.run);
    if (!run) throw new Error(`a fit of ${fit.run} ended, which is not one of the runs`);
    run.left--;
    return run;
  }
}

/** Names from data can hold anything; two fits must not be taken for one. */
export function keyOf({ run, target, index }: FitName): string {
  return JSON.stringify([run, target, index]);
}

/** A duration that is only guessed, without false precision: `1 s`, `42 s`, `3 min`, `2.5 h`. */
export function roughDuration(seconds: number): string {
  if (seconds < 89.5) return `${Math.max(1, Math.round(seconds))} s`;
  if (seconds < 89.5 * 60) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}
