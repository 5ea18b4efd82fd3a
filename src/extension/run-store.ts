import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { purgeForgotten } from '../runs/delete-run.ts';
import { readMarks } from '../runs/marks.ts';
import { type ListedRun, listRuns, readListed } from '../runs/read-run.ts';
import { experimentFolder, historyFile } from '../runs/run-paths.ts';
import type { LiveRun } from './live-run.ts';
import type { ShownRun } from './run-tree.ts';
import type { WorkspaceFiles } from './workspace-files.ts';

/** Changes on the disk are looked at this long after the last of them. */
const settleMilliseconds = 300;
/** Progress of a run is told at most this often. */
const progressMilliseconds = 500;

/**
 * The runs of the workspace: those in its `.oap/runs` folders and those that this window trains right now. Tells when
 * something changed, also by another window or the command line.
 */
export class RunStore implements vscode.Disposable {
  readonly #live = new Map<string, LiveRun>();
  readonly #changed = new vscode.EventEmitter<string | undefined>();
  readonly #progress = new vscode.EventEmitter<string>();
  readonly #subscriptions: vscode.Disposable[] = [this.#changed, this.#progress];
  readonly #told = new Map<string, number>();
  /** Folders of runs in which forgotten ones were looked for. */
  readonly #purged = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  readonly #touched = new Set<string>();

  /** The folder of the run that changed; undefined = any. */
  readonly onDidChange = this.#changed.event;

  /** The folder of a run that this window trains and that got on. */
  readonly onDidProgress = this.#progress.event;

  constructor(readonly files: WorkspaceFiles) {
    const watcher = vscode.workspace.createFileSystemWatcher(
      '**/.oap/runs/**/{run.json,marks.json,fit.json,epochs.jsonl,history.jsonl}',
    );
    const look = (uri: vscode.Uri): void => this.#look(uri);
    // Of a folder that goes, only the folder itself is told.
    const folders = vscode.workspace.createFileSystemWatcher('**/.oap/runs/*', true, true);
    this.#subscriptions.push(watcher, watcher.onDidCreate(look), watcher.onDidChange(look), watcher.onDidDelete(look));
    this.#subscriptions.push(folders, folders.onDidDelete(look));
  }

  /** All runs of the workspace, newest first. */
  async list(): Promise<ListedRun[]> {
    return this.#runsOf(await this.files.findExperiments());
  }

  /** The workspace's experiment files, and its runs with what lists show of them. */
  async shown(): Promise<{ readonly experiments: readonly string[]; readonly runs: readonly ShownRun[] }> {
    const experiments = await this.files.findExperiments();
    const runs = this.#runsOf(experiments).map((listed): ShownRun => {
      const { folder, run } = listed;
      const home = experimentFolder(folder);
      // A run that cannot be read does not say which of the experiments beside it is its own.
      const experiment = run
        ? path.resolve(home, run.experimentFile)
        : (experiments.find((file) => path.dirname(file) === home) ?? home);
      return { ...listed, marks: readMarks(folder), experiment };
    });
    return { experiments, runs };
  }

  #runsOf(experiments: readonly string[]): ListedRun[] {
    const folders = new Set(experiments.map((file) => path.join(path.dirname(file), '.oap', 'runs')));
    return [...folders]
      .flatMap((folder) => this.#listed(folder))
      .map((listed) => {
        const live = this.#live.get(listed.folder);
        return live ? { ...listed, run: live.record } : listed;
      })
      .sort((a, b) => (b.run?.createdAt ?? '').localeCompare(a.run?.createdAt ?? ''));
  }

  #listed(runs: string): ListedRun[] {
    if (!this.#purged.has(runs)) purgeForgotten(runs);
    this.#purged.add(runs);
    return listRuns(runs);
  }

  live(folder: string): LiveRun | undefined {
    return this.#live.get(folder);
  }

  get training(): readonly LiveRun[] {
    return [...this.#live.values()].filter(({ ended }) => !ended);
  }

  add(run: LiveRun): void {
    this.#live.set(run.folder, run);
    this.changed(run.folder);
  }

  changed(folder: string): void {
    this.#changed.fire(folder);
  }

  /** A fit of a run got on; told a few times a second at most. */
  progress(folder: string): void {
    const now = Date.now();
    if (now - (this.#told.get(folder) ?? 0) < progressMilliseconds) return;
    this.#told.set(folder, now);
    this.#progress.fire(folder);
  }

  /** A run that has ended is read from its folder from now on. */
  release(folder: string): void {
    this.#live.delete(folder);
    this.changed(folder);
  }

  /** Has everything at hand that is looked at of a run, with its history, if the workspace is not on the disk. */
  async fetch(folder: string): Promise<void> {
    if (!this.files.isCopy(folder)) return;
    await this.files.fetch(folder);
    const { run } = readListed(folder);
    if (run) await this.files.fetch(historyFile(folder, run));
  }

  refresh(): void {
    this.files.forget();
    this.#changed.fire(undefined);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #look(uri: vscode.Uri): void {
    if (uri.scheme !== 'file') this.files.forget();
    const file = this.files.pathOf(uri) ?? '';
    // A name with a dot is that of a run that is being made or taken away: it is no run.
    const [, folder] = /^(.*[\\/]\.oap[\\/]runs[\\/][^\\/.][^\\/]*)/.exec(file) ?? [];
    if (folder === undefined || this.#live.has(folder)) return;
    this.#touched.add(folder);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      for (const touched of this.#touched) this.#changed.fire(touched);
      this.#touched.clear();
    }, settleMilliseconds);
  }
}

/** The experiment file of a run, if it is still where it was. */
export function experimentOf(folder: string, experimentFile: string): string | undefined {
  const file = path.resolve(experimentFolder(folder), experimentFile);
  return fs.existsSync(file) ? file : undefined;
}
