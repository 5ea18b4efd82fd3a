import path from 'node:path';
import * as vscode from 'vscode';
import { formatHistory, type HistoryLayout } from '../../dataset/format.ts';
import { InputError } from '../../dataset/input-error.ts';

const layouts: readonly {
  readonly layout: HistoryLayout;
  readonly label: string;
  readonly detail: string;
  readonly extension: string;
}[] = [
  {
    layout: 'task-per-line',
    label: 'One task per line',
    detail: 'One JSON object, each task on a line of its own',
    extension: '.json',
  },
  {
    layout: 'pretty',
    label: 'Everything on a line of its own',
    detail: 'One JSON object, indented; about one and a half times as large',
    extension: '.json',
  },
  {
    layout: 'lines',
    label: 'JSON Lines',
    detail: 'A JSON object per line, with the name as "task"',
    extension: '.jsonl',
  },
];

/** Writes a history in another layout, as `oap history format` does: asks which, and whether beside the file or in its place. */
export async function formatInWindow(file: string, log: vscode.LogOutputChannel): Promise<string | undefined> {
  const chosen = await vscode.window.showQuickPick(layouts, {
    title: `Format ${path.basename(file)}`,
    placeHolder: 'Layout',
  });
  const output = chosen && (await chooseOutput(file, chosen.layout, chosen.extension));
  if (!chosen || output === undefined) return undefined;
  if (!(await isSaved(file))) return undefined;
  try {
    const tasks = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: `Formatting ${path.basename(file)}`, cancellable: true },
      (_, token) => {
        const cancelled = new AbortController();
        token.onCancellationRequested(() => cancelled.abort());
        return formatHistory(file, output, chosen.layout, { inPlace: output === file, signal: cancelled.signal });
      },
    );
    log.info(`formatted ${tasks} tasks of ${file} as ${output}`);
    if (output !== file) await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(output));
    return output;
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') return undefined;
    if (!(error instanceof InputError)) throw error;
    await vscode.window.showErrorMessage(error.message);
    return undefined;
  }
}

async function chooseOutput(file: string, layout: HistoryLayout, extension: string): Promise<string | undefined> {
  const { dir, name } = path.parse(file);
  const beside = path.join(dir, `${name}.${layout}${extension}`);
  const items = [
    {
      label: `Beside it, as ${path.basename(beside)}`,
      detail: (await exists(beside)) ? 'Replaces the file of this name' : 'The history stays as it is',
      output: beside,
    },
    {
      label: 'In its place',
      detail: 'At once or not at all. Runs that were trained on the file will say that it has changed',
      output: file,
    },
  ];
  return (await vscode.window.showQuickPick(items, { title: `Format ${path.basename(file)}`, placeHolder: 'Where' }))
    ?.output;
}

/** What is formatted is the file: changes of an editor have to be in it. */
async function isSaved(file: string): Promise<boolean> {
  const document = vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'file' && uri.fsPath === file);
  if (!document?.isDirty) return true;
  const save = 'Save and Format';
  const answer = await vscode.window.showWarningMessage(`${path.basename(file)} has changes that are not saved.`, save);
  return answer === save && document.save();
}

async function exists(file: string): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(vscode.Uri.file(file));
    return true;
  } catch {
    // Whatever the reason, there is nothing to replace that is known of.
    return false;
  }
}
