import path from 'node:path';
import * as vscode from 'vscode';
import type { Experiment } from '../experiment/definition.ts';
import type { ModelSpecification } from '../experiment/model-specification.ts';
import { modelSpecifications } from '../experiment/model-specification.ts';
import { readExperiment } from '../experiment/read-experiment.ts';

export const experimentPattern = '**/*.oap.json';

export function isExperiment(document: vscode.TextDocument): boolean {
  return document.fileName.endsWith('.oap.json');
}

/**
 * The experiment file a command is meant for: the one given, the one in the active editor, the only one of the workspace, or
 * the one that is picked. Undefined if nothing was picked or there is none (which has been said then).
 */
export async function chooseExperiment(given: vscode.Uri | undefined): Promise<vscode.Uri | undefined> {
  if (given) return given;
  const active = vscode.window.activeTextEditor?.document;
  if (active && isExperiment(active)) return active.uri;
  const files = await vscode.workspace.findFiles(experimentPattern, '**/node_modules/**', 500);
  if (files.length === 1) return files[0];
  if (files.length === 0) {
    const open = 'Open Sample Workspace';
    const answer = await vscode.window.showInformationMessage(
      'There is no experiment (*.oap.json) in this workspace. The sample workspace has one, with a generated history.',
      open,
    );
    if (answer === open) await vscode.commands.executeCommand('operatorActions.openSampleWorkspace');
    return undefined;
  }
  const items = files
    .map((uri) => ({ label: path.basename(uri.fsPath), description: vscode.workspace.asRelativePath(uri), uri }))
    .sort((a, b) => a.description.localeCompare(b.description));
  const picked = await vscode.window.showQuickPick(items, { placeHolder: 'Experiment to train' });
  return picked?.uri;
}

/**
 * Reads an experiment as it stands in its editor, saved first, so that what is trained is what a file holds.
 *
 * @returns undefined if it has problems; they stand in the Problems view and have been pointed out
 */
export async function loadExperiment(uri: vscode.Uri): Promise<Experiment | undefined> {
  const document = await vscode.workspace.openTextDocument(uri);
  if (document.isDirty && !(await document.save())) return undefined;
  const { experiment, problems } = readExperiment(document.getText());
  if (experiment) return experiment;
  const [{ message, offset }] = problems;
  const line = document.positionAt(offset).line + 1;
  const show = 'Show';
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  const answer = await vscode.window.showErrorMessage(
    `${path.basename(uri.fsPath)}, line ${line}: ${message}${more}`,
    show,
  );
  if (answer === show) {
    const position = document.positionAt(offset);
    await vscode.window.showTextDocument(document, { selection: new vscode.Range(position, position) });
  }
  return undefined;
}

/** The models to train: the only one, or those that are picked. Undefined if nothing was picked. */
export async function chooseModels(experiment: Experiment): Promise<ModelSpecification[] | undefined> {
  const all = modelSpecifications(experiment);
  if (all.length === 1) return all;
  const items = all.map((model) => ({ label: model.name, picked: true, model }));
  const picked = await vscode.window.showQuickPick(items, { canPickMany: true, placeHolder: 'Models to train' });
  return picked && picked.length > 0 ? picked.map(({ model }) => model) : undefined;
}
