import type { EpochRecord } from '../protocol/run.ts';

/** A fit among those of several runs. */
export interface FitName {
  /** The run's folder. */
  readonly run: string;
  readonly target: string;
  readonly index: number;
}

/**
 * Estimates how long the fits of several runs still take: each as long as those of its run that are done, or of any run if
 * none of its own is. Before the first fit is complete only a bound is known: early stopping may end every fit long before
 * its last epoch.
 */
export class TimeLeft {
  readonly #workers: number;
  readonly #maxEpochs: number;
  readonly #runs: ReadonlyMap<string, { left: number; done: number; seconds: number }>;
  #epochs = 0;
  #epochSeconds = 0;
  readonly #running = new Map<string, { readonly run: string; seconds: number }>();

  /** @param fits number of fits to do, by the run's folder */
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

  ended(fit: FitName, seconds: number): void {
    this.#running.delete(keyOf(fit));
    const run = this.#runs.get(fit.run);
    if (!run) throw new Error(`a fit of ${fit.run} ended, which is not one of the runs`);
    run.left--;
    run.done++;
    run.seconds += seconds;
  }

  /** Undefined while nothing is known. */
  estimate(): { readonly seconds: number; readonly atMost: boolean } | undefined {
    if (this.#epochs === 0) return undefined;
    const runs = [...this.#runs.values()];
    const [left, done, doneSeconds] = (['left', 'done', 'seconds'] as const).map((what) => sumOf(runs, what));
    const atMost = done === 0;
    const anyFit = atMost ? (this.#epochSeconds / this.#epochs) * this.#maxEpochs : doneSeconds / done;
    const perFit = (run: { done: number; seconds: number }): number => (run.done > 0 ? run.seconds / run.done : anyFit);
    const total = runs.reduce((sum, run) => sum + run.left * perFit(run), 0);
    const spent = Array.from(this.#running.values(), ({ run, seconds }) => {
      const own = this.#runs.get(run);
      return Math.min(seconds, own ? perFit(own) : anyFit);
    }).reduce((sum, seconds) => sum + seconds, 0);
    return { seconds: Math.max(0, total - spent) / Math.min(this.#workers, Math.max(1, left)), atMost };
  }
}

/** Names from data can hold anything; two fits must not be taken for one. */
export function keyOf({ run, target, index }: FitName): string {
  return JSON.stringify([run, target, index]);
}

function sumOf<K extends string>(runs: readonly Readonly<Record<K, number>>[], what: K): number {
  return runs.reduce((sum, run) => sum + run[what], 0);
}

/** `3 s left`, `at most 2 min left`; empty while nothing is known. */
export function sayTimeLeft(timeLeft: TimeLeft): string {
  const estimate = timeLeft.estimate();
  if (!estimate) return '';
  return `${estimate.atMost ? 'at most ' : 'about '}${sayDuration(estimate.seconds)} left`;
}

/** A duration in the unit that people would choose. */
export function sayDuration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}
