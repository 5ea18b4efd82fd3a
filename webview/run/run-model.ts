import { fitIn, type RunStatus, statusOf } from '../../src/measures/run-status.ts';
import type { ModelTraits } from '../../src/protocol/model-traits.ts';
import type { EpochRecord, FitRecord, FitState, FitView, RunRecord } from '../../src/protocol/run.ts';
import type { EpochOfFit, RunSnapshot, RunUpdate, TimeLeft } from '../../src/protocol/run-panel.ts';

/** A fit as the panel keeps it. `epochs` is appended to, and stays the same array until the fit begins again. */
export interface ShownFit {
  readonly target: string;
  readonly index: number;
  readonly state: FitState;
  readonly epochs: EpochRecord[];
  readonly record?: FitRecord;
  readonly error?: string;
}

/** The run as the host has reported it so far. */
export class RunModel {
  /** What could not be read of the run. */
  notices: readonly string[] = [];
  /** Null before the first snapshot. */
  run: RunRecord | null = null;
  /** Why there is nothing to show. */
  unavailable: string | null = null;
  /** Of the run's model. */
  traits: ModelTraits = { step: 'epoch', embeddings: false };
  maxEpochs = 0;
  cancellable = false;
  /** How long the run still takes; null where nothing is known. */
  timeLeft: TimeLeft | null = null;
  readonly #fits = new Map<string, ShownFit[]>();

  /** The fits of a target, as many as the run has, by index. */
  fitsOf(target: string): readonly ShownFit[] {
    return this.#fits.get(target) ?? [];
  }

  allFits(): ShownFit[] {
    return [...this.#fits.values()].flat();
  }

  /** How far a run is, which is the one that is shown. */
  statusOf(run: RunRecord): RunStatus<ShownFit> {
    return statusOf(run, this.allFits());
  }

  /** Takes an update in. False if it does not fit what is known, so that a new snapshot is needed. */
  apply(update: Exclude<RunUpdate, { readonly kind: 'show-sample' }>): boolean {
    switch (update.kind) {
      case 'snapshot':
        this.#reset(update);
        return true;
      case 'epochs':
        this.timeLeft = update.timeLeft ?? null;
        return update.epochs.every((epoch) => this.#append(epoch));
      case 'fit':
        this.timeLeft = update.timeLeft ?? null;
        return this.#replaceFit(update.fit);
      case 'run':
        if (this.run?.id !== update.run.id) return false;
        this.#replaceRun(update.run);
        this.cancellable = update.cancellable;
        this.timeLeft = update.timeLeft ?? null;
        return true;
      case 'unavailable':
        this.unavailable = update.reason;
        return true;
      default:
        throw new Error(`no update ${update satisfies never}`);
    }
  }

  /** What ends a run ends its fits, and what begins it again has them wait. */
  #replaceRun(run: RunRecord): void {
    this.run = run;
    for (const [target, fits] of this.#fits) {
      this.#fits.set(
        target,
        fits.map((fit) => fitIn(run.state, fit)),
      );
    }
  }

  #reset({ run, traits, maxEpochs, cancellable, timeLeft, fits, notices }: RunSnapshot): void {
    this.run = run;
    this.traits = traits;
    this.timeLeft = timeLeft ?? null;
    this.notices = notices;
    this.unavailable = null;
    this.maxEpochs = maxEpochs;
    this.cancellable = cancellable;
    this.#fits.clear();
    for (const { target } of run.targets) {
      const waiting = (_: unknown, index: number): ShownFit => ({ target, index, state: 'waiting', epochs: [] });
      this.#fits.set(target, Array.from({ length: run.fitsPerTarget }, waiting));
    }
    for (const fit of fits) {
      const siblings = this.#fits.get(fit.target);
      if (siblings?.[fit.index]) siblings[fit.index] = fitIn(run.state, shown(fit));
    }
  }

  #append({ target, index, record }: EpochOfFit): boolean {
    const siblings = this.#fits.get(target);
    const fit = siblings?.[index];
    if (siblings === undefined || fit === undefined || record.epoch < 0 || record.epoch > fit.epochs.length)
      return false;
    // An epoch that is known comes again when a snapshot and a delta cross.
    fit.epochs[record.epoch] = record;
    if (fit.state === 'waiting') siblings[index] = { ...fit, state: 'running' };
    return true;
  }

  #replaceFit(fit: FitView): boolean {
    const siblings = this.#fits.get(fit.target);
    const known = siblings?.[fit.index];
    if (siblings === undefined || known === undefined) return false;
    const begins = fit.state === 'waiting' || fit.state === 'running';
    const keepsEpochs = fit.epochs.length === 0 && !begins;
    siblings[fit.index] = keepsEpochs ? { ...shown(fit), epochs: known.epochs } : shown(fit);
    return true;
  }
}

function shown({ target, index, state, epochs, record, error }: FitView): ShownFit {
  return { target, index, state, epochs, ...(record && { record }), ...(error !== undefined && { error }) };
}

/** Which fit is shown; the remembered choice may be of a run with more fits. Null = all. */
export function selectedFit(chosen: number | null, fits: readonly ShownFit[]): number | null {
  return chosen !== null && chosen < fits.length && fits.length > 1 ? chosen : null;
}
