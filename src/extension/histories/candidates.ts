import type * as vscode from 'vscode';
import { looksLikeHistory } from '../../dataset/sniff-history.ts';
import { isExperiment } from '../files/experiment-name.ts';

/** Languages of files that may be histories. */
export const historyLanguages = ['json', 'jsonl', 'jsonc'];

/** Characters read to distinguish a history from other JSON. */
const sniffed = 1 << 16;

function isCandidate({ languageId, fileName }: vscode.TextDocument): boolean {
  return historyLanguages.includes(languageId) && !isExperiment(fileName);
}

/** Documents that were taken for histories, and others with the version in which they were checked. */
const histories = new WeakSet<vscode.TextDocument>();
const others = new WeakMap<vscode.TextDocument, number>();

/** Whether a document is a history: it begins as one, or did so once, or was taken for one. */
export function isHistory(document: vscode.TextDocument): boolean {
  if (histories.has(document)) return true;
  if (!isCandidate(document) || others.get(document) === document.version) return false;
  if (looksLikeHistory(beginningOf(document))) histories.add(document);
  else others.set(document, document.version);
  return histories.has(document);
}

export function takeForHistory(document: vscode.TextDocument): void {
  histories.add(document);
}

function beginningOf(document: vscode.TextDocument): string {
  let text = '';
  for (let line = 0; line < document.lineCount && text.length < sniffed; line++) {
    text += `${document.lineAt(line).text.slice(0, sniffed - text.length)}\n`;
  }
  return text;
}
