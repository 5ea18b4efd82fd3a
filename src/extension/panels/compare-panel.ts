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
import type { PageRequest } from '../../protocol/page-request.ts';
import { comparePair, readComparedRun, shownRun } from '../../runs/compare.ts';
import { readMeanCurves } from '../../runs/mean-curves.ts';
import { RunUnreadable } from '../../runs/read-run.ts';
import { experimentFolder } from '../../runs/run-paths.ts';
import type { RunStore } from '../runs/run-store.ts';
import { OpenPanels } from './open-panels.ts';
import { PanelPage } from './panel-page.ts';

export const comparePanelType = 'operatorActions.compare';

const identity = z.array(z.string());

/** The open comparisons, one for each set of runs at most. */
export class ComparePanels implements vscode.Disposable {
  readonly #open: OpenPanels<ComparePanel>;

  constructor(
    readonly extension: vscode.Uri,
    readonly store: RunStore,
    readonly log: vscode.LogOutputChannel,
  ) {
    this.#open = new OpenPanels(
      comparePanelType,
      extension,
      (panel, key) => new ComparePanel(panel, parseIdentity(key) ?? [], key, this),
    );
    this.#open.own(
      store.onDidChange((folder) => {
        for (const panel of this.#open.all) panel.changed(folder);
      }),
      store.onDidProgress((folder) => {
        for (const panel of this.#open.all) panel.progressed(folder);
      }),
    );
  }

  /** Shows the comparison of these runs, where it already is or in a panel of its own. */
  open(folders: readonly string[]): void {
    this.#open.open(JSON.stringify(folders), titleOf(folders), vscode.ViewColumn.Active);
  }

  /** Takes over a panel that VS Code restored; `kept` is what its page was given as identity. */
  adopt(panel: vscode.WebviewPanel, kept: string): void {
    const folders = parseIdentity(kept);
    if (folders) this.#open.adopt(panel, JSON.stringify(folders));
    else panel.dispose();
  }

  dispose(): void {
    this.#open.dispose();
  }
}

class ComparePanel implements vscode.Disposable {
  readonly #page: PanelPage<ComparePanelToHost, HostToComparePanel>;
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
      pictures: () => panels.store.files.uriOf(experimentFolder(folders[0])),
    });
  }

  /** @param folder of the run that changed; undefined = any */
  changed(folder: string | undefined): void {
    if (folder === undefined) this.#page.post({ kind: 'runs', runs: this.#runs() });
    else if (this.folders.includes(folder)) this.#page.post({ kind: 'run', run: this.#run(folder) });
  }

  /** A run that is trained got on; a page that is hidden asks for all when it is shown. */
  progressed(folder: string): void {
    if (this.panel.visible) this.changed(folder);
  }

  dispose(): void {
    this.#closed.abort();
  }

  async #act(message: Exclude<ComparePanelToHost, PageRequest>): Promise<void> {
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
function parseIdentity(kept: string): string[] | undefined {
  try {
    const result = identity.safeParse(JSON.parse(kept));
    return result.success ? result.data : undefined;
  } catch {
    // Not JSON: of another version of the extension.
    return undefined;
  }
}
