import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { stretchOf } from '../../dataset/remove-task.ts';
import { type TaskFix, taskFixes } from '../../dataset/task-fixes.ts';
import { nearestName } from '../../experiment/field-names.ts';
import type { HistoryDocument, OpenTask } from './history-document.ts';
import type { HistoryDocuments } from './history-documents.ts';
import { problemSource } from './history-problems.ts';

/** Fixes for the problems of a history at the cursor. */
export function quickFixes(
  documents: HistoryDocuments,
  document: vscode.TextDocument,
  { diagnostics }: vscode.CodeActionContext,
): vscode.CodeAction[] {
  const history = documents.of(document);
  const index = history?.index;
  if (!history || !index) return [];
  const own = diagnostics.filter(
    ({ source, severity }) => source === problemSource && severity !== vscode.DiagnosticSeverity.Information,
  );
  return own.flatMap((problem) => {
    const task = history.taskAt(problem.range.start);
    if (!task || problem.severity === vscode.DiagnosticSeverity.Error) return [];
    const start = document.offsetAt(task.range.start);
    const fixes = taskFixes(task.text, index.layout, nearestName).map((fix) =>
      action(document, problem, titleOf(fix), start + fix.from, start + fix.to, fix.text),
    );
    return [...fixes, removal(history, task, problem)];
  });
}

function titleOf({ kind, text }: TaskFix): string {
  return kind === 'count' ? l10n.t('Write the count {0} without quotes', text) : l10n.t('Change to {0}', text);
}

function removal(history: HistoryDocument, task: OpenTask, problem: vscode.Diagnostic): vscode.CodeAction {
  const { document, index } = history;
  if (!index) throw new Error('the history has no index');
  const text = (from: number, to: number): string =>
    document.getText(new vscode.Range(document.positionAt(from), document.positionAt(to)));
  const length = document.offsetAt(new vscode.Position(document.lineCount - 1, Number.MAX_SAFE_INTEGER));
  const { from, to } = stretchOf(index, task.number, text, length);
  return action(document, problem, l10n.t('Remove this task from the history'), from, to, '');
}

function action(
  document: vscode.TextDocument,
  problem: vscode.Diagnostic,
  title: string,
  from: number,
  to: number,
  text: string,
): vscode.CodeAction {
  const fix = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  fix.diagnostics = [problem];
  fix.edit = new vscode.WorkspaceEdit();
  fix.edit.replace(document.uri, new vscode.Range(document.positionAt(from), document.positionAt(to)), text);
  return fix;
}
