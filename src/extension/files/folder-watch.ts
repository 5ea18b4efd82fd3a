import fs from 'node:fs';
import path from 'node:path';

/** More folders than this are left to VS Code's own watching. */
const maxFolders = 1000;

/**
 * Watches folders themselves, not what is deeper in them. VS Code watches the workspace, but misses folders that are made quickly
 * one in the other or moved to their place with something in them (its watcher begins with the outermost only): just
 * how runs and their folder come about.
 */
export class FolderWatch {
  readonly #report: (file: string) => void;
  readonly #watchers = new Map<string, fs.FSWatcher>();

  /** @param report is given the path of what came, went or changed in one of the folders */
  constructor(report: (file: string) => void) {
    this.#report = report;
  }

  /** Watches these folders as far as they exist, and no longer any others. */
  keep(folders: readonly string[]): void {
    const kept = new Set(folders.slice(0, maxFolders));
    for (const folder of this.#watchers.keys()) if (!kept.has(folder)) this.#end(folder);
    for (const folder of kept) if (!this.#watchers.has(folder)) this.#begin(folder);
  }

  dispose(): void {
    this.keep([]);
  }

  #begin(folder: string): void {
    try {
      const watcher = fs.watch(folder, { persistent: false }, (_, name) => {
        if (name !== null) this.#report(path.join(folder, name));
      });
      // The folder went, or the machine watches no more of them: changes are found when lists are refreshed.
      watcher.on('error', () => this.#end(folder));
      this.#watchers.set(folder, watcher);
    } catch {
      // Not there, or not to be watched.
    }
  }

  #end(folder: string): void {
    this.#watchers.get(folder)?.close();
    this.#watchers.delete(folder);
  }
}
