import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { hideRun, purgeRun, restoreRun } from '../runs/delete-run.ts';
import { changeMarks, readMarks } from '../runs/marks.ts';
import type { RunStore } from './run-store.ts';

/** Changes what people say of runs; undone by doing the contrary. */
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

/** Deletes runs, which can be undone as long as the message stands. Starred runs and such that are being trained stay. */
export async function deleteRuns(store: RunStore, folders: readonly string[]): Promise<void> {
  const training = folders.filter((folder) => store.training.some((live) => live.folder === folder));
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
        ? l10n.t('1 run is starred: take the star off before deleting.')
        : l10n.t('{0} runs are starred: take the star off before deleting.', starred.length),
    );
  }
  const deleted = folders.filter((folder) => !training.includes(folder) && !starred.includes(folder));
  if (deleted.length === 0) return;
  for (const folder of deleted) {
    hideRun(folder);
    store.changed(folder);
  }
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
