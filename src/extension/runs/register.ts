import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { type Host, lazy, registerCommands } from '../files/host.ts';
import { requireDisk } from '../files/require-disk.ts';
import type { WorkspaceFiles } from '../files/workspace-files.ts';
import { folderOf, type RunArgument, type RunsArguments } from './arguments.ts';
import type { RunStore } from './run-store.ts';
import type { Node, RunsView } from './runs-view.ts';

/** The runs of the workspace, for the rooms above. */
export interface Runs {
  readonly store: () => Promise<RunStore>;
  /** Copies runs of a virtual workspace, which are needed next, to the disk. */
  fetch(folders: readonly string[]): Promise<void>;
  /** The folders of the runs that a menu or a key means; undefined if the command was given none. */
  foldersOf(given: RunsArguments): Promise<string[] | undefined>;
}

type RunCommands = typeof import('./run-commands.ts');
type Act = (commands: RunCommands, store: RunStore, folders: readonly string[]) => void | Promise<void>;

/** Registers the Runs view and the commands on runs. */
export function registerRuns(host: Host, loadFiles: () => Promise<WorkspaceFiles>): Runs {
  const { subscriptions } = host.context;
  const store = lazy(async () => {
    const [{ RunStore }, files] = await Promise.all([import('./run-store.ts'), loadFiles()]);
    const loaded = new RunStore(files);
    subscriptions.push(loaded);
    return loaded;
  });
  const { tree, view } = registerView(host, store);

  const runs: Runs = {
    store,
    async fetch(folders) {
      const loaded = await store();
      if (!folders.some((folder) => loaded.files.isCopy(folder))) return;
      const options = { location: vscode.ProgressLocation.Window, title: l10n.t('Fetching runs') };
      await vscode.window.withProgress(options, () => Promise.all(folders.map((folder) => loaded.fetch(folder))));
    },
    async foldersOf([first, all]) {
      const nodes = first === 'selection' ? tree.selection : (all ?? (first ? [first] : undefined));
      const { foldersOf } = await import('./runs-view.ts');
      return nodes && [...new Set(nodes.flatMap(foldersOf))];
    },
  };

  /** A command on the runs under nodes of the Runs view, or on one that is picked. */
  const onRuns =
    (placeHolder: string, act: Act) =>
    async (...given: RunsArguments): Promise<void> => {
      const loaded = await store();
      const folders = (await runs.foldersOf(given)) ?? (await pickOne(loaded, placeHolder));
      if (folders.length > 0 && folders.every((folder) => requireDisk(loaded.files.uriOf(folder)))) {
        await act(await import('./run-commands.ts'), loaded, folders);
      }
    };

  subscriptions.push(
    registerCommands({
      deleteRun: onRuns(l10n.t('Select a run to delete'), ({ deleteRuns }, ...on) => deleteRuns(...on)),
      starRun: onRuns(l10n.t('Select a run to star'), ({ starRuns }, ...on) => starRuns(...on, true)),
      unstarRun: onRuns(l10n.t('Select runs to unstar'), ({ starRuns }, ...on) => starRuns(...on, false)),
      renameRun: onRuns(l10n.t('Select a run to rename'), ({ renameRun }, loaded, [folder]) =>
        renameRun(loaded, folder),
      ),
      noteRun: onRuns(l10n.t('Select a run to annotate'), ({ noteRun }, loaded, [folder]) => noteRun(loaded, folder)),
      exportModels: async (run?: RunArgument) => {
        const folder = folderOf(run) ?? (await pickOne(await store(), l10n.t('Select a run to export')))[0];
        if (folder === undefined) return undefined;
        await runs.fetch([folder]);
        const { exportModels } = await import('./export-models.ts');
        return exportModels(folder, host.file('dist', 'oap.js'));
      },
      filterRuns: async () => (await view()).chooseFilter(),
      clearRunFilter: async () => (await view()).setFilter(''),
      sortRuns: async () => (await view()).chooseOrder(),
      compareChecked: async () => vscode.commands.executeCommand('operatorActions.compareRuns', (await view()).checked),
      refreshRuns: async () => (await store()).refresh(),
    }),
  );
  return runs;
}

/** The Runs view fills itself when it is shown. */
function registerView(
  { context }: Host,
  store: () => Promise<RunStore>,
): { tree: vscode.TreeView<Node>; view: () => Promise<RunsView> } {
  const changed = new vscode.EventEmitter<Node | undefined>();
  const tree = vscode.window.createTreeView<Node>('operatorActions.runs', {
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getChildren: async (node) => (await view()).getChildren(node),
      getTreeItem: async (node) => (await view()).getTreeItem(node),
    },
    canSelectMany: true,
    manageCheckboxStateManually: true,
    showCollapseAll: true,
  });
  const view = lazy(async () => {
    const [{ RunsView }, loaded] = await Promise.all([import('./runs-view.ts'), store()]);
    const runsView = new RunsView(loaded, tree, context.workspaceState);
    context.subscriptions.push(
      runsView,
      runsView.onDidChangeTreeData((node) => changed.fire(node)),
    );
    return runsView;
  });
  tree.onDidChangeCheckboxState(async ({ items }) => (await view()).check(items));
  context.subscriptions.push(changed, tree);
  return { tree, view };
}

/** @returns its folder alone; empty if none was picked */
async function pickOne(store: RunStore, placeHolder: string): Promise<string[]> {
  const { pickRun } = await import('./pick-run.ts');
  const folder = await pickRun(store, placeHolder);
  return folder === undefined ? [] : [folder];
}
