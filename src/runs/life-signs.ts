import fs from 'node:fs';
import path from 'node:path';
import type { RunRecord } from '../protocol/run.ts';
import { isLocked, staleMilliseconds } from './folder-lock.ts';
import { mayBeAlive } from './owner.ts';
import { runFile } from './run-paths.ts';

/** Whether a process works on a run that says it is running. Such a process holds the lock of the run's folder. */
export function isBeingWorkedOn(run: string, record: RunRecord): boolean {
  return isLocked(run) || isOldProcessWorking(run, record);
}

/**
 * Whether a process of version 0.1, which takes no lock of the run, works on a run that says it is running: that is believed
 * as long as the process may be alive and the run, or the lock of a fit, shows a sign of life.
 */
export function isOldProcessWorking(run: string, { owner }: RunRecord): boolean {
  return owner.locks === undefined && mayBeAlive(owner) && Date.now() - lastSignOfLife(run) <= staleMilliseconds;
}

/** When the record, or the lock of a fit in the form of version 0.1, was written last. */
function lastSignOfLife(run: string): number {
  const fits = path.join(run, 'fits');
  const locks = childrenOf(fits).flatMap((target) =>
    childrenOf(path.join(fits, target)).map((index) => path.join(fits, target, index, 'lock')),
  );
  return Math.max(
    ...[runFile(run), ...locks].map((file) => fs.lstatSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0),
  );
}

function childrenOf(folder: string): string[] {
  try {
    return fs.readdirSync(folder);
  } catch {
    // Not begun, or not readable: it shows no sign of life.
    return [];
  }
}
