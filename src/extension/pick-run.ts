import path from 'node:path';
import * as vscode from 'vscode';
import { unfinishedStates } from '../protocol/run.ts';
import type { ListedRun } from '../runs/read-run.ts';
import type { RunStore } from './run-store.ts';

/** Lets one of all runs be chosen. @returns its folder; undefined if none was chosen, or there is none, which is said */
export async function pickRun(store: RunStore, placeHolder: string): Promise<string | undefined> {
  return pick(await store.list(), placeHolder, 'There are no runs yet: Train Model makes one.');
}

/** Lets one of the runs be chosen that have fits to do. */
export async function pickUnfinishedRun(store: RunStore): Promise<string | undefined> {
  const unfinished = (await store.list()).filter(({ run }) => run && unfinishedStates.includes(run.state));
  return pick(unfinished, 'Run to continue', 'There is no run to continue: none was cancelled, interrupted or failed.');
}

async function pick(runs: readonly ListedRun[], placeHolder: string, none: string): Promise<string | undefined> {
  if (runs.length === 0) {
    void vscode.window.showInformationMessage(none);
    return undefined;
  }
  const items = runs.map(({ folder, run }) => ({
    label: run?.model ?? path.basename(folder),
    description: run ? `${run.protocol} · ${run.state} · ${new Date(run.createdAt).toLocaleString()}` : 'unreadable',
    folder,
  }));
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.folder;
}
