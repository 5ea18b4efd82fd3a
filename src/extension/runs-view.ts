import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { type FitView, type RunRecord, type TargetSummary, unfinishedStates } from '../protocol/run.ts';
import type { RunStore } from './run-store.ts';
import {
  type ExperimentNode,
  type GroupNode,
  mainMetric,
  nameOf,
  type RunNode,
  runTree,
  type ShownRun,
  type SortOrder,
  sortOrders,
} from './run-tree.ts';
import { stateText } from './state-text.ts';

/** A fit that is being trained in this window. */
interface FitNode {
  readonly kind: 'fit';
  readonly folder: string;
  readonly fit: FitView;
}

export type Node = ExperimentNode | GroupNode | RunNode | FitNode;

/** What the view remembers in a workspace. */
interface ViewMemory {
  readonly filter: string;
  readonly sort: SortOrder;
  /** Folders of the runs that are checked. */
  readonly checked: readonly string[];
}

const memoryKey = 'operatorActions.runsView';
const orders: Record<SortOrder, string> = {
  newest: l10n.t('Newest first'),
  name: l10n.t({ message: 'Name', comment: 'Order of runs' }),
  metric: l10n.t('Confusion MSE, best first'),
  state: l10n.t({ message: 'State', comment: 'Order of runs' }),
};

/** The tree of experiments and their runs. Check boxes choose what is compared. */
export class RunsView implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<Node | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #subscriptions: vscode.Disposable[];
  readonly #view: vscode.TreeView<Node>;
  #memory: ViewMemory;
  #runs: readonly ShownRun[] = [];
  /** Nodes of runs by folder, so that one can be refreshed alone. */
  #nodes: ReadonlyMap<string, Node> = new Map();
  /** The fits that stand below each run. */
  readonly #fits = new Map<string, readonly FitNode[]>();

  constructor(
    readonly store: RunStore,
    view: vscode.TreeView<Node>,
    readonly kept: vscode.Memento,
  ) {
    this.#view = view;
    this.#memory = { filter: '', sort: 'newest', checked: [], ...kept.get<Partial<ViewMemory>>(memoryKey) };
    this.#subscriptions = [
      this.#changed,
      store.onDidChange(() => this.#changed.fire(undefined)),
      store.onDidProgress((folder) => this.#fitsGotOn(folder)),
    ];
    void vscode.commands.executeCommand('setContext', 'operatorActions.runsFiltered', this.#memory.filter !== '');
  }

  /** Folders of the checked runs, in the order of the list. */
  get checked(): string[] {
    return this.#runs.flatMap(({ folder }) => (this.#memory.checked.includes(folder) ? [folder] : []));
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (!node) return this.#roots();
    switch (node.kind) {
      case 'experiment':
        return [...node.children];
      case 'group':
        return [...node.runs];
      case 'run':
        return this.#runningFits(node.shown.folder);
      case 'fit':
        return [];
      default:
        throw new Error(`no node ${node satisfies never}`);
    }
  }

  getTreeItem(node: Node): vscode.TreeItem {
    switch (node.kind) {
      case 'experiment':
        return experimentItem(node, this.store.files.uriOf(node.file));
      case 'group':
        return this.#groupItem(node);
      case 'run':
        return this.#runItem(node.shown);
      case 'fit':
        return fitItem(node);
      default:
        throw new Error(`no node ${node satisfies never}`);
    }
  }

  /** Check boxes were changed by hand; that of a group stands for all its runs. */
  check(items: ReadonlyArray<readonly [Node, vscode.TreeItemCheckboxState]>): void {
    const checked = new Set(this.#memory.checked);
    for (const [node, state] of items) {
      for (const folder of foldersOf(node)) {
        if (state === vscode.TreeItemCheckboxState.Checked) checked.add(folder);
        else checked.delete(folder);
      }
    }
    this.#remember({ checked: [...checked] });
  }

  async chooseFilter(): Promise<void> {
    const filter = await vscode.window.showInputBox({
      title: l10n.t('Filter Runs'),
      prompt: l10n.t('Words that a run must have: in its name, model, protocol, state, targets, experiment or note.'),
      value: this.#memory.filter,
    });
    if (filter !== undefined) this.setFilter(filter.trim());
  }

  setFilter(filter: string): void {
    this.#remember({ filter });
    void vscode.commands.executeCommand('setContext', 'operatorActions.runsFiltered', filter !== '');
  }

  async chooseOrder(): Promise<void> {
    const items = sortOrders.map((order) => ({
      label: orders[order],
      description:
        order === this.#memory.sort ? l10n.t({ message: 'now', comment: 'Beside the order that runs have now' }) : '',
      order,
    }));
    const picked = await vscode.window.showQuickPick(items, {
      placeHolder: l10n.t('Order of the runs; starred ones come first'),
    });
    if (picked) this.#remember({ sort: picked.order });
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  async #roots(): Promise<Node[]> {
    const { experiments, runs } = await this.store.shown();
    this.#runs = runs;
    const { filter, sort } = this.#memory;
    const tree = runTree(experiments, runs, { filter, sort });
    const nodes = tree.flatMap(runNodesOf);
    this.#nodes = new Map(nodes.map((node) => [node.shown.folder, node]));
    this.#view.message = messageOf(filter, nodes.length, runs.length, experiments.length);
    const { checked } = this;
    this.#view.description =
      checked.length > 0 ? l10n.t({ message: '{0} checked', args: [checked.length], comment: 'Number of runs' }) : '';
    void vscode.commands.executeCommand('setContext', 'operatorActions.checkedRuns', checked.length);
    return tree;
  }

  #remember(changes: Partial<ViewMemory>): void {
    this.#memory = { ...this.#memory, ...changes };
    void this.kept.update(memoryKey, this.#memory);
    this.#changed.fire(undefined);
  }

  /**
   * Draws the fits of a run anew, and the run's own row only if other fits are trained now: a row that is drawn loses the click
   * on its buttons. A run that has no row yet gets it with the list that is being made; to ask for another list each time would
   * keep it from ever being complete where runs are found slowly.
   */
  #fitsGotOn(folder: string): void {
    const run = this.#nodes.get(folder);
    if (!run) return;
    const shown = this.#fits.get(folder) ?? [];
    const running = this.#running(folder);
    const areShown = running.length === shown.length && running.every((fit, i) => fit === shown[i].fit);
    if (areShown) for (const node of shown) this.#changed.fire(node);
    else this.#changed.fire(run);
  }

  #runningFits(folder: string): FitNode[] {
    const nodes = this.#running(folder).map((fit) => ({ kind: 'fit', folder, fit }) as const);
    this.#fits.set(folder, nodes);
    return nodes;
  }

  #running(folder: string): FitView[] {
    return this.store.live(folder)?.fits.filter(({ state }) => state === 'running') ?? [];
  }

  #groupItem(group: GroupNode): vscode.TreeItem {
    const item = new vscode.TreeItem(group.label, vscode.TreeItemCollapsibleState.Collapsed);
    item.id = group.id;
    item.description = group.description;
    item.iconPath = new vscode.ThemeIcon('layers');
    item.contextValue = 'group';
    item.checkboxState = this.#checkbox(foldersOf(group));
    return item;
  }

  #runItem(shown: ShownRun): vscode.TreeItem {
    const { folder, run, error, marks } = shown;
    const live = this.store.live(folder);
    const isTraining = live !== undefined && !live.ended;
    const item = new vscode.TreeItem(
      nameOf(shown),
      isTraining ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.None,
    );
    item.id = folder;
    item.contextValue = `run ${contextOf(run)} ${marks.starred ? 'starred' : 'plain'}`;
    item.command = { command: 'operatorActions.openRun', title: l10n.t('Open Run'), arguments: [{ folder }] };
    item.checkboxState = this.#checkbox([folder]);
    if (!run) {
      item.iconPath = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
      item.description = stateText(undefined);
      item.tooltip = error ?? '';
      return item;
    }
    item.iconPath = stateIcon(run.state);
    const progress = isTraining ? progressText(live.fits) : undefined;
    item.description = `${marks.starred ? '★ ' : ''}${progress ?? describe(run)}${marks.note ? ' · ✎' : ''}`;
    item.tooltip = tooltip(shown, run);
    item.accessibilityInformation = {
      label: [
        nameOf(shown),
        ...(marks.starred ? [l10n.t({ message: 'starred', comment: 'Of a run' })] : []),
        progress ?? describe(run),
      ].join(', '),
    };
    return item;
  }

  #checkbox(folders: readonly string[]): vscode.TreeItemCheckboxState {
    return folders.every((folder) => this.#memory.checked.includes(folder))
      ? vscode.TreeItemCheckboxState.Checked
      : vscode.TreeItemCheckboxState.Unchecked;
  }
}

function runNodesOf(node: Node): readonly RunNode[] {
  switch (node.kind) {
    case 'experiment':
      return node.children.flatMap(runNodesOf);
    case 'group':
      return node.runs;
    case 'run':
      return [node];
    case 'fit':
      return [];
    default:
      throw new Error(`no node ${node satisfies never}`);
  }
}

/** Folders of the runs under a node. */
export function foldersOf(node: Node): string[] {
  return runNodesOf(node).map(({ shown }) => shown.folder);
}

/** What stands above the tree. Without experiments VS Code shows a welcome there. */
function messageOf(filter: string, shown: number, runs: number, experiments: number): string {
  if (filter !== '') return l10n.t('Filter "{0}": {1} of {2} runs', filter, shown, runs);
  if (runs > 0 || experiments === 0) return '';
  return vscode.workspace.isTrusted
    ? l10n.t('There are no runs yet: Train Model, beside an experiment, makes the first.')
    : l10n.t('There are no runs yet. Training runs on data of this workspace and needs it to be trusted.');
}

function experimentItem({ file, label, exists, children }: ExperimentNode, uri: vscode.Uri): vscode.TreeItem {
  const state = children.length > 0 ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.None;
  const item = new vscode.TreeItem(label, state);
  // VS Code keeps an item closed that could not be opened before: with its first run it is another one.
  item.id = children.length > 0 ? file : `${file} without runs`;
  item.iconPath = new vscode.ThemeIcon('beaker');
  item.description = exists ? (children.length > 0 ? '' : l10n.t('no runs yet')) : l10n.t('no longer there');
  item.tooltip = file;
  item.contextValue = exists ? 'experiment' : 'experiment gone';
  item.resourceUri = uri;
  const open = { command: 'vscode.open', title: l10n.t('Open Experiment'), arguments: [item.resourceUri] };
  if (exists) item.command = open;
  return item;
}

function fitItem({ folder, fit }: FitNode): vscode.TreeItem {
  const { target, index, epochs } = fit;
  const item = new vscode.TreeItem(l10n.t('{0}, fit {1}', target, index + 1));
  item.id = JSON.stringify([folder, target, index]);
  item.iconPath = new vscode.ThemeIcon('sync~spin');
  const last = epochs.at(-1);
  item.description = last
    ? l10n.t('epoch {0} · confusion MSE {1}', last.epoch + 1, last.validation.confusionMse.toFixed(3))
    : l10n.t({ message: 'starting', comment: 'State of a fit' });
  item.command = { command: 'operatorActions.openRun', title: l10n.t('Open Run'), arguments: [{ folder }] };
  item.contextValue = 'fit';
  return item;
}

/** What `when` clauses of menus ask for. */
function contextOf(run: RunRecord | undefined): string {
  if (!run) return 'unreadable';
  if (run.state === 'running') return 'running';
  return unfinishedStates.includes(run.state) ? 'unfinished' : 'done';
}

function stateIcon(state: RunRecord['state']): vscode.ThemeIcon {
  switch (state) {
    case 'running':
      return new vscode.ThemeIcon('sync~spin');
    case 'done':
      return new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed'));
    case 'failed':
      return new vscode.ThemeIcon('error', new vscode.ThemeColor('testing.iconFailed'));
    case 'cancelled':
      return new vscode.ThemeIcon('circle-slash');
    case 'interrupted':
      return new vscode.ThemeIcon('debug-disconnect');
    default:
      throw new Error(`no state ${state satisfies never}`);
  }
}

function progressText(fits: readonly FitView[]): string {
  const done = fits.filter(({ state }) => state === 'done').length;
  return l10n.t('training · {0} of {1} fits', done, fits.length);
}

/** The metric first: what stands behind it is cut off in a narrow view. */
function describe(run: RunRecord): string {
  const { state, protocol, createdAt } = run;
  const time = new Date(createdAt).toLocaleString(undefined, { dateStyle: 'short', timeStyle: 'short' });
  const metric = mainMetric(run);
  const parts = [
    ...(metric === undefined ? [] : [l10n.t('confusion MSE {0}', metric.toFixed(3))]),
    ...(state === 'done' ? [] : [state === 'running' ? l10n.t('training elsewhere') : stateText(state)]),
    protocol,
    time,
  ];
  return parts.join(' · ');
}

function tooltip({ marks }: ShownRun, run: RunRecord): string {
  const { model, protocol, state, error, experimentFile, history } = run;
  const experiment = path.basename(experimentFile);
  return [
    ...(marks.note ? [marks.note, ''] : []),
    `${model}, ${protocol}, ${stateText(state)}${error === undefined ? '' : `: ${error}`}`,
    history.synthetic ? l10n.t('{0}, {1} (synthetic)', experiment, history.file) : `${experiment}, ${history.file}`,
    ...run.summary.map(scoresText),
  ].join('\n');
}

function scoresText({ target, confusionMse, recall, precision, fits }: TargetSummary): string {
  const scores = [confusionMse.mean.toFixed(4), recall.mean.toFixed(3), precision.mean.toFixed(3)];
  return fits > 1
    ? l10n.t('{0}: confusion MSE {1}, recall {2}, precision {3} (mean of {4} fits)', target, ...scores, fits)
    : l10n.t('{0}: confusion MSE {1}, recall {2}, precision {3}', target, ...scores);
}
