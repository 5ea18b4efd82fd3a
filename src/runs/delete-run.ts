import fs from 'node:fs';
import path from 'node:path';
import { lockFolder } from './folder-lock.ts';
import { isOldProcessWorking } from './life-signs.ts';
import { readMarks } from './marks.ts';
import { readListed, readRunAsWritten } from './read-run.ts';
import { readSmallFile } from './regular-file.ts';
import { isInRunsFolder, runFile } from './run-paths.ts';

const prefix = '.deleted-';
/** What was being written when its process ended, and runs that were deleted and not purged, are kept this long. */
const keptMilliseconds = 24 * 3600 * 1000;
/** All that a run's folder holds; names with a dot first are of files that were being written. */
const ownNames = new Set(['run.json', 'oap.json', 'marks.json', 'fits', 'lock', 'cache']);

/** Why a run must not be deleted; one sentence. */
export class NotDeletable extends Error {
  override readonly name = 'NotDeletable';
}

export interface DeleteOptions {
  /** Folder of runs that the user named, if any. */
  readonly runs?: string;
  /** Deletes also a run that a process works on that cannot be seen from here. */
  readonly force?: boolean;
}

/**
 * Removes a run: first out of sight, then its files, so that no reader meets half of it.
 *
 * @throws NotDeletable, FolderLocked
 */
export function deleteRun(run: string, options: DeleteOptions = {}): void {
  hideRun(run, options);
  purgeRun(run);
}

/**
 * Puts a run out of every list's sight, for now. Of a run that is linked only the link goes.
 *
 * @throws NotDeletable if it is no run, or starred; FolderLocked if it is being trained
 */
export function hideRun(run: string, options: DeleteOptions = {}): void {
  requireDeletable(run, options);
  const lock = lockFolder(run, options.force);
  try {
    if (!options.force && isTrainedByOldProcess(run)) {
      throw new NotDeletable(`${run} is being trained; cancel it first`);
    }
    const hidden = hiddenFolder(run);
    fs.rmSync(hidden, { recursive: true, force: true });
    fs.renameSync(run, hidden);
    lock.moved(hidden);
  } finally {
    lock.release();
  }
}

/**
 * Refuses what is no run, so that nobody's files are deleted for a `run.json` among them, and what is to be kept.
 *
 * @throws NotDeletable
 */
export function requireDeletable(run: string, { runs }: DeleteOptions = {}): void {
  const foreign = fs.readdirSync(run).find((name) => !ownNames.has(name) && !name.startsWith('.'));
  if (foreign !== undefined) {
    throw new NotDeletable(`${run} is not the folder of a run: it contains ${foreign}, which does not belong to a run`);
  }
  const { error: problem } = readListed(run, readRunAsWritten);
  // Damaged runs can be deleted where runs are kept; a run.json elsewhere cannot.
  if (problem !== undefined && (!isInRunsFolder(run, runs) || isForeign(run))) {
    throw new NotDeletable(`${run} is not the folder of a run: ${problem}`);
  }
  if (readMarks(run).starred) throw new NotDeletable(`${run} is starred; unstar it before deleting it`);
}

/** A record of something else: whole, but without the version that all of ours begin with. */
function isForeign(run: string): boolean {
  try {
    const data: unknown = JSON.parse(readSmallFile(runFile(run)) ?? '');
    return !(typeof data === 'object' && data !== null && 'version' in data && typeof data.version === 'number');
  } catch {
    // Cut off: a run that was damaged.
    return false;
  }
}

function isTrainedByOldProcess(run: string): boolean {
  const { run: record } = readListed(run, readRunAsWritten);
  // What cannot be read can still be deleted.
  return record?.state === 'running' && isOldProcessWorking(run, record);
}

/** Brings a run back that was hidden. */
export function restoreRun(run: string): void {
  fs.renameSync(hiddenFolder(run), run);
}

/** Removes the files of a run that was hidden. */
export function purgeRun(run: string): void {
  fs.rmSync(hiddenFolder(run), { recursive: true, force: true });
}

/** Removes what was hidden, or being made, a day ago or earlier, and what processes that ended left in the runs' folders. */
export function purgeForgotten(runs: string): void {
  for (const file of leftovers(runs)) {
    try {
      fs.rmSync(file, { recursive: true, force: true });
    } catch {
      // Not ours to remove, or a disk that cannot be written: it disturbs nobody.
    }
  }
}

/** Files and folders that were being written or deleted a day ago or earlier, in a folder of runs and in its runs. */
export function leftovers(runs: string): string[] {
  return entriesOf(runs).flatMap(({ name, parentPath, isFolder }) => {
    if (name.startsWith('.'))
      return isForgotten(path.join(parentPath, name), true) ? [path.join(parentPath, name)] : [];
    if (!isFolder || !fs.existsSync(runFile(path.join(parentPath, name)))) return [];
    return entriesOf(path.join(parentPath, name))
      .filter((entry) => entry.name.startsWith('.'))
      .map((entry) => path.join(entry.parentPath, entry.name))
      .filter((file) => isForgotten(file, false));
  });
}

/** @param ours only names that this program gives */
function isForgotten(file: string, ours: boolean): boolean {
  if (ours && !/^\.(deleted|new)-/.test(path.basename(file))) return false;
  const status = fs.lstatSync(file, { throwIfNoEntry: false });
  return status !== undefined && Date.now() - status.ctimeMs > keptMilliseconds;
}

function entriesOf(folder: string): { name: string; parentPath: string; isFolder: boolean }[] {
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder, { withFileTypes: true })
    .map((entry) => ({ name: entry.name, parentPath: folder, isFolder: entry.isDirectory() }));
}

function hiddenFolder(run: string): string {
  const folder = path.resolve(run);
  return path.join(path.dirname(folder), `${prefix}${path.basename(folder)}`);
}
