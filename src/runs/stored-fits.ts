import fs from 'node:fs';
import { recommendsAsStudy } from '../experiment/decision.ts';
import { completeStatus, fitIn, type RunStatus, statusOf } from '../measures/run-status.ts';
import type { FitRecord, FitView, RunRecord } from '../protocol/run.ts';
import { isLocked } from './folder-lock.ts';
import { RunUnreadable, readFit } from './read-run.ts';
import { epochsFile, fitFolder, oldEpochsFile } from './run-paths.ts';
import { knownCalibration } from './stored-calibration.ts';
import { withSummary } from './summary.ts';
import { decidedFit } from './target-calibration.ts';

/** How far a run is, as its folder says, with the means of what is complete. */
export interface RunProgress {
  readonly run: RunRecord;
  readonly status: RunStatus;
}

/** Reads how far a run is, with the calibrations that a run that is done got later. */
export function readProgress(folder: string, run: RunRecord): RunProgress {
  const listed = listedProgress(folder, run);
  return run.state === 'done' ? { ...listed, run: withSummary(folder, run, []) } : listed;
}

/** The same for lists of many runs, which show no calibrations: of a run that is done, its record says all. */
export function listedProgress(folder: string, run: RunRecord): RunProgress {
  if (run.state === 'done') return { run, status: completeStatus(run) };
  const fits = run.targets.flatMap(({ target }) =>
    Array.from({ length: run.fitsPerTarget }, (_, index) => readStoredFit(folder, run, target, index)),
  );
  return { run: withSummary(folder, run, fits), status: statusOf(run, fits) };
}

/** A fit as its folder has it, without its epochs. One that is damaged says why. */
export function readStoredFit(folder: string, run: RunRecord, target: string, index: number): FitView {
  const fit = { target, index, epochs: [] };
  try {
    const record = readFit(folder, target, index);
    if (record) return { ...fit, state: 'done', record: asDecided(folder, run, record) };
  } catch (error) {
    if (!(error instanceof RunUnreadable)) throw error;
    return { ...fit, state: 'failed', error: error.message };
  }
  return fitIn(run.state, { ...fit, state: isBegun(fitFolder(folder, target, index), run) ? 'running' : 'waiting' });
}

/** With the classes that the run recommends, which only its calibration knows where they are not the study's. */
function asDecided(folder: string, run: RunRecord, record: FitRecord): FitRecord {
  return recommendsAsStudy(run) ? record : decidedFit(record, knownCalibration(folder, record.target, record.index));
}

/** While a run is trained, only fits that are locked are: an earlier training may have left epochs of others. */
function isBegun(fit: string, { state }: RunRecord): boolean {
  if (state === 'running') return isLocked(fit);
  return [epochsFile(fit), oldEpochsFile(fit)].some(
    (file) => (fs.lstatSync(file, { throwIfNoEntry: false })?.size ?? 0) > 0,
  );
}
