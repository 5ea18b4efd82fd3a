import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { historyPath } from '../../experiment/place-error.ts';
import { readExperiment } from '../../experiment/read-experiment.ts';
import { isExperiment } from '../files/experiment-name.ts';
import type { WorkspaceFiles } from '../files/workspace-files.ts';

/**
 * The history file a command is meant for: the one given (or that of the experiment given), that of the active editor, or
 * one of those that the workspace's experiments name. Undefined if nothing was picked or none exists, which is reported.
 */
export async function chooseHistory(
  workspace: WorkspaceFiles,
  given: vscode.Uri | undefined,
): Promise<string | undefined> {
  const active = vscode.window.activeTextEditor?.document;
  const uri = given ?? (active && /\.jsonl?$/.test(active.fileName) ? active.uri : undefined);
  if (uri) {
    const file = isExperiment(uri.path) ? await historyOf(workspace, uri) : workspace.pathOf(uri);
    if (file !== undefined) return file;
  }
  const experiments = await workspace.findExperiments();
  const histories = experiments.map((experiment) => historyOf(workspace, workspace.uriOf(experiment)));
  const files = [...new Set((await Promise.all(histories)).flatMap((file) => file ?? []))];
  if (files.length === 1) return files[0];
  if (files.length === 0) {
    void vscode.window.showInformationMessage(
      l10n.t(
        'No experiment of this workspace names a history. Open the history file, or write {0} to a file {1}.',
        '{"history": "history.json"}',
        '*.oap.json',
      ),
    );
    return undefined;
  }
  const items = files.map((file) => ({
    label: path.basename(file),
    description: vscode.workspace.asRelativePath(workspace.uriOf(file)),
    file,
  }));
  return (await vscode.window.showQuickPick(items, { placeHolder: l10n.t('History to inspect') }))?.file;
}

/** The history of an experiment as it is in its editor; undefined if it has problems. */
async function historyOf(workspace: WorkspaceFiles, uri: vscode.Uri): Promise<string | undefined> {
  const document = await vscode.workspace.openTextDocument(uri);
  const { experiment } = readExperiment(document.getText());
  const file = workspace.pathOf(uri);
  return experiment && file && historyPath(file, experiment);
}
