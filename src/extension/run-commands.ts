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
    title: 'Rename Run',
    prompt: 'Name in lists and comparisons. Empty = the name of the model.',
    value: readMarks(folder).name ?? '',
  });
  if (name === undefined) return;
  changeMarks(folder, { name });
  store.changed(folder);
}

export async function noteRun(store: RunStore, folder: string): Promise<void> {
  const note = await vscode.window.showInputBox({
    title: 'Note on the Run',
    prompt: 'Shown when the pointer rests on the run. Empty = none.',
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
    void vscode.window.showWarningMessage(`${count(training.length, 'run')} being trained: cancel before deleting.`);
  }
  if (starred.length > 0) {
    void vscode.window.showWarningMessage(
      `${count(starred.length, 'run')} starred: take the star off before deleting.`,
    );
  }
  const deleted = folders.filter((folder) => !training.includes(folder) && !starred.includes(folder));
  if (deleted.length === 0) return;
  for (const folder of deleted) {
    hideRun(folder);
    store.changed(folder);
  }
  const undo = 'Undo';
  const answer = await vscode.window.showInformationMessage(
    `${count(deleted.length, 'run')} deleted, with models, curves and predictions.`,
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

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? ' is' : 's are'}`;
}
