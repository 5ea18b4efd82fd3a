import path from 'node:path';
import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { InputError } from '../dataset/input-error.ts';
import type { ListedRun } from '../runs/read-run.ts';
import type { HistoryDescriptions } from './history-descriptions.ts';
import { historyText } from './history-text.ts';
import type { RunStore } from './run-store.ts';
import { runText } from './run-text.ts';

const runInput = z.object({ run: z.optional(z.string()) });
const historyInput = z.object({ history: z.optional(z.string()) });

/** Runs that are listed when none of the name is found, at most. */
const mostListed = 20;

/** Answers what assistants in VS Code ask; `package.json` says what the tools are for. Reads only. */
export class LanguageModelTools {
  constructor(
    readonly store: RunStore,
    readonly histories: HistoryDescriptions,
  ) {}

  /** Metrics of a run: the newest, or one by its id, its folder, or its model's name. */
  async runMetrics(input: unknown): Promise<vscode.LanguageModelToolResult> {
    const { run: wanted } = runInput.parse(input ?? {});
    const runs = await this.store.list();
    const found = findRun(runs, wanted);
    return result(found?.run ? runText(found.run) : sayRuns(runs, wanted));
  }

  /** What is in a history: the one named, relative to a folder of the workspace, or that of the newest run. */
  async historyStatistics(input: unknown): Promise<vscode.LanguageModelToolResult> {
    const { history: wanted } = historyInput.parse(input ?? {});
    const file = wanted === undefined ? await this.#newestHistory() : await findFile(wanted);
    if (file === undefined) {
      return result(
        wanted === undefined
          ? 'No run of the workspace says which history it was trained on: name a file.'
          : `There is no file ${wanted} in the workspace.`,
      );
    }
    try {
      return result(historyText(vscode.workspace.asRelativePath(file), await this.histories.of(file)));
    } catch (error) {
      if (error instanceof InputError) return result(error.message);
      throw error;
    }
  }

  async #newestHistory(): Promise<string | undefined> {
    const [newest] = (await this.store.list()).filter(({ run }) => run);
    if (!newest?.run) return undefined;
    const { experimentFile, history } = newest.run;
    return path.resolve(newest.folder, '..', '..', '..', path.dirname(experimentFile), history.file);
  }
}

/** The newest run with this id, folder, or model; the newest of all if none is named. */
export function findRun(runs: readonly ListedRun[], wanted: string | undefined): ListedRun | undefined {
  if (wanted === undefined) return runs.find(({ run }) => run !== undefined);
  return (
    runs.find(({ folder, run }) => run?.id === wanted || folder === wanted || path.basename(folder) === wanted) ??
    runs.find(({ run }) => run?.model === wanted)
  );
}

export function sayRuns(runs: readonly ListedRun[], wanted: string | undefined): string {
  const readable = runs.flatMap(({ run }) => run ?? []);
  if (readable.length === 0)
    return 'There are no runs in this workspace: the command "Operator Actions: Train Model" makes one.';
  const listed = readable.slice(0, mostListed).map((run) => `- ${run.id}: ${run.model}, ${run.protocol}, ${run.state}`);
  const more = readable.length > mostListed ? [`- and ${readable.length - mostListed} more`] : [];
  return [`There is no run "${wanted}". The runs, newest first:`, ...listed, ...more].join('\n');
}

async function findFile(wanted: string): Promise<string | undefined> {
  for (const folder of vscode.workspace.workspaceFolders ?? []) {
    const uri = vscode.Uri.file(path.resolve(folder.uri.fsPath, wanted));
    // Only what is in the workspace: an assistant has no business elsewhere.
    if (!vscode.workspace.getWorkspaceFolder(uri)) continue;
    try {
      await vscode.workspace.fs.stat(uri);
      return uri.fsPath;
    } catch {
      // Not in this folder.
    }
  }
  return undefined;
}

function result(text: string): vscode.LanguageModelToolResult {
  return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(text)]);
}
