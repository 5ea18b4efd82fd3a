import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Experiment } from '../../experiment/definition.ts';
import type { ModelSpecification } from '../../experiment/model-specification.ts';
import { modelSpecifications } from '../../experiment/model-specification.ts';
import { readExperiment } from '../../experiment/read-experiment.ts';
import { lastSelection } from '../../measures/winner.ts';
import type { ProtocolName } from '../../protocol/run.ts';
import type { ListedRun } from '../../runs/read-run.ts';
import { isExperiment } from '../files/experiment-name.ts';
import type { WorkspaceFiles } from '../files/workspace-files.ts';
import { experimentOf } from '../runs/run-store.ts';

/**
 * The experiment file a command is meant for: the one given, the one in the active editor, the only one of the workspace, or
 * the one that is picked. Undefined if nothing was picked or there is none (which has been said then).
 */
export async function chooseExperiment(
  workspace: WorkspaceFiles,
  given: vscode.Uri | undefined,
): Promise<vscode.Uri | undefined> {
  if (given) return given;
  const active = vscode.window.activeTextEditor?.document;
  if (active && isExperiment(active.fileName)) return active.uri;
  const files = (await workspace.findExperiments()).map((file) => workspace.uriOf(file));
  if (files.length === 1) return files[0];
  if (files.length === 0) {
    const open = l10n.t('Open Sample Workspace');
    const answer = await vscode.window.showInformationMessage(
      l10n.t('This workspace has no experiment (*.oap.json). The sample workspace has one, with a generated history.'),
      open,
    );
    if (answer === open) await vscode.commands.executeCommand('operatorActions.openSampleWorkspace');
    return undefined;
  }
  const items = files
    .map((uri) => ({ label: path.basename(uri.path), description: vscode.workspace.asRelativePath(uri), uri }))
    .sort((a, b) => a.description.localeCompare(b.description));
  const picked = await vscode.window.showQuickPick(items, { placeHolder: l10n.t('Experiment to train') });
  return picked?.uri;
}

/**
 * Reads an experiment as it is in its editor, saved first, so that what is trained is what a file holds.
 *
 * @returns undefined if it has problems; they are in the Problems view and have been pointed out
 */
export async function loadExperiment(uri: vscode.Uri): Promise<Experiment | undefined> {
  const document = await vscode.workspace.openTextDocument(uri);
  if (document.isDirty && !(await document.save())) return undefined;
  const { experiment, problems } = readExperiment(document.getText());
  if (experiment) return experiment;
  const [{ message, offset }] = problems;
  const line = document.positionAt(offset).line + 1;
  const show = l10n.t({ message: 'Show', comment: 'Button: goes to a problem in a file' });
  const name = path.basename(uri.path);
  const answer = await vscode.window.showErrorMessage(
    problems.length > 1
      ? l10n.t('{0}, line {1}: {2} (and {3} more)', name, line, message, problems.length - 1)
      : l10n.t('{0}, line {1}: {2}', name, line, message),
    show,
  );
  if (answer === show) {
    const position = document.positionAt(offset);
    await vscode.window.showTextDocument(document, { selection: new vscode.Range(position, position) });
  }
  return undefined;
}

/**
 * The models for a command: the only one, or those picked. A selection compares all by default. A test is of one model, at best
 * the one that the last selection named: test sets are for the model that was chosen.
 *
 * @returns undefined if nothing was picked
 */
export async function chooseModels(
  experiment: Experiment,
  file: vscode.Uri,
  protocol: ProtocolName,
  runs: readonly ListedRun[],
): Promise<ModelSpecification[] | undefined> {
  const all = modelSpecifications(experiment);
  if (all.length === 1) return all;
  if (protocol === 'repeated-test') return chooseTested(all, file, runs);
  const items = all.map((model, i) => ({
    label: model.name,
    picked: protocol === 'cross-validation' || i === 0,
    model,
  }));
  const placeHolder = protocol === 'cross-validation' ? l10n.t('Models to compare') : l10n.t('Models to train');
  const picked = await vscode.window.showQuickPick(items, { canPickMany: true, placeHolder });
  return picked && picked.length > 0 ? picked.map(({ model }) => model) : undefined;
}

async function chooseTested(
  models: readonly ModelSpecification[],
  file: vscode.Uri,
  runs: readonly ListedRun[],
): Promise<ModelSpecification[] | undefined> {
  const ofFile = runs.flatMap(({ folder, run }) =>
    run && experimentOf(folder, run.experimentFile) === file.fsPath ? [run] : [],
  );
  const best = lastSelection(ofFile)?.standings[0];
  const items = models.map((model) => ({
    label: model.name,
    description: model.name === best?.model ? l10n.t('best of the last selection') : '',
    model,
  }));
  items.sort((a, b) => Number(b.description !== '') - Number(a.description !== ''));
  const picked = await vscode.window.showQuickPick(items, { placeHolder: l10n.t('Model to test') });
  return picked && [picked.model];
}

/** The model whose settings are searched: the only one, or the one that is picked. */
export async function chooseTuned(experiment: Experiment): Promise<ModelSpecification | undefined> {
  const all = modelSpecifications(experiment);
  if (all.length === 1) return all[0];
  const items = all.map((model) => ({ label: model.name, model }));
  return (await vscode.window.showQuickPick(items, { placeHolder: l10n.t('Model to tune') }))?.model;
}

/** How many settings a search tries. */
export async function chooseCalls(): Promise<number | undefined> {
  const answer = await vscode.window.showInputBox({
    title: l10n.t('Tune Model'),
    prompt: l10n.t('How many settings to try. Each is cross-validated on all targets and is a run.'),
    value: '12',
    validateInput: (text) =>
      /^[1-9]\d{0,3}$/.test(text) ? undefined : l10n.t('Expected a whole number from 1 to 9999.'),
  });
  return answer === undefined ? undefined : Number(answer);
}
