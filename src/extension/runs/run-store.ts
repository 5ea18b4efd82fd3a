import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { RunRecord } from '../../protocol/run.ts';
import { purgeForgotten } from '../../runs/delete-run.ts';
import { readMarks } from '../../runs/marks.ts';
import { type ListedRun, listRuns, readListed } from '../../runs/read-run.ts';
import { epochsFile, experimentFolder, fitFile, fitFolder, historyOfRun } from '../../runs/run-paths.ts';
import { listedProgress } from '../../runs/stored-fits.ts';
import { FolderWatch } from '../files/folder-watch.ts';
import { workspaceChange } from '../files/workspace-changes.ts';
import type { WorkspaceFiles } from '../files/workspace-files.ts';
import type { LiveRun } from './live-run.ts';
import type { ShownRun } from './run-tree.ts';

/** Changes on the disk are gathered for so long. */
const gatherMilliseconds = 300;
/** Progress of a run is reported at most this often: VS Code draws rows slowly on a busy machine, and late ones lie. */
const progressMilliseconds = 2000;
/** How often it is looked up how far runs are that other processes train: most of it is reported by nobody. */
const pollMilliseconds = 2000;
/** Of more new files than this it is not asked which are folders. */
const maxStats = 200;

/**
 * The experiments and runs of the workspace: those of its `.oap/runs` folders and those that this window trains right now. Says when
 * something changed, also by another window, the command line, or git.
 */
export class RunStore implements vscode.Disposable {
  readonly #live = new Map<string, LiveRun>();
  readonly #changed = new vscode.EventEmitter<string | undefined>();
  readonly #progress = new vscode.EventEmitter<string>();
  readonly #experimentsChanged = new vscode.EventEmitter<void>();
  readonly #subscriptions: vscode.Disposable[] = [this.#changed, this.#progress, this.#experimentsChanged];
  readonly #reported = new Map<string, number>();
  /** Folders of runs in which forgotten ones were looked for. */
  readonly #purged = new Set<string>();
  #experiments: Promise<string[]> | undefined;
  /** The runs as they were listed last; undefined if all are to be listed again. */
  #runs: Map<string, ShownRun> | undefined;
  /** Those of them that changed since. */
  readonly #stale = new Set<string>();
  /** The experiments that were found last. */
  #known: readonly string[] = [];
  #timer: NodeJS.Timeout | undefined;
  readonly #watch = new FolderWatch((file) => this.#see(file, fs.existsSync(file)));
  /** How far runs were that other processes train. */
  readonly #elsewhere = new Map<string, string>();
  readonly #poll: NodeJS.Timeout;
  readonly #touched = new Set<string>();
  readonly #created = new Set<string>();
  #areRunsTouched = false;
  #areExperimentsTouched = false;

  /** The folder of the run that changed; undefined = any. */
  readonly onDidChange = this.#changed.event;

  /** The folder of a run that this window trains and that got on. */
  readonly onDidProgress = this.#progress.event;

  /** Experiments appeared or went. */
  readonly onDidChangeExperiments = this.#experimentsChanged.event;

  constructor(readonly files: WorkspaceFiles) {
    const records = vscode.workspace.createFileSystemWatcher(
      '**/.oap/runs/**/{run.json,marks.json,fit.json,epochs.jsonl,history.jsonl}',
      true,
    );
    // Anything: of a folder that comes or goes, only the folder itself is reported, not what is in it.
    const all = vscode.workspace.createFileSystemWatcher('**/*', false, true);
    this.#poll = setInterval(() => this.#lookElsewhere(), pollMilliseconds);
    this.#subscriptions.push(
      records,
      records.onDidChange((uri) => this.#look(uri, false)),
      all,
      all.onDidCreate((uri) => this.#look(uri, true)),
      all.onDidDelete((uri) => this.#look(uri, false)),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.refresh()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('files.exclude')) this.refresh();
      }),
    );
  }

  /** All runs of the workspace, newest first, whether their changes were reported or not. */
  async list(): Promise<ShownRun[]> {
    this.#forget();
    return (await this.shown()).runs;
  }

  /** The workspace's experiment files, and its runs with what lists show of them, newest first. */
  async shown(): Promise<{ readonly experiments: readonly string[]; readonly runs: ShownRun[] }> {
    this.#experiments ??= this.files.findExperiments();
    const experiments = await this.#experiments;
    this.#known = experiments;
    const runs = this.#update(experiments);
    return { experiments, runs: runs.sort((a, b) => (b.run?.createdAt ?? '').localeCompare(a.run?.createdAt ?? '')) };
  }

  /** Reads the runs that changed, or all the first time. */
  #update(experiments: readonly string[]): ShownRun[] {
    const listed = this.#runs ?? this.#listAll(experiments);
    for (const folder of listed.keys()) {
      if (!this.#stale.has(folder)) continue;
      if (fs.existsSync(folder)) listed.set(folder, this.#shown(readListed(folder), experiments));
      else listed.delete(folder);
    }
    this.#runs = listed;
    this.#stale.clear();
    return [...listed.values()].map((shown) => this.current(shown));
  }

  #listAll(experiments: readonly string[]): Map<string, ShownRun> {
    const homes = [...new Set(experiments.map((file) => path.dirname(file)))];
    // Before they are listed, so that what comes meanwhile is reported.
    this.#watch.keep(foldersToWatch(homes));
    const runs = homes.flatMap((home) => this.#listed(path.join(home, '.oap', 'runs')));
    return new Map(runs.map((listed) => [listed.folder, this.#shown(listed, experiments)]));
  }

  #forget(): void {
    this.#experiments = undefined;
    this.#runs = undefined;
  }

  /** A run that was listed before, as it is now if this window trains it. */
  current(shown: ShownRun): ShownRun {
    const live = this.#live.get(shown.folder);
    return live ? { ...shown, run: live.record, status: live.status, isLive: !live.ended, error: undefined } : shown;
  }

  #shown({ folder, run, error }: ListedRun, experiments: readonly string[]): ShownRun {
    const home = experimentFolder(folder);
    // A run that cannot be read does not say which of the experiments in its folder it belongs to.
    const experiment = run
      ? path.resolve(home, run.experimentFile)
      : (experiments.find((file) => path.dirname(file) === home) ?? home);
    const shown = { folder, error, marks: readMarks(folder), experiment, isLive: false };
    return run ? { ...shown, ...listedProgress(folder, run) } : { ...shown, run, status: undefined };
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
    if (this.#runs?.has(folder)) this.#stale.add(folder);
    else this.#runs = undefined;
    this.#changed.fire(folder);
  }

  /** A fit of a run got on; reported now and then. */
  progress(folder: string): void {
    if (Date.now() - (this.#reported.get(folder) ?? 0) >= progressMilliseconds) this.progressed(folder);
  }

  /** A fit of a run began or ended. */
  progressed(folder: string): void {
    this.#reported.set(folder, Date.now());
    this.#progress.fire(folder);
  }

  /** A run that has ended is read from its folder from now on. */
  release(folder: string): void {
    this.#live.delete(folder);
    this.#reported.delete(folder);
    this.changed(folder);
  }

  /** Copies everything that views read of a run, with its history, if the workspace is not on the disk. */
  async fetch(folder: string): Promise<void> {
    if (!this.files.isCopy(folder)) return;
    await this.files.fetch(folder);
    const { run } = readListed(folder);
    if (run) await this.files.fetch(historyOfRun(folder, run));
  }

  refresh(): void {
    this.files.forget();
    this.#forget();
    this.#changed.fire(undefined);
    this.#experimentsChanged.fire();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    clearInterval(this.#poll);
    this.#watch.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #lookElsewhere(): void {
    for (const { folder, run } of this.#runs?.values() ?? []) {
      if (run?.state !== 'running' || this.#live.has(folder)) continue;
      const now = howFar(folder, run);
      const before = this.#elsewhere.get(folder);
      this.#elsewhere.set(folder, now);
      if (before !== now) this.changed(folder);
    }
  }

  #look(uri: vscode.Uri, isNew: boolean): void {
    const file = this.files.pathOf(uri);
    if (file === undefined) return;
    if (uri.scheme !== 'file') this.files.forget();
    this.#see(file, isNew);
  }

  #see(file: string, isNew: boolean): void {
    const change = workspaceChange(file);
    if (!change || (change.kind === 'run' && this.#live.has(change.folder))) return;
    if (change.kind === 'run') this.#touched.add(change.folder);
    else if (change.kind === 'runs') this.#areRunsTouched = true;
    else if (change.kind === 'experiments') this.#areExperimentsTouched = true;
    else if (isNew) this.#created.add(file);
    else if (this.#known.some((known) => known.startsWith(file + path.sep))) this.#areExperimentsTouched = true;
    else return;
    // Not from the last change on: a quick training makes them without a pause.
    this.#timer ??= setTimeout(() => this.#report(), gatherMilliseconds);
  }

  #report(): void {
    this.#timer = undefined;
    const created = [...this.#created];
    const touched = [...this.#touched];
    const areRunsTouched = this.#areRunsTouched;
    const areExperimentsTouched = this.#areExperimentsTouched || created.length > maxStats || created.some(isFolder);
    this.#created.clear();
    this.#touched.clear();
    this.#areRunsTouched = false;
    this.#areExperimentsTouched = false;
    if (areRunsTouched || areExperimentsTouched) this.#forget();
    if (areExperimentsTouched) this.#experimentsChanged.fire();
    if (areRunsTouched) this.#changed.fire(undefined);
    else for (const folder of touched) this.changed(folder);
  }
}

/** Where experiments, runs and their records appear: the folders of experiments, and those of their runs. */
function foldersToWatch(homes: readonly string[]): string[] {
  const runs = homes.map((home) => path.join(home, '.oap', 'runs'));
  return [...homes, ...homes.map((home) => path.join(home, '.oap')), ...runs, ...runs.flatMap(visibleIn)];
}

/** Paths of what is in a folder, except for names that begin with a dot; nothing if it is missing. */
function visibleIn(folder: string): string[] {
  try {
    const names = fs.readdirSync(folder).filter((name) => !name.startsWith('.'));
    return names.map((name) => path.join(folder, name));
  } catch {
    // Not there yet, or gone.
    return [];
  }
}

/** How far a run is that another process trains, as a text that changes with it. */
function howFar(folder: string, run: RunRecord): string {
  const files = run.targets.flatMap(({ target }) =>
    Array.from({ length: run.fitsPerTarget }, (_, index) => {
      const fit = fitFolder(folder, target, index);
      return [fitFile(fit), epochsFile(fit)].map((file) => fs.lstatSync(file, { throwIfNoEntry: false })?.size ?? 0);
    }),
  );
  return JSON.stringify([readListed(folder).run?.state, files]);
}

function isFolder(file: string): boolean {
  return fs.statSync(file, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** The experiment file of a run, if it is still where it was. */
export function experimentOf(folder: string, experimentFile: string): string | undefined {
  const file = path.resolve(experimentFolder(folder), experimentFile);
  return fs.existsSync(file) ? file : undefined;
}
