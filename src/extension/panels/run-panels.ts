import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { Cancelled } from '../../execution/cancelled.ts';
import type { PageRequest } from '../../protocol/page-request.ts';
import type { EpochRecord, FitView, RunRecord } from '../../protocol/run.ts';
import {
  type HostToRunPanel,
  type RunPanelToHost,
  type RunSnapshot,
  runPanelToHost,
} from '../../protocol/run-panel.ts';
import { RunUnreadable, readListed, readRun } from '../../runs/read-run.ts';
import { experimentFolder, historyOfRun } from '../../runs/run-paths.ts';
import { storedSnapshot } from '../../runs/stored-snapshot.ts';
import type { LiveRun } from '../runs/live-run.ts';
import { experimentOf, type RunStore } from '../runs/run-store.ts';
import { EpochBatch } from './epoch-batch.ts';
import { OpenPanels } from './open-panels.ts';
import { PanelPage } from './panel-page.ts';
import { EmbeddingAnswers } from './run-embeddings.ts';
import { ExplanationAnswers } from './run-explanations.ts';
import { SampleAnswers } from './run-samples-answers.ts';
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

  /** Shows a run's panel, beside the active editor or where it already is. */
  open(folder: string): void {
    this.#openPanel(folder);
  }

  /** Shows a task among the samples of a run. */
  openSample(folder: string, target: string, name: string): void {
    this.#openPanel(folder).showSample({ kind: 'show-sample', target, name });
  }

  /** Takes over a panel that VS Code restored. */
  adopt(panel: vscode.WebviewPanel, folder: string): void {
    this.#open.adopt(panel, folder);
  }

  /** A run begins to be trained here: its panel may show what another sitting left. */
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
  readonly #page: PanelPage<RunPanelToHost, HostToRunPanel>;
  readonly #answers: SampleAnswers;
  readonly #embeddings: EmbeddingAnswers;
  readonly #explanations: ExplanationAnswers;
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
  #sample: HostToRunPanel | undefined;

  constructor(
    readonly panel: vscode.WebviewPanel,
    readonly folder: string,
    readonly panels: RunPanels,
  ) {
    panel.title = this.#titleOf(panels.store.live(folder)?.record ?? readListed(folder).run);
    const history = (): string => historyOfRun(folder, readRun(folder));
    this.#answers = new SampleAnswers(folder, history);
    this.#embeddings = new EmbeddingAnswers(folder, history, panels.workerFile);
    this.#explanations = new ExplanationAnswers(folder, history, panels.workerFile, this.#answers, (error) =>
      panels.log.error(error),
    );
    this.#page = new PanelPage(panel, {
      extension: panels.extension,
      log: panels.log,
      name: 'run',
      identity: folder,
      messages: runPanelToHost,
      receive: (message) => this.#act(message),
      pictures: () => this.#uriOf(experimentFolder(folder)),
    });
  }

  dispose(): void {
    clearTimeout(this.#update);
    this.epochs.clear();
    this.#embeddings.dispose();
    this.#explanations.dispose();
  }

  post(message: HostToRunPanel): void {
    // A snapshot has the epochs that wait.
    if (message.kind === 'snapshot') this.epochs.clear();
    else this.epochs.flush();
    this.#page.post(message);
  }

  showSample(message: HostToRunPanel): void {
    if (this.#page.ready) this.post(message);
    else this.#sample = message;
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
    for (const message of changes ?? [snapshot]) this.post(message);
    this.#sent = snapshot.kind === 'snapshot' ? snapshot : undefined;
    this.#rested = Date.now() + Math.max(restMilliseconds, restFactor * (Date.now() - started));
  }

  async #act(message: Exclude<RunPanelToHost, PageRequest>): Promise<void> {
    switch (message.kind) {
      case 'ready':
        this.#answerReady();
        if (this.#sample) this.post(this.#sample);
        this.#sample = undefined;
        return;
      case 'cancel':
        return this.panels.store.live(this.folder)?.cancel();
      case 'continue':
        await vscode.commands.executeCommand('operatorActions.continueRun', { folder: this.folder });
        return;
      case 'run-again':
        await vscode.commands.executeCommand('operatorActions.runAgain', { folder: this.folder });
        return;
      case 'open':
        return this.#open(message.what);
      case 'samples':
        return this.post(await this.#answers.samples(message.target));
      case 'thresholds': {
        const answer = await this.#answers.thresholds(message.target, message.fit, message.class);
        return answer && this.post(answer);
      }
      case 'task':
        return this.post(await this.#answers.task(message.target, message.name));
      case 'find':
        return this.post(await this.#answers.find(message.target, message.code, message.site));
      case 'explain': {
        const { target, name, fit, class: explained } = message;
        return this.#answer(this.#explanations.explain(target, name, fit, explained));
      }
      case 'drivers': {
        const { target, fit, class: explained, scope } = message;
        const question = { target, fit, class: explained, scope };
        return this.#answer(this.#explanations.drivers(question, (progress) => this.post(progress)));
      }
      case 'embeddings':
        return this.#answer(this.#embeddings.map(message.target, message.fit));
      case 'reconstruction':
        return this.#answer(this.#embeddings.reconstruction(message.target, message.fit));
      case 'go-to-task':
        return this.#goTo(message.target, message.name);
      default:
        throw new Error(`no message ${message satisfies never}`);
    }
  }

  /** Posts what comes, unless the question was given up. */
  async #answer(answer: Promise<HostToRunPanel>): Promise<void> {
    try {
      this.post(await answer);
    } catch (error) {
      if (!(error instanceof Cancelled)) throw error;
    }
  }

  #snapshot(): RunSnapshot | Extract<HostToRunPanel, { kind: 'unavailable' }> {
    try {
      const live = this.panels.store.live(this.folder);
      return live ? liveSnapshot(live) : storedSnapshot(this.folder);
    } catch (error) {
      if (error instanceof RunUnreadable) return { kind: 'unavailable', reason: error.message };
      throw error;
    }
  }

  #answerReady(): void {
    const snapshot = this.#snapshot();
    this.post(snapshot);
    const isStored = snapshot.kind === 'snapshot' && !this.panels.store.live(this.folder);
    this.#sent = isStored ? snapshot : undefined;
  }

  #titleOf(run: RunRecord | undefined): string {
    return run ? `${run.model} · ${run.protocol}` : path.basename(this.folder);
  }

  async #open(what: 'experiment' | 'history' | 'folder'): Promise<void> {
    const { run } = readListed(this.folder);
    if (what === 'folder' || !run) {
      await vscode.commands.executeCommand('revealFileInOS', this.#uriOf(path.join(this.folder, 'run.json')));
      return;
    }
    const experiment = experimentOf(this.folder, run.experimentFile);
    if (what === 'experiment' && experiment === undefined) {
      void vscode.window.showWarningMessage(
        l10n.t('The experiment {0} is no longer where it was.', run.experimentFile),
      );
      return;
    }
    const file = what === 'experiment' && experiment !== undefined ? experiment : historyOfRun(this.folder, run);
    await vscode.commands.executeCommand('vscode.open', this.#uriOf(file), { viewColumn: this.#otherColumn() });
  }

  /** Shows a task in the history, at its line. */
  async #goTo(target: string, name: string): Promise<void> {
    const place = await this.#answers.placeOf(target, name);
    if (typeof place === 'string') {
      void vscode.window.showWarningMessage(place);
      return;
    }
    const at = new vscode.Position(place.line, place.column);
    await vscode.commands.executeCommand('vscode.open', this.#uriOf(place.file), {
      viewColumn: this.#otherColumn(),
      selection: new vscode.Range(at, at),
    });
  }

  #uriOf(file: string): vscode.Uri {
    return this.panels.store.files.uriOf(file);
  }

  /** Where files are opened, so that the panel stays in sight. */
  #otherColumn(): vscode.ViewColumn {
    return this.panel.viewColumn === vscode.ViewColumn.One ? vscode.ViewColumn.Two : vscode.ViewColumn.One;
  }
}
