import path from 'node:path';
import * as vscode from 'vscode';
import { type RunRecord, unfinishedStates } from '../protocol/run.ts';
import type { ListedRun } from '../runs/read-run.ts';
import type { RunStore } from './run-store.ts';

/** The Runs view: the runs of the workspace, newest first, with their state and their confusion MSE. */
export class RunsView implements vscode.TreeDataProvider<ListedRun>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #subscriptions: vscode.Disposable[];

  constructor(readonly store: RunStore) {
    this.#subscriptions = [this.#changed, store.onDidChange(() => this.#changed.fire())];
  }

  getChildren(element?: ListedRun): Promise<ListedRun[]> | ListedRun[] {
    return element ? [] : this.store.list();
  }

  getTreeItem({ folder, run, error }: ListedRun): vscode.TreeItem {
    const item = new vscode.TreeItem(run?.model ?? path.basename(folder));
    item.id = folder;
    item.contextValue = contextOf(run);
    item.command = { command: 'operatorActions.openRun', title: 'Open Run', arguments: [{ folder }] };
    if (!run) {
      item.iconPath = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
      item.description = 'unreadable';
      item.tooltip = error ?? '';
      return item;
    }
    item.iconPath = stateIcon(run.state);
    item.description = describe(run);
    item.tooltip = tooltip(run);
    return item;
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }
}

/** What `when` clauses of menus ask for. */
function contextOf(run: RunRecord | undefined): string {
  if (run?.state === 'running') return 'run.running';
  return run && unfinishedStates.includes(run.state) ? 'run.unfinished' : 'run';
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

/** The mean of confusion MSE over the targets stands for the run; each target's stands in the tooltip. */
function describe({ state, protocol, summary, createdAt }: RunRecord): string {
  const time = new Date(createdAt).toLocaleString(undefined, { dateStyle: 'short', timeStyle: 'short' });
  if (state === 'running') return `${protocol} · training`;
  if (summary.length === 0) return `${protocol} · ${state} · ${time}`;
  const mean = summary.reduce((sum, { confusionMse }) => sum + confusionMse.mean, 0) / summary.length;
  return `${protocol} · confusion MSE ${mean.toFixed(3)}${state === 'done' ? '' : ` · ${state}`} · ${time}`;
}

function tooltip(run: RunRecord): string {
  const scores = run.summary.map(
    ({ target, confusionMse, recall, precision, fits }) =>
      `${target}: confusion MSE ${confusionMse.mean.toFixed(4)}, recall ${recall.mean.toFixed(3)}, precision ${precision.mean.toFixed(3)}${fits > 1 ? ` (mean of ${fits} fits)` : ''}`,
  );
  return [
    `${run.model}, ${run.protocol}, ${run.state}${run.error === undefined ? '' : `: ${run.error}`}`,
    `${run.experimentFile}, ${run.history.file}${run.history.synthetic ? ' (synthetic)' : ''}`,
    ...scores,
  ].join('\n');
}
