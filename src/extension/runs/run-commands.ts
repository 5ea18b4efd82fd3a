import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { hideRun, NotDeletable, purgeRun, restoreRun } from '../../runs/delete-run.ts';
import { FolderLocked } from '../../runs/folder-lock.ts';
import { changeMarks, readMarks } from '../../runs/marks.ts';
import { readListed } from '../../runs/read-run.ts';
import type { RunStore } from './run-store.ts';

/** Changes what people note about runs; undone by the opposite change. */
export function starRuns(store: RunStore, folders: readonly string[], starred: boolean): void {
  for (const folder of folders) {
    changeMarks(folder, { starred });
    store.changed(folder);
  }
}

export async function renameRun(store: RunStore, folder: string): Promise<void> {
  const name = await vscode.window.showInputBox({
    title: l10n.t('Rename Run'),
    prompt: l10n.t('Name in lists and comparisons. Empty = the name of the model.'),
    value: readMarks(folder).name ?? '',
  });
  if (name === undefined) return;
  changeMarks(folder, { name });
  store.changed(folder);
}

export async function noteRun(store: RunStore, folder: string): Promise<void> {
  const note = await vscode.window.showInputBox({
    title: l10n.t('Note on the Run'),
    prompt: l10n.t('Shown when the pointer rests on the run. Empty = none.'),
    value: readMarks(folder).note ?? '',
  });
  if (note === undefined) return;
  changeMarks(folder, { note });
  store.changed(folder);
}

/** Deletes runs, which can be undone as long as the message is shown. Starred runs and runs in training stay. */
export async function deleteRuns(store: RunStore, folders: readonly string[]): Promise<void> {
  const training = folders.filter((folder) => isTrained(store, folder));
  const starred = folders.filter((folder) => !training.includes(folder) && readMarks(folder).starred);
  if (training.length > 0) {
    void vscode.window.showWarningMessage(
      training.length === 1
        ? l10n.t('1 run is being trained: cancel before deleting.')
        : l10n.t('{0} runs are being trained: cancel before deleting.', training.length),
    );
  }
  if (starred.length > 0) {
    void vscode.window.showWarningMessage(
      starred.length === 1
        ? l10n.t('1 run is starred: unstar it before deleting.')
        : l10n.t('{0} runs are starred: unstar them before deleting.', starred.length),
    );
  }
  const deleted = folders.filter(
    (folder) => !training.includes(folder) && !starred.includes(folder) && hide(store, folder),
  );
  if (deleted.length === 0) return;
  const undo = l10n.t('Undo');
  const answer = await vscode.window.showInformationMessage(
    deleted.length === 1
      ? l10n.t('1 run is deleted, with models, curves and predictions.')
      : l10n.t('{0} runs are deleted, with models, curves and predictions.', deleted.length),
    undo,
  );
  for (const folder of deleted) {
    if (answer === undo) {
      restoreRun(folder);
      store.changed(folder);
    } else {
      purgeRun(folder);
    }
  }
}

/** Whether a run is being trained, here or elsewhere. */
function isTrained(store: RunStore, folder: string): boolean {
  return store.training.some((live) => live.folder === folder) || readListed(folder).run?.state === 'running';
}

/** Puts a run out of sight, or says why it stays. */
function hide(store: RunStore, folder: string): boolean {
  try {
    hideRun(folder);
  } catch (error) {
    if (!(error instanceof NotDeletable) && !(error instanceof FolderLocked)) throw error;
    void vscode.window.showWarningMessage(
      error instanceof FolderLocked
        ? l10n.t('Another window is still working on this run. Try again in a moment.')
        : error.message,
    );
    return false;
  }
  store.changed(folder);
  return true;
}
