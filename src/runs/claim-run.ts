import type { CheckedRun } from '../experiment/read-specification.ts';
import { canContinue } from '../measures/run-status.ts';
import { type FolderLock, FolderLocked, lockFolder } from './folder-lock.ts';
import { isOldProcessWorking } from './life-signs.ts';
import { readRunAsWritten } from './read-run.ts';
import { writeRun } from './write-run.ts';

/** A run that this process works on from now on. */
export interface ClaimedRun {
  readonly record: CheckedRun;
  readonly lock: FolderLock;
}

/**
 * Makes a process the owner of a run that has not finished; of two that try at once one gets it.
 *
 * @param force takes it also from a process that cannot be seen from here
 * @returns the run, now `running`; undefined if it is finished or another process has it
 * @throws RunUnreadable
 */
export function claimRun(run: string, owner: CheckedRun['owner'], force = false): ClaimedRun | undefined {
  const lock = lockRun(run, force);
  if (!lock) return undefined;
  try {
    const { finishedAt: _, error: __, ...record } = readRunAsWritten(run);
    const isFree = record.state === 'running' ? force || !isOldProcessWorking(run, record) : canContinue(record.state);
    if (!isFree) {
      lock.release();
      return undefined;
    }
    const claimed: CheckedRun = { ...record, state: 'running', owner };
    writeRun(run, claimed);
    return { record: claimed, lock };
  } catch (error) {
    lock.release();
    throw error;
  }
}

function lockRun(run: string, force: boolean): FolderLock | undefined {
  try {
    return lockFolder(run, force);
  } catch (error) {
    if (error instanceof FolderLocked) return undefined;
    throw error;
  }
}
