import { type RunRecord, unfinishedStates } from '../protocol/run.ts';
import { FitLocked, lockFit } from './fit-lock.ts';
import { readRun } from './read-run.ts';
import { writeRun } from './write-run.ts';

/**
 * Makes a process the owner of a run that has not finished; of two that try at once one gets it.
 *
 * @returns the run's record, now `running`; undefined if it is finished or another process has it
 * @throws RunUnreadable
 */
export function claimRun(run: string, owner: RunRecord['owner']): RunRecord | undefined {
  const lock = lockRun(run);
  if (!lock) return undefined;
  try {
    const { finishedAt: _, error: __, ...record } = readRun(run);
    if (!unfinishedStates.includes(record.state)) return undefined;
    const claimed: RunRecord = { ...record, state: 'running', owner };
    writeRun(run, claimed);
    return claimed;
  } finally {
    lock.release();
  }
}

/** The lock of a fit's folder serves a run's as well. */
function lockRun(run: string): ReturnType<typeof lockFit> | undefined {
  try {
    return lockFit(run);
  } catch (error) {
    if (error instanceof FitLocked) return undefined;
    throw error;
  }
}
