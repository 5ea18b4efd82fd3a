import fs from 'node:fs';
import path from 'node:path';
import { named } from './named-errors.ts';
import { fitFolder } from './run-paths.ts';

/** The folder of a run was removed while it was worked on. */
export class RunGone extends Error {
  override readonly name = 'RunGone';
  constructor(run: string) {
    super(`${run} was removed while it was being trained`);
  }
}

/**
 * Makes the folder of a fit in the folder of its run, which must be there: a fit never makes the folder of its run again.
 *
 * @throws RunGone
 */
export function makeFitFolder(run: string, target: string, index: number): string {
  const folder = fitFolder(run, target, index);
  if (!fs.existsSync(run)) throw new RunGone(run);
  const parts = path.relative(run, folder).split(path.sep);
  for (const [i] of parts.entries()) {
    const part = path.join(run, ...parts.slice(0, i + 1));
    try {
      fs.mkdirSync(part);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') continue;
      if (!fs.existsSync(run)) throw new RunGone(run);
      throw error;
    }
  }
  return folder;
}

/** Sees to it that names of files that are new in a folder outlive a loss of power. */
export function syncFolder(folder: string): void {
  // Windows flushes its folders itself, and opens none.
  if (process.platform === 'win32') return;
  const handle = fs.openSync(folder, 'r');
  try {
    named(folder, () => fs.fsyncSync(handle));
  } catch (error) {
    // Some network file systems cannot, and write through.
    if (!['EINVAL', 'ENOTSUP', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  } finally {
    fs.closeSync(handle);
  }
}
