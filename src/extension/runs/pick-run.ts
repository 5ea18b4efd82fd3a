import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { canContinue } from '../../measures/run-status.ts';
import type { RunRecord } from '../../protocol/run.ts';
import { shownRun } from '../../runs/compare.ts';
import type { ListedRun } from '../../runs/read-run.ts';
import { experimentOf, type RunStore } from './run-store.ts';
import { stateText } from './state-text.ts';

/** Asks for one of all runs. @returns its folder; undefined if none was chosen, or none exists, which is reported */
export async function pickRun(store: RunStore, placeHolder: string): Promise<string | undefined> {
  return pick(await store.list(), placeHolder, l10n.t('No runs yet. Choose ▷ Train Model next to an experiment.'));
}

/** Lets one of the runs be chosen that have fits to do. */
export async function pickUnfinishedRun(store: RunStore): Promise<string | undefined> {
  const unfinished = (await store.list()).filter(({ run }) => run && canContinue(run.state));
  return pick(
    unfinished,
    l10n.t('Select a run to continue'),
    l10n.t('No run to continue: none was cancelled, interrupted or failed.'),
  );
}

async function pick(runs: readonly ListedRun[], placeHolder: string, none: string): Promise<string | undefined> {
  if (runs.length === 0) {
    void vscode.window.showInformationMessage(none);
    return undefined;
  }
  const items = runs.map(({ folder, run }) => ({
    label: run?.model ?? path.basename(folder),
    description: aboutRun(run),
    folder,
  }));
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.folder;
}

/** Protocol, state and time, as lists of runs to choose from show them. */
export function aboutRun(run: RunRecord | undefined): string {
  if (!run) return stateText(undefined);
  return [run.protocol, stateText(run.state), new Date(run.createdAt).toLocaleString()].join(' · ');
}

interface RunChoice {
  readonly placeHolder: string;
  /** The file whose runs there are to choose from; all if it is not given. */
  readonly experiment?: string;
}

/** Lets runs be chosen. @returns their folders; undefined if none were */
export async function pickRuns(store: RunStore, { placeHolder, experiment }: RunChoice): Promise<string[] | undefined> {
  const runs = (await store.list()).filter(
    ({ folder, run }) => experiment === undefined || (run && experimentOf(folder, run.experimentFile) === experiment),
  );
  if (runs.length === 0) {
    void vscode.window.showInformationMessage(l10n.t('No runs yet. Choose ▷ Train Model next to an experiment.'));
    return undefined;
  }
  const items = runs.map(({ folder, run }) => ({
    label: run ? shownRun(folder, run).name : path.basename(folder),
    description: aboutRun(run),
    folder,
  }));
  const picked = await vscode.window.showQuickPick(items, { placeHolder, canPickMany: true, matchOnDescription: true });
  return picked && picked.length > 0 ? picked.map(({ folder }) => folder) : undefined;
}
