import path from 'node:path';
import { traitsOf } from '../models/registry.ts';
import type { FitRecord, FitView, RunRecord } from '../protocol/run.ts';
import type { RunSnapshot } from '../protocol/run-panel.ts';
import { readCurve, readRun } from './read-run.ts';
import { epochsFile, fitFolder } from './run-paths.ts';
import { damagesOf } from './sealed-files.ts';
import { readStoredFit } from './stored-fits.ts';
import { withSummary } from './summary.ts';

/** Bytes of curves that a panel is given at most; those of the study's fits have some hundred kilobytes. */
const maxCurveBytes = 24 * 2 ** 20;

/**
 * What a panel needs to show a run from its folder alone: an old one, or one that another process trains. The notices name what
 * cannot be read of its fits.
 *
 * @throws RunUnreadable if the run itself cannot be read
 */
export function storedSnapshot(folder: string): RunSnapshot {
  const run = readRun(folder);
  const reader = new FitReader(folder, run);
  const fits = run.targets.flatMap(({ target }) =>
    Array.from({ length: run.fitsPerTarget }, (_, index) => reader.read(target, index)),
  );
  const { notices } = reader;
  return {
    kind: 'snapshot',
    run: withSummary(folder, run, fits),
    traits: traitsOf(run.specification.model),
    maxEpochs: run.specification.training.maxEpochs,
    fits,
    cancellable: false,
    notices,
  };
}

class FitReader {
  readonly notices: string[] = [];
  #left = maxCurveBytes;

  constructor(
    readonly folder: string,
    readonly run: RunRecord,
  ) {}

  read(target: string, index: number): FitView {
    const { epochs, problem, bytes } = readCurve(this.folder, target, index, this.#left);
    this.#left -= bytes;
    if (problem !== undefined) this.notices.push(problem);
    const fit = readStoredFit(this.folder, this.run, target, index);
    if (fit.error !== undefined) this.notices.push(fit.error);
    const damage = fit.record && problem === undefined ? this.#damageOf(fit.record, epochs.length) : undefined;
    if (damage !== undefined) {
      this.notices.push(damage);
      return { ...fit, epochs: [] };
    }
    // The curve of an earlier training is overwritten when the fit begins again.
    return fit.state === 'waiting' ? fit : { ...fit, epochs };
  }

  /** Why the curve of a complete fit is not the one that was written. */
  #damageOf({ target, index, epochsRun, files }: FitRecord, epochs: number): string | undefined {
    const curve = `the curve of fit ${index + 1} of ${target} is not shown`;
    if (epochs !== epochsRun) return `Not all of the ${epochsRun} epochs are there: ${curve}.`;
    const folder = fitFolder(this.folder, target, index);
    const sealed = files?.filter(({ name }) => name === path.basename(epochsFile(folder)));
    const [damage] = damagesOf(folder, { files: sealed });
    return damage === undefined ? undefined : `${damage}: ${curve}.`;
  }
}
