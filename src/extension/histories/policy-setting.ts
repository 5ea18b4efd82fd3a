import path from 'node:path';
import * as vscode from 'vscode';
import { experimentFolder } from '../../runs/run-paths.ts';
import { policyName } from '../files/policy-name.ts';

/** File of the policy for a run's predictions, as the setting names it: relative to the folder of the run's experiments. */
export function policyFileOf(run: string): string {
  const folder = experimentFolder(run);
  const named = vscode.workspace.getConfiguration('operatorActions', vscode.Uri.file(run)).get('policy', policyName);
  return path.resolve(folder, named);
}

/** Is called when another policy may apply: another file is named, or one is written. */
export function onPolicyChange(changed: () => void): vscode.Disposable {
  const watcher = vscode.workspace.createFileSystemWatcher('**/*policy*.json');
  return vscode.Disposable.from(
    watcher,
    watcher.onDidCreate(changed),
    watcher.onDidChange(changed),
    watcher.onDidDelete(changed),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('operatorActions.policy')) changed();
    }),
  );
}
