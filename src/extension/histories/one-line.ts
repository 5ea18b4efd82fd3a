import * as vscode from 'vscode';

/** Whether a history has a line of which VS Code shows only the beginning, with many tasks in it. */
export function isOneLine(document: vscode.TextDocument): boolean {
  if (document.lineCount > 3) return false;
  const most = vscode.workspace.getConfiguration('editor', document).get<number>('stopRenderingLineAfter') ?? 10_000;
  if (most < 0) return false;
  return Array.from({ length: document.lineCount }, (_, line) => document.lineAt(line).text.length).some(
    (length) => length > most,
  );
}
