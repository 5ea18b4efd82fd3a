import fs from 'node:fs';
import path from 'node:path';

const prefix = '.deleted-';
/** A run that was deleted and not purged, because the process ended meanwhile, is kept this long. */
const keptMilliseconds = 24 * 3600 * 1000;

/** Removes a run: first out of sight, then its files, so that no reader meets half of it. */
export function deleteRun(run: string): void {
  hideRun(run);
  purgeRun(run);
}

/** Puts a run out of every list's sight, for now. */
export function hideRun(run: string): void {
  fs.renameSync(run, hiddenFolder(run));
}

/** Brings a run back that was hidden. */
export function restoreRun(run: string): void {
  fs.renameSync(hiddenFolder(run), run);
}

/** Removes the files of a run that was hidden. */
export function purgeRun(run: string): void {
  fs.rmSync(hiddenFolder(run), { recursive: true, force: true });
}

/** Removes what was hidden a day ago or earlier and never purged. */
export function purgeForgotten(runs: string): void {
  if (!fs.existsSync(runs)) return;
  for (const name of fs.readdirSync(runs)) {
    if (!name.startsWith(prefix)) continue;
    const folder = path.join(runs, name);
    const { ctimeMs } = fs.statSync(folder, { throwIfNoEntry: false }) ?? { ctimeMs: Date.now() };
    if (Date.now() - ctimeMs > keptMilliseconds) fs.rmSync(folder, { recursive: true, force: true });
  }
}

function hiddenFolder(run: string): string {
  const folder = path.resolve(run);
  return path.join(path.dirname(folder), `${prefix}${path.basename(folder)}`);
}
