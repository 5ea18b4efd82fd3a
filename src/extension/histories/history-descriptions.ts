import fs from 'node:fs';
import { askOnce } from '../../execution/worker-thread.ts';
import type { HistoryPanelDescription } from '../../protocol/history-panel.ts';
import type { WorkspaceFiles } from '../files/workspace-files.ts';

/** What is in history files, read in a worker and kept while the file does not change. */
export class HistoryDescriptions {
  readonly #kept = new Map<string, { readonly stamp: string; readonly read: Promise<HistoryPanelDescription> }>();

  constructor(
    /** The worker's bundle. */
    readonly workerFile: string,
    readonly files: WorkspaceFiles,
  ) {}

  /** @throws InputError if the file cannot be read or is not a history */
  async of(file: string): Promise<HistoryPanelDescription> {
    await this.files.fetch(file);
    const stats = fs.statSync(file, { throwIfNoEntry: false });
    const stamp = stats === undefined ? '' : `${stats.size} ${stats.mtimeMs}`;
    const kept = this.#kept.get(file);
    if (kept?.stamp === stamp) return kept.read;
    const read = askOnce(this.workerFile, ({ describe }) => describe({ file }));
    this.#kept.set(file, { stamp, read });
    // What could not be read may be there the next time.
    read.catch(() => this.#kept.delete(file));
    return read;
  }
}
