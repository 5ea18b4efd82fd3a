import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { canContinue, type RunStatus } from '../../measures/run-status.ts';
import { meanConfusionMse } from '../../measures/winner.ts';
import type { RunRecord, TargetSummary } from '../../protocol/run.ts';
import { KeptTree } from './kept-tree.ts';
import { RunOpeners } from './run-openers.ts';
import type { RunStore } from './run-store.ts';
import {
  type ExperimentNode,
  type FitNode,
  type GroupNode,
  nameOf,
  type RunNode,
  runTree,
  type ShownRun,
  type SortOrder,
  sortOrders,
} from './run-tree.ts';
import { howFarText, stateText } from './state-text.ts';

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
  readonly #tree = new KeptTree<Node>((node) => JSON.stringify(this.getTreeItem(node)));
  readonly #openers = new RunOpeners();
  #memory: ViewMemory;
  #experiments: readonly string[] = [];
  #runs: readonly ShownRun[] = [];
  /** The listing that is under way, or was the last. */
  #listing: Promise<void> | undefined;
  #isListing = false;
  /** Something changed since it began. */
  #isStale = false;

  constructor(
    readonly store: RunStore,
    view: vscode.TreeView<Node>,
    readonly kept: vscode.Memento,
  ) {
    this.#view = view;
    this.#memory = { filter: '', sort: 'newest', checked: [], ...kept.get<Partial<ViewMemory>>(memoryKey) };
    this.#subscriptions = [
      this.#changed,
      this.#openers,
      store.onDidChange(() => this.#list()),
      store.onDidChangeExperiments(() => this.#list()),
      store.onDidProgress(() => this.#redraw()),
    ];
    void vscode.commands.executeCommand('setContext', 'operatorActions.runsFiltered', this.#memory.filter !== '');
  }

  /** Folders of the checked runs, in the order of the list. */
  get checked(): string[] {
    return this.#runs.flatMap(({ folder }) => (this.#memory.checked.includes(folder) ? [folder] : []));
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (node) return [...node.children];
    await (this.#listing ?? this.#list());
    return [...this.#tree.roots];
  }

  getTreeItem(node: Node): vscode.TreeItem {
    const item = this.#item(node);
    item.id = node.key;
    return item;
  }

  #item(node: Node): vscode.TreeItem {
    switch (node.kind) {
      case 'experiment':
        return experimentItem(node, this.store.files.uriOf(node.file));
      case 'group':
        return this.#groupItem(node);
      case 'run':
        return this.#runItem(node);
      case 'fit':
        return fitItem(node, this.#openers.commandFor(node.folder));
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

  /** Lists experiments and runs again: once more if something changes meanwhile. */
  #list(): Promise<void> {
    if (this.#isListing) {
      this.#isStale = true;
      return this.#listing ?? Promise.resolve();
    }
    this.#isListing = true;
    this.#listing = this.#listUntilCurrent();
    // VS Code gets it when it asks for the rows.
    this.#listing.catch(() => {});
    return this.#listing;
  }

  async #listUntilCurrent(): Promise<void> {
    try {
      do {
        this.#isStale = false;
        const { experiments, runs } = await this.store.shown();
        this.#experiments = experiments;
        this.#runs = runs;
        this.#redraw();
      } while (this.#isStale);
    } finally {
      this.#isListing = false;
    }
  }

  /** Draws the rows again that look different from what they did: a row that is drawn again loses the click on its buttons. */
  #redraw(): void {
    this.#runs = this.#runs.map((shown) => this.store.current(shown));
    const { filter, sort } = this.#memory;
    const tree = runTree(this.#experiments, this.#runs, { filter, sort });
    const runs = tree.flatMap(runNodesOf);
    this.#view.message = messageOf(filter, runs.length, this.#runs.length, this.#experiments.length);
    const { checked } = this;
    this.#view.description =
      checked.length > 0 ? l10n.t({ message: '{0} checked', args: [checked.length], comment: 'Number of runs' }) : '';
    void vscode.commands.executeCommand('setContext', 'operatorActions.checkedRuns', checked.length);
    this.#openers.keep(this.#runs.map(({ folder }) => folder));
    const changed = this.#tree.update(tree);
    if (!changed) this.#changed.fire(undefined);
    else for (const node of changed) this.#changed.fire(node);
  }

  #remember(changes: Partial<ViewMemory>): void {
    this.#memory = { ...this.#memory, ...changes };
    void this.kept.update(memoryKey, this.#memory);
    this.#redraw();
  }

  #groupItem(group: GroupNode): vscode.TreeItem {
    const item = new vscode.TreeItem(group.label, vscode.TreeItemCollapsibleState.Collapsed);
    item.description = group.description;
    item.iconPath = new vscode.ThemeIcon('layers');
    item.contextValue = 'group';
    item.checkboxState = this.#checkbox(foldersOf(group));
    return item;
  }

  #runItem({ shown, children }: RunNode): vscode.TreeItem {
    const { folder, run, status, error, marks, isLive } = shown;
    const item = new vscode.TreeItem(
      nameOf(shown),
      isLive || children.length > 0 ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.None,
    );
    item.contextValue = `run ${contextOf(run)} ${marks.starred ? 'starred' : 'plain'}`;
    item.command = this.#openers.commandFor(folder);
    item.checkboxState = this.#checkbox([folder]);
    if (!run || !status) {
      item.iconPath = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
      item.description = stateText(undefined);
      item.tooltip = error ?? '';
      return item;
    }
    item.iconPath = stateIcon(run.state);
    const description = describe(run, status, isLive);
    item.description = `${marks.starred ? '★ ' : ''}${description}${marks.note ? ' · ✎' : ''}`;
    item.tooltip = tooltip(shown, run, status);
    item.accessibilityInformation = {
      label: [
        nameOf(shown),
        ...(marks.starred ? [l10n.t({ message: 'starred', comment: 'Of a run' })] : []),
        description,
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
      return node.children;
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

/** What is above the tree. Without experiments VS Code shows a welcome there. */
function messageOf(filter: string, shown: number, runs: number, experiments: number): string {
  if (filter !== '') return l10n.t('Filter "{0}": {1} of {2} runs', filter, shown, runs);
  if (runs > 0 || experiments === 0) return '';
  return vscode.workspace.isTrusted
    ? l10n.t('No runs yet. Choose ▷ Train Model next to an experiment.')
    : l10n.t('No runs yet. Training needs a trusted workspace.');
}

function experimentItem({ file, label, exists, children }: ExperimentNode, uri: vscode.Uri): vscode.TreeItem {
  const state = children.length > 0 ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.None;
  const item = new vscode.TreeItem(label, state);
  item.iconPath = new vscode.ThemeIcon('beaker');
  item.description = exists ? (children.length > 0 ? '' : l10n.t('no runs yet')) : l10n.t('no longer there');
  item.tooltip = file;
  item.contextValue = exists ? 'experiment' : 'experiment gone';
  item.resourceUri = uri;
  const open = { command: 'vscode.open', title: l10n.t('Open Experiment'), arguments: [item.resourceUri] };
  if (exists) item.command = open;
  return item;
}

function fitItem({ fit }: FitNode, open: vscode.Command): vscode.TreeItem {
  const { target, index, epochs } = fit;
  const item = new vscode.TreeItem(l10n.t('{0}, training {1}', target, index + 1));
  item.iconPath = new vscode.ThemeIcon('sync~spin');
  const last = epochs.at(-1);
  item.description = last
    ? l10n.t('epoch {0} · confusion MSE {1}', last.epoch + 1, last.validation.confusionMse.toFixed(3))
    : l10n.t({ message: 'starting', comment: 'State of a training' });
  item.command = open;
  item.contextValue = 'fit';
  return item;
}

/** What `when` clauses of menus ask for. */
function contextOf(run: RunRecord | undefined): string {
  if (!run) return 'unreadable';
  if (run.state === 'running') return 'running';
  return canContinue(run.state) ? 'unfinished' : 'done';
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

/** What matters most first: what follows it is cut off in a narrow view. */
function describe(run: RunRecord, status: RunStatus, isLive: boolean): string {
  const { state, protocol, createdAt } = run;
  const time = new Date(createdAt).toLocaleString(undefined, { dateStyle: 'short', timeStyle: 'short' });
  const metric = meanConfusionMse(run)?.toFixed(3);
  if (state === 'done') {
    return [...(metric === undefined ? [] : [l10n.t('confusion MSE {0}', metric)]), protocol, time].join(' · ');
  }
  const soFar = metric === undefined ? [] : [l10n.t('confusion MSE {0} so far', metric)];
  return [howFarText(status, isLive), ...soFar, protocol, time].join(' · ');
}

function tooltip({ marks, isLive }: ShownRun, run: RunRecord, status: RunStatus): string {
  const { model, protocol, error, experimentFile, history } = run;
  const experiment = path.basename(experimentFile);
  return [
    ...(marks.note ? [marks.note, ''] : []),
    `${model}, ${protocol}, ${howFarText(status, isLive)}${error === undefined ? '' : `: ${error}`}`,
    history.synthetic ? l10n.t('{0}, {1} (synthetic)', experiment, history.file) : `${experiment}, ${history.file}`,
    ...run.summary.map(scoresText),
  ].join('\n');
}

function scoresText({ target, confusionMse, recall, precision, fits }: TargetSummary): string {
  const scores = [confusionMse.mean.toFixed(4), recall.mean.toFixed(3), precision.mean.toFixed(3)];
  return fits > 1
    ? l10n.t('{0}: confusion MSE {1}, recall {2}, precision {3} (mean of {4} trainings)', target, ...scores, fits)
    : l10n.t('{0}: confusion MSE {1}, recall {2}, precision {3}', target, ...scores);
}
