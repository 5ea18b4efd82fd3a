import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { RunWorkers } from '../../execution/lasting-worker.ts';
import { relay } from '../../protocol/port.ts';
import type { EpochRecord, FitView, RunRecord } from '../../protocol/run.ts';
import { type RunSnapshot, type RunUpdate, runPanelService, runQuestions } from '../../protocol/run-panel.ts';
import { RunUnreadable, readListed } from '../../runs/read-run.ts';
import { experimentFolder, historyOfRun } from '../../runs/run-paths.ts';
import { storedSnapshot } from '../../runs/stored-snapshot.ts';
import { policyName } from '../files/policy-name.ts';
import { saveFile } from '../files/save-file.ts';
import type { LiveRun } from '../runs/live-run.ts';
import { experimentOf, type RunStore } from '../runs/run-store.ts';
import { EpochBatch } from './epoch-batch.ts';
import { OpenPanels } from './open-panels.ts';
import { PanelPage } from './panel-page.ts';
import { clockOf, liveRecord, liveSnapshot } from './run-snapshot.ts';
import { snapshotChanges } from './snapshot-changes.ts';

export const runPanelType = 'operatorActions.run';

/** A run that another process trains is read again after so long, or so many times as long as reading it took. */
const restMilliseconds = 500;
const restFactor = 10;

/** The open panels of runs, one for each run at most. */
export class RunPanels implements vscode.Disposable {
  readonly #open: OpenPanels<RunPanel>;

  constructor(
    readonly extension: vscode.Uri,
    readonly store: RunStore,
    /** The worker's bundle. */
    readonly workerFile: string,
    readonly log: vscode.LogOutputChannel,
  ) {
    this.#open = new OpenPanels(runPanelType, extension, (panel, folder) => new RunPanel(panel, folder, this));
    this.#open.own(
      store.onDidChange((folder) => {
        for (const panel of this.#open.all) if (folder === undefined || folder === panel.folder) panel.refresh();
      }),
    );
  }

  /** Shows a run's panel, next to the active editor or where it already is. */
  open(folder: string): void {
    this.#openPanel(folder);
  }

  /** Shows a task among the samples of a run. */
  openSample(folder: string, target: string, name: string): void {
    this.#openPanel(folder).showSample(target, name);
  }

  /** Takes over a panel that VS Code restored. */
  adopt(panel: vscode.WebviewPanel, folder: string): void {
    this.#open.adopt(panel, folder);
  }

  /** A run begins to be trained here: its panel may show what an earlier training left. */
  begin(run: LiveRun): void {
    this.#open.get(run.folder)?.begin();
  }

  /** Sends an epoch to the run's panel, if it is open and visible. */
  epoch(run: LiveRun, target: string, index: number, record: EpochRecord): void {
    this.#open.get(run.folder)?.epochs.add({ target, index, record });
  }

  fit(run: LiveRun, fit: FitView): void {
    const panel = this.#open.get(run.folder);
    panel?.post({ kind: 'fit', fit: { ...fit, epochs: [] }, ...clockOf(run) });
    // With the means of one more.
    if (fit.state === 'done') panel?.post(liveRecord(run));
  }

  dispose(): void {
    this.#open.dispose();
  }

  #openPanel(folder: string): RunPanel {
    const title = l10n.t({ message: 'Run', comment: 'Title of a panel: a training that was made' });
    return this.#open.open(folder, title, vscode.ViewColumn.Beside);
  }
}

class RunPanel {
  readonly #page: PanelPage<RunUpdate>;
  readonly #workers: RunWorkers;
  /** On their way to the page. */
  readonly epochs = new EpochBatch((epochs) => {
    const live = this.panels.store.live(this.folder);
    return this.#page.deliver({ kind: 'epochs', epochs, ...(live && clockOf(live)) });
  });
  /** What the page was sent last of a run that this window does not train. */
  #sent: RunSnapshot | undefined;
  #update: NodeJS.Timeout | undefined;
  /** When the run may be read again. */
  #rested = 0;
  /** Waits for the page to be there. */
  #sample: RunUpdate | undefined;

  constructor(
    readonly panel: vscode.WebviewPanel,
    readonly folder: string,
    readonly panels: RunPanels,
  ) {
    const { extension, log, store, workerFile } = panels;
    panel.title = this.#titleOf(store.live(folder)?.record ?? readListed(folder).run);
    this.#workers = new RunWorkers(workerFile, folder);
    const pictures = (): vscode.Uri => this.#uriOf(experimentFolder(folder));
    this.#page = new PanelPage(panel, { extension, log, name: 'run', identity: folder, pictures });
    this.#page.open(runPanelService, {
      ...relay(runQuestions, this.#workers.calls),
      follow: (_, page) => {
        const following = this.#page.follow(page);
        this.#begin();
        return following;
      },
      cancel: async () => {
        await store.live(folder)?.cancel();
        return null;
      },
      continue: () => this.#run('operatorActions.continueRun'),
      runAgain: () => this.#run('operatorActions.runAgain'),
      open: ({ what }) => this.#open(what),
      goToTask: (task) => this.#goTo(task),
      savePolicy: (request) => this.#savePolicy(request),
    });
  }

  dispose(): void {
    clearTimeout(this.#update);
    this.epochs.clear();
    this.#workers.close();
  }

  post(update: RunUpdate): void {
    // A snapshot has the epochs that wait.
    if (update.kind === 'snapshot') this.epochs.clear();
    else this.epochs.flush();
    this.#page.post(update);
  }

  showSample(target: string, name: string): void {
    const update = { kind: 'show-sample', target, name } as const;
    if (this.#page.ready) this.post(update);
    else this.#sample = update;
  }

  /** The run changed otherwise than by an epoch. */
  refresh(): void {
    const live = this.panels.store.live(this.folder);
    if (live) {
      this.panel.title = this.#titleOf(live.record);
      this.#sent = undefined;
      this.post(liveRecord(live));
      return;
    }
    // Reading a long run takes its time: most of it is left to others.
    this.#update ??= setTimeout(() => this.#updateStored(), Math.max(0, this.#rested - Date.now()));
  }

  begin(): void {
    this.#sent = undefined;
    this.post(this.#snapshot());
  }

  #updateStored(): void {
    this.#update = undefined;
    if (this.panels.store.live(this.folder)) return;
    const started = Date.now();
    const snapshot = this.#snapshot();
    this.panel.title = this.#titleOf(snapshot.kind === 'snapshot' ? snapshot.run : undefined);
    const changes = this.#sent && snapshot.kind === 'snapshot' ? snapshotChanges(this.#sent, snapshot) : undefined;
    for (const update of changes ?? [snapshot]) this.post(update);
    this.#sent = snapshot.kind === 'snapshot' ? snapshot : undefined;
    this.#rested = Date.now() + Math.max(restMilliseconds, restFactor * (Date.now() - started));
  }

  /** To a page that follows from now on. */
  #begin(): void {
    const snapshot = this.#snapshot();
    this.post(snapshot);
    const isStored = snapshot.kind === 'snapshot' && !this.panels.store.live(this.folder);
    this.#sent = isStored ? snapshot : undefined;
    if (this.#sample) this.post(this.#sample);
    this.#sample = undefined;
  }

  #snapshot(): RunSnapshot | Extract<RunUpdate, { kind: 'unavailable' }> {
    try {
      const live = this.panels.store.live(this.folder);
      return live ? liveSnapshot(live) : storedSnapshot(this.folder);
    } catch (error) {
      if (error instanceof RunUnreadable) return { kind: 'unavailable', reason: error.message };
      throw error;
    }
  }

  #titleOf(run: RunRecord | undefined): string {
    return run ? `${run.model} · ${run.protocol}` : path.basename(this.folder);
  }

  async #run(command: string): Promise<null> {
    await vscode.commands.executeCommand(command, { folder: this.folder });
    return null;
  }

  async #open(what: 'experiment' | 'history' | 'folder'): Promise<null> {
    const { run } = readListed(this.folder);
    if (what === 'folder' || !run) {
      await vscode.commands.executeCommand('revealFileInOS', this.#uriOf(path.join(this.folder, 'run.json')));
      return null;
    }
    const file = what === 'experiment' ? experimentOf(this.folder, run.experimentFile) : historyOfRun(this.folder, run);
    if (file !== undefined) await this.#show(file);
    else {
      void vscode.window.showWarningMessage(l10n.t('The experiment {0} was moved or deleted.', run.experimentFile));
    }
    return null;
  }

  async #savePolicy(request: { readonly maxError: number; readonly confidence: number }): Promise<null> {
    const policy = await this.#workers.calls.policy(request);
    await saveFile({
      title: l10n.t('Save Policy'),
      name: policyName,
      type: l10n.t('JSON file'),
      folder: this.#uriOf(experimentFolder(this.folder)),
      content: () => Buffer.from(`${JSON.stringify(policy, null, 1)}\n`),
      followUp: (file) => ({
        label: l10n.t({ message: 'Open', comment: 'Button: a file' }),
        run: () => vscode.commands.executeCommand('vscode.open', file),
      }),
    });
    return null;
  }

  /** Shows a task in the history, at its line. */
  async #goTo(task: { readonly target: string; readonly name: string }): Promise<null> {
    const { file, stale, place } = await this.#workers.calls.placeOf(task);
    if (place) await this.#show(file, new vscode.Position(place.line, place.column));
    else void vscode.window.showWarningMessage(absent(task.name, stale));
    return null;
  }

  /** In another column, so that the panel stays in sight. */
  async #show(file: string, at?: vscode.Position): Promise<void> {
    const viewColumn = this.panel.viewColumn === vscode.ViewColumn.One ? vscode.ViewColumn.Two : vscode.ViewColumn.One;
    const options = { viewColumn, ...(at && { selection: new vscode.Range(at, at) }) };
    await vscode.commands.executeCommand('vscode.open', this.#uriOf(file), options);
  }

  #uriOf(file: string): vscode.Uri {
    return this.panels.store.files.uriOf(file);
  }
}

function absent(name: string, stale: boolean): string {
  return stale
    ? l10n.t('{0} is no longer in the history: the file has changed since the run.', name)
    : l10n.t('{0} is not in the history.', name);
}
