import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { deleteRun } from '../runs/delete-run.ts';
import { type ListedRun, listRuns } from '../runs/read-run.ts';
import type { LiveRun } from './live-run.ts';

/** Changes on the disk are looked at this long after the last of them. */
const settleMilliseconds = 300;

/**
 * The runs of the workspace: those in its `.oap/runs` folders and those that this window trains right now. Tells when
 * something changed, also by another window or the command line.
 */
export class RunStore implements vscode.Disposable {
  readonly #live = new Map<string, LiveRun>();
  readonly #changed = new vscode.EventEmitter<string | undefined>();
  readonly #subscriptions: vscode.Disposable[] = [this.#changed];
  #timer: NodeJS.Timeout | undefined;
  readonly #touched = new Set<string>();

  /** The folder of the run that changed; undefined = any. */
  readonly onDidChange = this.#changed.event;

  constructor() {
    const watcher = vscode.workspace.createFileSystemWatcher('**/.oap/runs/**/{run.json,fit.json,history.jsonl}');
    const look = (uri: vscode.Uri): void => this.#look(uri.fsPath);
    this.#subscriptions.push(watcher, watcher.onDidCreate(look), watcher.onDidChange(look), watcher.onDidDelete(look));
  }

  /** All runs of the workspace, newest first. */
  async list(): Promise<ListedRun[]> {
    const marked = await vscode.workspace.findFiles('**/*.oap.json', '**/node_modules/**');
    const folders = new Set(marked.map(({ fsPath }) => path.join(path.dirname(fsPath), '.oap', 'runs')));
    return [...folders]
      .flatMap((folder) => listRuns(folder))
      .map((listed) => {
        const live = this.#live.get(listed.folder);
        return live ? { ...listed, run: live.record } : listed;
      })
      .sort((a, b) => (b.run?.createdAt ?? '').localeCompare(a.run?.createdAt ?? ''));
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

  /** A run that has ended is read from its folder from now on. */
  release(folder: string): void {
    this.#live.delete(folder);
    this.changed(folder);
  }

  delete(folder: string): void {
    deleteRun(folder);
    this.#changed.fire(folder);
  }

  refresh(): void {
    this.#changed.fire(undefined);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #look(file: string): void {
    const [, folder] = /^(.*[\\/]\.oap[\\/]runs[\\/][^\\/]+)/.exec(file) ?? [];
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
  const file = path.resolve(folder, '..', '..', '..', experimentFile);
  return fs.existsSync(file) ? file : undefined;
}
