import path from 'node:path';
import * as l10n from '@vscode/l10n';
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
    label: l10n.t('One task per line'),
    detail: l10n.t('One JSON object, one task per line'),
    extension: '.json',
  },
  {
    layout: 'pretty',
    label: l10n.t('Indented'),
    detail: l10n.t('One JSON object, indented; about one and a half times as large'),
    extension: '.json',
  },
  {
    layout: 'lines',
    label: l10n.t('JSON Lines'),
    detail: l10n.t('A JSON object per line, with the name as "task"'),
    extension: '.jsonl',
  },
];

/** Writes a history in another layout, as `oap history format` does: asks which, and whether as a new file or in its place. */
export async function formatInWindow(file: string, log: vscode.LogOutputChannel): Promise<string | undefined> {
  const chosen = await vscode.window.showQuickPick(layouts, {
    title: titleOf(file),
    placeHolder: l10n.t({ message: 'Layout', comment: 'Of the text of a history' }),
  });
  const output = chosen && (await chooseOutput(file, chosen.layout, chosen.extension));
  if (!chosen || output === undefined) return undefined;
  if (!(await isSaved(file))) return undefined;
  try {
    const tasks = await vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: l10n.t('Formatting {0}', path.basename(file)),
        cancellable: true,
      },
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
  const copy = path.join(dir, `${name}.${layout}${extension}`);
  const items = [
    {
      label: l10n.t('As a new file, {0}', path.basename(copy)),
      detail: (await exists(copy)) ? l10n.t('Replaces the file of this name') : l10n.t('The history stays as it is'),
      output: copy,
    },
    {
      label: l10n.t({ message: 'In its place', comment: 'A formatted history replaces the file' }),
      detail: l10n.t('At once or not at all. Runs that were trained on the file will say that it has changed'),
      output: file,
    },
  ];
  return (
    await vscode.window.showQuickPick(items, {
      title: titleOf(file),
      placeHolder: l10n.t({ message: 'Where', comment: 'To write a formatted history' }),
    })
  )?.output;
}

function titleOf(file: string): string {
  return l10n.t({ message: 'Format {0}', args: [path.basename(file)], comment: 'Title; {0} = file to be formatted' });
}

/** What is formatted is the file: changes of an editor have to be in it. */
async function isSaved(file: string): Promise<boolean> {
  const document = vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'file' && uri.fsPath === file);
  if (!document?.isDirty) return true;
  const save = l10n.t('Save and Format');
  const answer = await vscode.window.showWarningMessage(
    l10n.t('{0} has changes that are not saved.', path.basename(file)),
    save,
  );
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
