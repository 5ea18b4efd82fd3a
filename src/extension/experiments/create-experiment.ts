import fs from 'node:fs';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { InputError } from '../../dataset/input-error.ts';
import { studyTargets } from '../../dataset/study-targets.ts';
import { usualModels } from '../../experiment/definition.ts';
import { newExperimentText } from '../../experiment/new-experiment.ts';
import { models } from '../../models/registry.ts';
import type { HistoryPanelDescription } from '../../protocol/history-panel.ts';
import { requireDisk } from '../files/require-disk.ts';
import { isHistory } from '../histories/candidates.ts';
import type { HistoryDescriptions } from '../histories/history-descriptions.ts';

/**
 * Writes an experiment for a history and opens it: asks for the history (unless one is given), what to learn, the models to
 * compare, and the file's name.
 *
 * @returns the new file; undefined if something was not chosen or the history cannot be used, which has been said then
 */
export async function newExperiment(
  histories: HistoryDescriptions,
  given: vscode.Uri | undefined,
): Promise<vscode.Uri | undefined> {
  const history = given ?? (await chooseHistoryFile());
  if (!history || !requireDisk(history)) return undefined;
  const facts = await describe(histories, history.fsPath);
  if (!facts) return undefined;
  const targets = await chooseTargets(facts);
  const chosen = targets && (await chooseModels());
  const file = chosen && (await chooseFile(history.fsPath));
  if (!targets || !chosen || !file) return undefined;
  const written = path.relative(path.dirname(file), history.fsPath).split(path.sep).join('/');
  const siblings = { sharing: facts.workflows.sharing, tasks: facts.tasks };
  const text = newExperimentText({ history: written, targets, models: chosen, siblings });
  fs.writeFileSync(file, text, { flag: 'wx' });
  const uri = vscode.Uri.file(file);
  await vscode.window.showTextDocument(uri);
  return uri;
}

async function chooseHistoryFile(): Promise<vscode.Uri | undefined> {
  const active = vscode.window.activeTextEditor?.document;
  if (active && isHistory(active)) return active.uri;
  const picked = await vscode.window.showOpenDialog({
    title: l10n.t('History to learn from'),
    openLabel: l10n.t('Learn from This'),
    filters: { [l10n.t({ message: 'Histories', comment: 'Type of files in a dialog' })]: ['json', 'jsonl'] },
  });
  return picked?.[0];
}

async function describe(histories: HistoryDescriptions, file: string): Promise<HistoryPanelDescription | undefined> {
  const location = vscode.ProgressLocation.Notification;
  const title = l10n.t('Reading {0}', path.basename(file));
  try {
    const facts = await vscode.window.withProgress({ location, title }, () => histories.of(file));
    if (facts.targets.length > 0) return facts;
    void vscode.window.showErrorMessage(
      l10n.t('{0} has no task with parameters: there is nothing to learn.', path.basename(file)),
    );
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    void vscode.window.showErrorMessage(error.message);
  }
  return undefined;
}

/** Parameters with this many values are rarely decisions: they are not proposed. */
const manyValues = 50;

async function chooseTargets({ targets }: HistoryPanelDescription): Promise<string[] | undefined> {
  const isOfStudy = [...studyTargets.keys()].every((name) => targets.some((one) => one.name === name));
  const items = targets.map(({ name, classes, rawValues }) => ({
    label: name,
    description: classes
      .slice(0, 6)
      .map((one) => `${one.name} ${one.tasks.toLocaleString('en')}`)
      .join(', '),
    picked: isOfStudy ? studyTargets.has(name) : rawValues.length > 1 && rawValues.length <= manyValues,
  }));
  const placeHolder = l10n.t('Decisions to predict');
  const title = l10n.t('New Experiment');
  const picked = await vscode.window.showQuickPick(items, { title, canPickMany: true, placeHolder });
  return picked && picked.length > 0 ? picked.map(({ label }) => label) : undefined;
}

async function chooseModels(): Promise<string[] | undefined> {
  const isFirst = ({ name }: { readonly name: string }): boolean => [...usualModels, 'best'].includes(name);
  const items = [...models.filter(isFirst), ...models.filter((model) => !isFirst(model))].map(
    ({ name, description }) => ({ label: name, detail: description, picked: usualModels.includes(name) }),
  );
  const placeHolder = l10n.t('Models to train');
  const title = l10n.t('New Experiment');
  const picked = await vscode.window.showQuickPick(items, { title, canPickMany: true, placeHolder });
  return picked && picked.length > 0 ? picked.map(({ label }) => label) : undefined;
}

async function chooseFile(history: string): Promise<string | undefined> {
  const folder = path.dirname(history);
  const ending = '.oap.json';
  const fileOf = (name: string): string => path.join(folder, name.endsWith(ending) ? name : `${name}${ending}`);
  const name = await vscode.window.showInputBox({
    title: l10n.t('New Experiment'),
    prompt: l10n.t('Name of the experiment file, in the folder of the history'),
    value: path.basename(history).replace(/\.jsonl?$/, ending),
    validateInput: (text) => {
      if (!/^[^\\/:*?"<>|]+$/.test(text) || text.trim() === '') return l10n.t('Expected a file name.');
      const file = fileOf(text);
      return fs.existsSync(file) ? l10n.t('{0} already exists.', path.basename(file)) : undefined;
    },
  });
  return name === undefined ? undefined : fileOf(name);
}
