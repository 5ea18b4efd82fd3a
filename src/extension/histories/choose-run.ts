import { historyOfRun } from '../../runs/run-paths.ts';
import type { ShownRun } from '../runs/run-tree.ts';

/** Folders of runs that the user chose. */
export interface ChosenRuns {
  /** For this very history. */
  readonly here: string | undefined;
  /** For whatever history, the last time. */
  readonly last: string | undefined;
}

/**
 * The run that predicts for a history: the one that was chosen for it; else, of the finished runs of this history, the
 * newest starred one or the newest; else, as for new failures in a separate file, the one that was chosen last, or the
 * newest starred one.
 *
 * @param file path of the history; undefined if it is not on the disk
 * @param runs newest first
 */
export function runFor(file: string | undefined, runs: readonly ShownRun[], chosen: ChosenRuns): ShownRun | undefined {
  const usable = runs.filter(({ run }) => run !== undefined);
  const done = usable.filter(({ run }) => run?.state === 'done');
  const own = done.filter(({ folder, run }) => run !== undefined && historyOfRun(folder, run) === file);
  const byFolder = (folder: string | undefined): ShownRun | undefined =>
    folder === undefined ? undefined : usable.find((one) => one.folder === folder);
  const starred = (of: readonly ShownRun[]): ShownRun | undefined => of.find(({ marks }) => marks.starred);
  return byFolder(chosen.here) ?? starred(own) ?? own[0] ?? byFolder(chosen.last) ?? starred(done);
}
