import type { EpochRecord } from '../protocol/run.ts';

/**
 * Estimates how long a batch of fits still takes. Before the first fit is complete only a bound is known: early stopping
 * may end every fit long before its last epoch.
 */
export class TimeLeft {
  #done = 0;
  #doneSeconds = 0;
  #epochs = 0;
  #epochSeconds = 0;
  readonly #running = new Map<string, number>();

  constructor(
    readonly fits: number,
    readonly workers: number,
    readonly maxEpochs: number,
  ) {}

  /** @param fit any name of the fit, the same each time */
  epoch(fit: string, { seconds }: EpochRecord): void {
    this.#epochs++;
    this.#epochSeconds += seconds;
    this.#running.set(fit, (this.#running.get(fit) ?? 0) + seconds);
  }

  ended(fit: string, seconds: number): void {
    this.#running.delete(fit);
    this.#done++;
    this.#doneSeconds += seconds;
  }

  /** Undefined while nothing is known. */
  estimate(): { readonly seconds: number; readonly atMost: boolean } | undefined {
    if (this.#epochs === 0) return undefined;
    const atMost = this.#done === 0;
    const perFit = atMost ? (this.#epochSeconds / this.#epochs) * this.maxEpochs : this.#doneSeconds / this.#done;
    const spent = [...this.#running.values()].reduce((sum, seconds) => sum + Math.min(seconds, perFit), 0);
    const left = (this.fits - this.#done) * perFit - spent;
    return { seconds: Math.max(0, left) / Math.min(this.workers, Math.max(1, this.fits - this.#done)), atMost };
  }
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
