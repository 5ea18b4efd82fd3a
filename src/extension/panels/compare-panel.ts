import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { meanCurves } from '../../measures/mean-curves.ts';
import {
  type ComparedRun,
  type ComparePanelToHost,
  comparePanelToHost,
  type HostToComparePanel,
  type MeanCurves,
  type PairResult,
} from '../../protocol/compare-panel.ts';
import { comparePair, readComparedRun, shownRun } from '../../runs/compare.ts';
import { readMeanCurves } from '../../runs/mean-curves.ts';
import { RunUnreadable } from '../../runs/read-run.ts';
import { experimentFolder } from '../../runs/run-paths.ts';
import { savePicture } from '../files/save-file.ts';
import type { RunStore } from '../runs/run-store.ts';
import { PanelPage, panelOptions } from './panel-page.ts';

export const comparePanelType = 'operatorActions.compare';

/** The curves of runs that this window trains are read again after so long: no event tells of their epochs. */
const liveMilliseconds = 2000;

const identity = z.array(z.string());

/** The open comparisons, one for each set of runs at most. */
export class ComparePanels implements vscode.Disposable {
  readonly #panels = new Map<string, ComparePanel>();
  readonly #subscription: vscode.Disposable;

  constructor(
    readonly extension: vscode.Uri,
    readonly store: RunStore,
    readonly log: vscode.LogOutputChannel,
  ) {
    this.#subscription = store.onDidChange((folder) => {
      for (const panel of this.#panels.values()) panel.changed(folder);
    });
  }

  /** Shows the comparison of these runs, where it already is or in a panel of its own. */
  open(folders: readonly string[]): void {
    const key = JSON.stringify(folders);
    const open = this.#panels.get(key);
    if (open) {
      open.reveal();
      return;
    }
    const column = vscode.ViewColumn.Active;
    const options = panelOptions(this.extension);
    this.#fill(vscode.window.createWebviewPanel(comparePanelType, titleOf(folders), column, options), folders, key);
  }

  /** Takes over a panel that VS Code restored; `kept` is what its page was given as identity. */
  adopt(panel: vscode.WebviewPanel, kept: unknown): void {
    const folders = parseIdentity(kept);
    if (folders) this.#fill(panel, folders, JSON.stringify(folders));
    else panel.dispose();
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  #fill(panel: vscode.WebviewPanel, folders: readonly string[], key: string): void {
    const filled = new ComparePanel(panel, folders, key, this);
    this.#panels.set(key, filled);
    panel.onDidDispose(() => {
      this.#panels.delete(key);
      filled.dispose();
    });
  }
}

class ComparePanel implements vscode.Disposable {
  readonly #page: PanelPage<ComparePanelToHost, HostToComparePanel>;
  readonly #live: NodeJS.Timeout;
  /** Ends computations when the panel is closed. */
  readonly #closed = new AbortController();
  /** The last computation: one after another, so that nobody waits for all of them. */
  #computing: Promise<void> = Promise.resolve();

  constructor(
    readonly panel: vscode.WebviewPanel,
    readonly folders: readonly string[],
    key: string,
    readonly panels: ComparePanels,
  ) {
    panel.title = titleOf(folders);
    this.#page = new PanelPage(panel, {
      extension: panels.extension,
      log: panels.log,
      name: 'compare',
      identity: key,
      messages: comparePanelToHost,
      receive: (message) => this.#act(message),
    });
    this.#live = setInterval(() => this.#refreshLive(), liveMilliseconds);
  }

  reveal(): void {
    this.panel.reveal();
  }

  /** @param folder of the run that changed; undefined = any */
  changed(folder: string | undefined): void {
    if (folder === undefined) this.#page.post({ kind: 'runs', runs: this.#runs() });
    else if (this.folders.includes(folder)) this.#page.post({ kind: 'run', run: this.#run(folder) });
  }

  dispose(): void {
    clearInterval(this.#live);
    this.#closed.abort();
  }

  #refreshLive(): void {
    if (!this.panel.visible) return;
    for (const { folder } of this.panels.store.training) this.changed(folder);
  }

  async #act(message: ComparePanelToHost): Promise<void> {
    switch (message.kind) {
      case 'ready':
        return this.#page.post({ kind: 'runs', runs: this.#runs() });
      case 'curves':
        return this.#page.post({ ...message, curves: this.#curves(message.folder, message.target) });
      case 'pair':
        return this.#comparePair(message);
      case 'open':
        await vscode.commands.executeCommand('operatorActions.openRun', { folder: message.folder });
        return;
      case 'choose':
        await vscode.commands.executeCommand('operatorActions.compareRuns');
        return;
      case 'export-report':
        await vscode.commands.executeCommand('operatorActions.exportReport', this.folders);
        return;
      case 'copy':
        await vscode.env.clipboard.writeText(message.text);
        vscode.window.setStatusBarMessage(l10n.t('Copied'), 2000);
        return;
      case 'save-picture':
        return savePicture(message, this.panels.store.files.uriOf(experimentFolder(this.folders[0])));
      case 'failed':
        return this.panels.log.error(`compare panel: ${message.message}`);
      default:
        throw new Error(`no message ${message satisfies never}`);
    }
  }

  #runs(): ComparedRun[] {
    return this.folders.map((folder) => this.#run(folder));
  }

  #run(folder: string): ComparedRun {
    const live = this.panels.store.live(folder);
    return live ? shownRun(folder, live.record) : readComparedRun(folder);
  }

  #curves(folder: string, target: string): MeanCurves {
    const live = this.panels.store.live(folder);
    if (live) return meanCurves(live.fits.filter((fit) => fit.target === target).map(({ epochs }) => epochs));
    try {
      return readMeanCurves(folder, target);
    } catch (error) {
      // The run itself is said to be unreadable; a curve of nothing is empty.
      if (error instanceof RunUnreadable) return meanCurves([]);
      throw error;
    }
  }

  async #comparePair(asked: { target: string; baseline: string; other: string }): Promise<void> {
    const { target, baseline, other } = asked;
    const compute = async (): Promise<void> => {
      if (this.#closed.signal.aborted) return;
      const result = await this.#pairResult(target, baseline, other);
      if (result) this.#page.post({ kind: 'pair', target, baseline, other, result });
    };
    const next = this.#computing.then(compute);
    // Who asked hears of the failure; who comes next is not concerned.
    this.#computing = next.catch(() => undefined);
    await next;
  }

  /** Undefined once the panel is closed. */
  async #pairResult(target: string, baseline: string, other: string): Promise<PairResult | undefined> {
    const { signal } = this.#closed;
    try {
      const result = await comparePair(baseline, other, target, signal);
      return signal.aborted ? undefined : result;
    } catch (error) {
      if (signal.aborted) return undefined;
      if (error instanceof RunUnreadable) return { kind: 'incomparable', reason: error.message };
      throw error;
    }
  }
}

/** What runs are picked for, and from which. */
function titleOf({ length }: readonly string[]): string {
  if (length === 0) return l10n.t({ message: 'Compare', comment: 'Title of a panel that compares runs' });
  return length === 1 ? l10n.t('Compare 1 Run') : l10n.t('Compare {0} Runs', length);
}

/** The folders that a page kept; undefined if it kept something else. */
function parseIdentity(kept: unknown): string[] | undefined {
  if (typeof kept !== 'string') return undefined;
  try {
    const result = identity.safeParse(JSON.parse(kept));
    return result.success ? result.data : undefined;
  } catch {
    // Not JSON: of another version of the extension.
    return undefined;
  }
}
