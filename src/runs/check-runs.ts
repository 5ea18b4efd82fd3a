import fs from 'node:fs';
import path from 'node:path';
import type { FitRecord, RunRecord, TargetSummary } from '../protocol/run.ts';
import { leftovers } from './delete-run.ts';
import { FolderLocked, hasLock, isLocked, lockFolder, removeStaleLock } from './folder-lock.ts';
import { isOldProcessWorking } from './life-signs.ts';
import { RunUnreadable, readCurve, readFit, readListed, readRunAsWritten } from './read-run.ts';
import { readVocabulary } from './read-vocabulary.ts';
import { fitFile, fitFolder, runFile } from './run-paths.ts';
import { damagesOf } from './sealed-files.ts';
import { readCalibration, removeCalibration } from './stored-calibration.ts';
import { summarizeRun } from './summary.ts';
import { writeRun } from './write-run.ts';

/** Something in a folder of runs that is not as it should be. */
export interface Finding {
  /** Name of the run's folder, or of the file that was left over. */
  readonly run: string;
  /** What is wrong, one sentence that names the file. */
  readonly problem: string;
  /** What can be done, one sentence. */
  readonly remedy: string;
  /** Does it, if it needs nobody's decision. */
  readonly repair?: () => void;
}

const curveBytes = 64 * 2 ** 20;

/** What is damaged, left over or left running in a folder of runs. Runs that are being trained are left in peace. */
export function checkRuns(runs: string): Finding[] {
  const names = fs.existsSync(runs) ? fs.readdirSync(runs).filter((name) => !name.startsWith('.')) : [];
  const folders = names.map((name) => path.join(runs, name)).filter((folder) => fs.statSync(folder).isDirectory());
  return [...leftovers(runs).map(leftOver), ...folders.flatMap(checkRun)];
}

function leftOver(file: string): Finding {
  return {
    run: path.basename(file),
    problem: `${file} was left by a process that ended while it was writing or deleting`,
    remedy: 'it can be removed',
    repair: () => fs.rmSync(file, { recursive: true, force: true }),
  };
}

function checkRun(folder: string): Finding[] {
  const run = path.basename(folder);
  const { run: record, error } = readListed(folder);
  if (!record) {
    return [
      { run, problem: error ?? `${folder} cannot be read`, remedy: 'delete the run, or restore the file from a copy' },
    ];
  }
  if (record.state === 'running') return [];
  const damaged = damagedFits(folder, record);
  return [
    ...abandoned(folder),
    ...vocabulary(folder),
    ...damaged,
    // Damaged fits are left out of the summary when they are taken out.
    ...(damaged.length === 0 && record.state === 'done' ? wrongSummary(folder, record) : []),
    ...missingFits(folder, record),
    ...damagedCalibrations(folder, record),
    ...fitLocks(folder, record),
  ];
}

/** The process that trained the run ended without a word. */
function abandoned(folder: string): Finding[] {
  const isLeft = readRunAsWritten(folder).state === 'running' || (hasLock(folder) && !isLocked(folder));
  if (!isLeft) return [];
  return [
    {
      run: path.basename(folder),
      problem: `${folder} says that it is being trained, but the process that trained it has ended`,
      remedy: 'it can be marked as interrupted; training it again resumes it',
      repair: () => interrupt(folder),
    },
  ];
}

function vocabulary(folder: string): Finding[] {
  try {
    readVocabulary(folder);
    return [];
  } catch (error) {
    if (!(error instanceof RunUnreadable)) throw error;
    const remedy = 'the run can be viewed, but cannot predict: restore the file from a copy, or train the model again';
    return [{ run: path.basename(folder), problem: error.message, remedy }];
  }
}

function damagedFits(folder: string, record: RunRecord): Finding[] {
  return indicesOf(record).flatMap(({ target, index }): Finding[] => {
    const [problem] = fitProblems(folder, target, index);
    if (problem === undefined) return [];
    const run = path.basename(folder);
    if (isImported(folder, target, index)) return [{ run, problem, remedy: 'import the model again' }];
    const repair = (): void => {
      fs.rmSync(fitFile(fitFolder(folder, target, index)), { recursive: true, force: true });
      interrupt(folder);
    };
    return [
      { run, problem, remedy: 'it can be taken out of the run; training the run again repeats just this fit', repair },
    ];
  });
}

function fitProblems(folder: string, target: string, index: number): string[] {
  try {
    const fit = readFit(folder, target, index);
    if (!fit) return [];
    return [...damagesOf(fitFolder(folder, target, index), fit), ...curveProblems(folder, fit)];
  } catch (error) {
    if (error instanceof RunUnreadable) return [error.message];
    throw error;
  }
}

function curveProblems(folder: string, { target, index, epochsRun }: FitRecord): string[] {
  const { epochs, problem } = readCurve(folder, target, index, curveBytes);
  if (problem !== undefined) return [problem];
  if (epochs.length === epochsRun) return [];
  return [`the curve in ${fitFolder(folder, target, index)} has ${epochs.length} epochs, expected ${epochsRun}`];
}

/** A fit that was not trained here cannot be trained again. */
function isImported(folder: string, target: string, index: number): boolean {
  try {
    return readFit(folder, target, index)?.epochsRun === 0;
  } catch (error) {
    if (error instanceof RunUnreadable) return false;
    throw error;
  }
}

/** A summary that is not that of the fits. */
function wrongSummary(folder: string, record: RunRecord): Finding[] {
  // Called when no fit is damaged: none has to be checked again.
  const expected = summaryOf(folder, record, () => true);
  if (isSame(record.summary.map(withoutCalibration), expected.map(withoutCalibration))) return [];
  return [
    {
      run: path.basename(folder),
      problem: `the results in ${runFile(folder)} are not those of its fits`,
      remedy: 'they can be computed again',
      repair: () => whileLocked(folder, (found) => writeRun(folder, { ...found, summary: summaryOf(folder, found) })),
    },
  ];
}

/** Calibrations may be found out later than a run is done. */
function withoutCalibration({ calibration: _, ...summary }: TargetSummary): object {
  return summary;
}

/** The same but for the last digits: other versions may have added the same numbers in another order. */
function isSame(a: unknown, b: unknown): boolean {
  if (typeof a === 'number' && typeof b === 'number') return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(b));
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const others = new Map<string, unknown>(Object.entries(b));
  const entries = Object.entries(a);
  return entries.length === others.size && entries.every(([name, value]) => isSame(value, others.get(name)));
}

/** A run recorded as done, though a fit is missing. */
function missingFits(folder: string, record: RunRecord): Finding[] {
  if (record.state !== 'done') return [];
  const missing = indicesOf(record).filter(
    ({ target, index }) => !fs.existsSync(fitFile(fitFolder(folder, target, index))),
  );
  if (missing.length === 0) return [];
  const [{ target, index }] = missing;
  return [
    {
      run: path.basename(folder),
      problem: `${folder} says that it is done, but ${missing.length} of its fits are missing, such as ${fitFile(fitFolder(folder, target, index))}`,
      remedy: 'it can be marked as interrupted; training it again trains what is missing',
      repair: () => interrupt(folder),
    },
  ];
}

function damagedCalibrations(folder: string, record: RunRecord): Finding[] {
  return indicesOf(record).flatMap(({ target, index }): Finding[] => {
    try {
      readCalibration(folder, target, index);
      return [];
    } catch (error) {
      if (!(error instanceof RunUnreadable)) throw error;
      const repair = (): void => removeCalibration(folder, target, index);
      const remedy = 'it can be removed, and is computed again when needed';
      return [{ run: path.basename(folder), problem: error.message, remedy, repair }];
    }
  });
}

function fitLocks(folder: string, record: RunRecord): Finding[] {
  return indicesOf(record)
    .map(({ target, index }) => fitFolder(folder, target, index))
    .filter((fit) => hasLock(fit) && !isLocked(fit))
    .map((fit) => ({
      run: path.basename(folder),
      problem: `${path.join(fit, 'lock')} was left by a process that has ended`,
      remedy: 'it can be removed',
      repair: () => void removeStaleLock(fit),
    }));
}

function indicesOf({ targets, fitsPerTarget }: RunRecord): { target: string; index: number }[] {
  return targets.flatMap(({ target }) => Array.from({ length: fitsPerTarget }, (_, index) => ({ target, index })));
}

/** Marks a run as interrupted, with the summary of the fits that can be read. */
function interrupt(folder: string): void {
  whileLocked(folder, (record) =>
    writeRun(folder, { ...record, state: 'interrupted', summary: summaryOf(folder, record) }),
  );
}

/** Changes a run, unless it is being trained meanwhile. */
function whileLocked(folder: string, change: (record: RunRecord) => void): void {
  let lock: ReturnType<typeof lockFolder>;
  try {
    lock = lockFolder(folder);
  } catch (error) {
    if (error instanceof FolderLocked) return;
    throw error;
  }
  try {
    const record = readRunAsWritten(folder);
    if (record.state !== 'running' || !isOldProcessWorking(folder, record)) change(record);
  } finally {
    lock.release();
  }
}

/** What the fits that can be used say together. */
function summaryOf(
  folder: string,
  record: RunRecord,
  isUsable = (target: string, index: number): boolean => fitProblems(folder, target, index).length === 0,
): TargetSummary[] {
  const fits = indicesOf(record).flatMap(({ target, index }) =>
    isUsable(target, index) ? (readFit(folder, target, index) ?? []) : [],
  );
  return summarizeRun(folder, record, fits);
}
