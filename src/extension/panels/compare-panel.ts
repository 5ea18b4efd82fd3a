import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { Cancelled } from '../../execution/cancelled.ts';
import { meanCurves } from '../../measures/mean-curves.ts';
import {
  type ComparedRun,
  type ComparisonUpdate,
  comparePanelService,
  type MeanCurves,
  type PairResult,
} from '../../protocol/compare-panel.ts';
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

  /** Shows the comparison of these runs, where it already is or in a new panel. */
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
  readonly #page: PanelPage<ComparisonUpdate>;
  /** Ends computations when the panel is closed. */
  readonly #closed = new AbortController();
  /** The last computation: one after another, so that nobody waits for all of them. */
  #computing: Promise<unknown> = Promise.resolve();

  constructor(
    readonly panel: vscode.WebviewPanel,
    readonly folders: readonly string[],
    key: string,
    readonly panels: ComparePanels,
  ) {
    panel.title = titleOf(folders);
    const { extension, log, store } = panels;
    const pictures = (): vscode.Uri => store.files.uriOf(experimentFolder(folders[0]));
    this.#page = new PanelPage(panel, { extension, log, name: 'compare', identity: key, pictures });
    this.#page.open(comparePanelService, {
      follow: (_, page) => {
        const following = this.#page.follow(page);
        this.changed(undefined);
        return following;
      },
      curves: ({ folder, target }) => this.#curves(folder, target),
      pair: (pair, { signal }) => this.#comparePair(pair, AbortSignal.any([signal, this.#closed.signal])),
      open: ({ folder }) => this.#execute('openRun', { folder }),
      choose: () => this.#execute('compareRuns'),
      exportReport: () => this.#execute('exportReport', folders),
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

  async #execute(command: string, argument?: unknown): Promise<null> {
    await vscode.commands.executeCommand(`operatorActions.${command}`, argument);
    return null;
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
      // The run itself is reported as unreadable; a curve of nothing is empty.
      if (error instanceof RunUnreadable) return meanCurves([]);
      throw error;
    }
  }

  #comparePair({ baseline, other, target }: RunPair, signal: AbortSignal): Promise<PairResult> {
    const compute = async (): Promise<PairResult> => {
      if (signal.aborted) throw new Cancelled();
      try {
        return await comparePair(baseline, other, target, signal);
      } catch (error) {
        if (signal.aborted) throw new Cancelled();
        if (error instanceof RunUnreadable) return { kind: 'incomparable', reason: error.message };
        throw error;
      }
    };
    const next = this.#computing.then(compute);
    // The failure is for who asked; the next one is not concerned.
    this.#computing = next.catch(() => undefined);
    return next;
  }
}

interface RunPair {
  readonly target: string;
  /** Folders of runs. */
  readonly baseline: string;
  readonly other: string;
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
