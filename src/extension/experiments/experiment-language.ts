import fs from 'node:fs';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { InputError } from '../../dataset/input-error.ts';
import { newExperimentText } from '../../experiment/new-experiment.ts';
import { type Place, type Proposal, placeAt, proposalsFor, type Wanted } from '../../experiment/proposals.ts';
import { readExperiment } from '../../experiment/read-experiment.ts';
import { models } from '../../models/registry.ts';
import type { HistoryPanelDescription } from '../../protocol/history-panel.ts';
import { isExperiment } from '../files/experiment-name.ts';
import type { HistoryDescriptions } from '../histories/history-descriptions.ts';
import { escaped } from '../histories/markdown-text.ts';
import { experimentProblems, historyOfExperiment } from './experiment-problems.ts';

/** Files that are proposed as histories, at most. */
const maxFiles = 200;

/**
 * What VS Code asks about an experiment file beyond its JSON schema: names and values of its history, files, models; what
 * they are; links; and corrections.
 */
export class ExperimentLanguage
  implements vscode.CompletionItemProvider, vscode.HoverProvider, vscode.CodeActionProvider, vscode.DocumentLinkProvider
{
  constructor(readonly histories: HistoryDescriptions) {}

  async provideCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.CompletionItem[]> {
    const text = document.getText();
    if (text.trim() === '') return wholeExperiments(document);
    const place = placeAt(text, document.offsetAt(position));
    if (!place) return [];
    const proposals =
      place.wanted.kind === 'history'
        ? await historyProposals(document)
        : proposalsFor(place.wanted, await this.#factsFor(place.wanted, document));
    return proposals.map((proposal, i) => completion(document, place, proposal, i));
  }

  async provideHover(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Hover | undefined> {
    const place = placeAt(document.getText(), document.offsetAt(position));
    if (!place || place.range.length === 0) return undefined;
    const name = textOf(document, place);
    const said = name === undefined ? undefined : await this.#explain(place.wanted, name, document);
    return said && new vscode.Hover(said, rangeOf(document, place.range));
  }

  async provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    { diagnostics }: vscode.CodeActionContext,
  ): Promise<vscode.CodeAction[]> {
    const problems = await experimentProblems(this.histories, document);
    return problems.flatMap(({ offset, length, message, replacement }) => {
      const place = rangeOf(document, { offset, length });
      if (replacement === undefined || !place.intersection(range)) return [];
      const action = new vscode.CodeAction(l10n.t('Change to {0}', replacement), vscode.CodeActionKind.QuickFix);
      action.diagnostics = diagnostics.filter((one) => one.message === message && one.range.isEqual(place));
      action.isPreferred = true;
      action.edit = new vscode.WorkspaceEdit();
      action.edit.replace(document.uri, place, replacement);
      return [action];
    });
  }

  async provideDocumentLinks(document: vscode.TextDocument): Promise<vscode.DocumentLink[]> {
    const { files } = this.histories;
    const file = historyOfExperiment(this.histories.files, document);
    if (file === undefined) return [];
    await files.fetch(file);
    if (!fs.existsSync(file)) return [];
    const { locate } = readExperiment(document.getText());
    const link = new vscode.DocumentLink(rangeOf(document, locate(['history'])), files.uriOf(file));
    link.tooltip = l10n.t('Open the history');
    return [link];
  }

  async #explain(
    wanted: Wanted,
    name: string,
    document: vscode.TextDocument,
  ): Promise<vscode.MarkdownString | undefined> {
    switch (wanted.kind) {
      case 'model': {
        const [family] = name.split('+');
        const model = models.find((one) => one.name === family);
        return model && paragraphs(model.description, ...suffixTexts(name));
      }
      case 'history': {
        const facts = await this.#facts(document);
        if (typeof facts === 'string') return paragraphs(facts);
        const counts = [tasksText(facts.tasks), codesText(facts.codes), sitesText(facts.sites)];
        const synthetic = facts.synthetic ? [l10n.t('Synthetic: the history was generated.')] : [];
        return paragraphs(
          counts.join(', '),
          l10n.t('Parameters: {0}', facts.targets.map((one) => one.name).join(', ')),
          ...synthetic,
        );
      }
      case 'target': {
        const facts = await this.#facts(document);
        if (typeof facts === 'string') return paragraphs(facts);
        const target = facts.targets.find((one) => one.name === name);
        if (!target) return paragraphs(l10n.t('The history has no parameter {0}.', name));
        const classes = target.classes.map((one) => `${one.name} ${counted(one.tasks)}`);
        return paragraphs(l10n.t('Classes: {0}', classes.join(', ')));
      }
      case 'order':
        return paragraphs(l10n.t('The numbers or dates of this parameter order the tasks.'));
      case 'default':
      case 'raw-value': {
        const facts = await this.#facts(document);
        if (typeof facts === 'string') return paragraphs(facts);
        const target = facts.targets.find((one) => one.name === wanted.target);
        const values = wanted.kind === 'default' ? target?.classes : target?.rawValues;
        const tasks = values?.find((one) => one.name === name)?.tasks ?? 0;
        return paragraphs(
          tasks === 1 ? l10n.t('1 task of the history') : l10n.t('{0} tasks of the history', counted(tasks)),
        );
      }
      default:
        throw new Error(`nothing is known of ${wanted satisfies never}`);
    }
  }

  async #factsFor(wanted: Wanted, document: vscode.TextDocument): Promise<HistoryPanelDescription | undefined> {
    if (wanted.kind === 'model') return undefined;
    const facts = await this.#facts(document);
    return typeof facts === 'string' ? undefined : facts;
  }

  /** What is in the history of an experiment as it is written, or why that is not known. */
  async #facts(document: vscode.TextDocument): Promise<HistoryPanelDescription | string> {
    const history = historyOfExperiment(this.histories.files, document);
    if (history === undefined) return l10n.t('The experiment has no history.');
    try {
      return await this.histories.of(history);
    } catch (error) {
      if (error instanceof InputError) return error.message;
      throw error;
    }
  }
}

function completion(
  document: vscode.TextDocument,
  { range, isNewField }: Place,
  { name, detail }: Proposal,
  rank: number,
): vscode.CompletionItem {
  const item = new vscode.CompletionItem(JSON.stringify(name), vscode.CompletionItemKind.Value);
  item.detail = detail;
  item.range = rangeOf(document, range);
  const { offset, length } = range;
  const isFollowed = /^\s*"/.test(document.getText().slice(offset + length));
  item.insertText = isNewField ? `${JSON.stringify(name)}: {}${isFollowed ? ',' : ''}` : JSON.stringify(name);
  item.filterText = JSON.stringify(name);
  item.sortText = String(rank).padStart(4, '0');
  return item;
}

/** For an empty file: experiments that are whole. */
function wholeExperiments(document: vscode.TextDocument): vscode.CompletionItem[] {
  const history = 'history.json';
  const all = new vscode.Range(new vscode.Position(0, 0), document.lineAt(document.lineCount - 1).range.end);
  const snippets: [string, string, string][] = [
    ['experiment', l10n.t('The smallest one: everything has a default'), `{\n  "history": "${history}"\n}\n`],
    [
      'experiment-compare',
      l10n.t('Networks and trees to compare, with comments'),
      newExperimentText({ history, targets: undefined, models: models.map(({ name }) => name) }),
    ],
  ];
  return snippets.map(([label, detail, text]) => {
    const item = new vscode.CompletionItem(label, vscode.CompletionItemKind.Snippet);
    item.detail = detail;
    item.range = all;
    // The name of the history is what to change first.
    const escaped = text.replaceAll(/[$}\\]/g, '\\$&').replace(`"${history}"`, `"\${1:${history}}"`);
    item.insertText = new vscode.SnippetString(escaped);
    item.documentation = new vscode.MarkdownString().appendCodeblock(text, 'jsonc');
    return item;
  });
}

/** JSON files of the folder and below it. */
async function historyProposals(document: vscode.TextDocument): Promise<Proposal[]> {
  // Nobody may be able to search folders that are not on the disk.
  if (document.uri.scheme !== 'file') return [];
  const folder = path.dirname(document.fileName);
  const pattern = new vscode.RelativePattern(folder, '**/*.{json,jsonl}');
  const files = await vscode.workspace.findFiles(pattern, '**/{node_modules,.oap,.vscode}/**', maxFiles);
  return files
    .map(({ fsPath }) => path.relative(folder, fsPath).split(path.sep).join('/'))
    .filter((file) => !isExperiment(file))
    .sort((a, b) => a.split('/').length - b.split('/').length || (a < b ? -1 : 1))
    .map((name) => ({ name, detail: l10n.t({ message: 'file', comment: 'Beside the name of a file' }) }));
}

/** The string at a place, without its quotes; undefined if there is none. */
function textOf(document: vscode.TextDocument, { range }: Place): string | undefined {
  try {
    const value: unknown = JSON.parse(document.getText(rangeOf(document, range)));
    return typeof value === 'string' ? value : undefined;
  } catch {
    // Half-written: nothing is known about it yet.
    return undefined;
  }
}

function suffixTexts(name: string): string[] {
  return [
    ...(name.includes('+attention') ? [l10n.t('+attention: weighs codes and sites first.')] : []),
    ...(name.includes('+smote') ? [l10n.t('+smote: the classes of the training rows are balanced by SMOTE.')] : []),
  ];
}

/** Text, in which names from data stay text. */
function paragraphs(...texts: readonly string[]): vscode.MarkdownString {
  return new vscode.MarkdownString(texts.map(escaped).join('\n\n'));
}

function tasksText(count: number): string {
  return count === 1 ? l10n.t('1 task') : l10n.t('{0} tasks', counted(count));
}

function codesText(count: number): string {
  return count === 1 ? l10n.t('1 error code') : l10n.t('{0} error codes', counted(count));
}

function sitesText(count: number): string {
  return count === 1 ? l10n.t('1 site') : l10n.t('{0} sites', counted(count));
}

function counted(count: number): string {
  return count.toLocaleString('en');
}

function rangeOf(document: vscode.TextDocument, { offset, length }: { offset: number; length: number }): vscode.Range {
  return new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
}
