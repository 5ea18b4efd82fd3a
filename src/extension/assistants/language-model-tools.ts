import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { InputError } from '../../dataset/input-error.ts';
import { predictionWorker } from '../../execution/lasting-worker.ts';
import { askOnce } from '../../execution/worker-thread.ts';
import type { TaskPrediction } from '../../protocol/prediction.ts';
import { type ListedRun, RunUnreadable } from '../../runs/read-run.ts';
import { historyOfRun } from '../../runs/run-paths.ts';
import type { WorkspaceFiles } from '../files/workspace-files.ts';
import type { HistoryDescriptions } from '../histories/history-descriptions.ts';
import { historyText } from '../histories/history-text.ts';
import { runForHistory } from '../histories/predicting-runs.ts';
import { taskText } from '../histories/task-text.ts';
import type { RunStore } from '../runs/run-store.ts';
import { runText } from '../runs/run-text.ts';

const runInput = z.object({ run: z.optional(z.string()) });
const historyInput = z.object({ history: z.optional(z.string()) });
const taskInput = z.object({
  task: z.optional(z.string()),
  errors: z.optional(z.record(z.string(), z.unknown())),
  history: z.optional(z.string()),
  run: z.optional(z.string()),
});

/** Runs that are listed when none of the name is found, at most. */
const maxListed = 20;
/** Tasks that are named if there is none of a name, at most. */
const maxSimilar = 10;

/** What the tools need of the window. */
export interface LanguageModelToolsHost {
  readonly store: RunStore;
  readonly histories: HistoryDescriptions;
  readonly state: vscode.Memento;
  /** The bundles of the worker threads. */
  readonly workerFile: string;
  readonly predictionsFile: string;
}

/** A task by its own text. */
interface Entry {
  readonly layout: 'object' | 'lines';
  readonly text: string;
}

/** Answers what assistants in VS Code ask; `package.json` says what the tools are for. Reads only. */
export class LanguageModelTools {
  constructor(readonly host: LanguageModelToolsHost) {}

  /** Metrics of a run: the newest, or one by its id, its folder, or its model's name. */
  async runMetrics(input: unknown): Promise<vscode.LanguageModelToolResult> {
    const { run: wanted } = runInput.parse(input ?? {});
    const runs = await this.host.store.list();
    const found = findRun(runs, wanted);
    return result(found?.run ? runText(found.run) : describeRuns(runs, wanted));
  }

  /** What is in a history: the one named, relative to a folder of the workspace, or that of the newest run. */
  async historyStatistics(input: unknown): Promise<vscode.LanguageModelToolResult> {
    const { history: wanted } = historyInput.parse(input ?? {});
    const runs = await this.host.store.list();
    return withFaultsAsText(async () => {
      const { files } = this.host.store;
      const file = await fileOf(files, wanted, findRun(runs, undefined));
      return historyText(vscode.workspace.asRelativePath(files.uriOf(file)), await this.host.histories.of(file));
    });
  }

  /**
   * What a run predicts for a task, and why: for one of a history by its name, or for one that is given with its errors. The
   * run is the one named, or the one that predicts for the history in its editor, or the newest.
   */
  async predictTask(input: unknown): Promise<vscode.LanguageModelToolResult> {
    const { task: name, errors, history: wanted, run: named } = taskInput.parse(input ?? {});
    const { files } = this.host.store;
    const { runs } = await this.host.store.shown();
    const given = findRun(runs, named);
    return withFaultsAsText(async () => {
      if (!given?.run) throw new InputError(describeRuns(runs, named));
      const file = errors === undefined || wanted !== undefined ? await fileOf(files, wanted, given) : undefined;
      const own = file === undefined ? undefined : runForHistory(files, files.uriOf(file), runs, this.host.state);
      const { folder, run } =
        named === undefined && own?.run
          ? { folder: own.folder, run: own.run }
          : { folder: given.folder, run: given.run };
      const entry = errors === undefined ? await this.#find(file, name) : entryOf(name, errors);
      await this.host.store.fetch(folder);
      return taskText(await this.#predict(folder, entry), run);
    });
  }

  /** @throws InputError if there is no such task */
  async #find(file: string | undefined, name: string | undefined): Promise<Entry> {
    if (file === undefined || name === undefined) {
      throw new InputError('Name a task of the history, or give the errors of one.');
    }
    const question = { file, name, similar: maxSimilar };
    const { layout, text, similar } = await askOnce(this.host.workerFile, ({ findTask }) => findTask(question));
    if (text !== undefined) return { layout, text };
    const near = similar.length === 0 ? '' : ` Tasks with this text in their names: ${JSON.stringify(similar)}`;
    throw new InputError(
      `${vscode.workspace.asRelativePath(this.host.store.files.uriOf(file))} has no task ${JSON.stringify(name)}.${near}`,
    );
  }

  /** Asks a run in a thread that ends with the answer. */
  async #predict(run: string, { layout, text }: Entry): Promise<TaskPrediction> {
    const worker = predictionWorker(this.host.predictionsFile, () => {});
    try {
      const [prediction] = await worker.calls.predict({ run, texts: [text], layout, explained: true });
      return prediction;
    } finally {
      await worker.close();
    }
  }
}

/** The newest run with this id, folder, or model; the newest of all if none is named. */
export function findRun<Run extends ListedRun>(runs: readonly Run[], wanted: string | undefined): Run | undefined {
  if (wanted === undefined) return runs.find(({ run }) => run !== undefined);
  return (
    runs.find(({ folder, run }) => run?.id === wanted || folder === wanted || path.basename(folder) === wanted) ??
    runs.find(({ run }) => run?.model === wanted)
  );
}

export function describeRuns(runs: readonly ListedRun[], wanted: string | undefined): string {
  const readable = runs.flatMap(({ run }) => run ?? []);
  if (readable.length === 0)
    return 'There are no runs in this workspace: the command "Operator Actions: Train Model" makes one.';
  const listed = readable.slice(0, maxListed).map((run) => `- ${run.id}: ${run.model}, ${run.protocol}, ${run.state}`);
  const more = readable.length > maxListed ? [`- and ${readable.length - maxListed} more`] : [];
  return [`There is no run "${wanted}". The runs, newest first:`, ...listed, ...more].join('\n');
}

/**
 * The history that is meant: the one named, relative to a folder of the workspace, or that of a run.
 *
 * @throws InputError if there is none
 */
async function fileOf(
  files: WorkspaceFiles,
  wanted: string | undefined,
  listed: ListedRun | undefined,
): Promise<string> {
  if (wanted === undefined) {
    if (listed?.run) return ofWorkspace(files, historyOfRun(listed.folder, listed.run));
    throw new InputError('No run of the workspace says which history it was trained on: name a file.');
  }
  const file = await findFile(files, wanted);
  if (file === undefined) throw new InputError(`The workspace has no file ${wanted}.`);
  return ofWorkspace(files, file);
}

/**
 * A file that is, and leads, into the workspace. What a run's record or a link names may be anywhere: an assistant has no
 * business there.
 *
 * @throws InputError
 */
function ofWorkspace(files: WorkspaceFiles, file: string): string {
  if (files.isCopy(file)) return file;
  const real = realPath(file);
  const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => realPath(uri.fsPath));
  if (folders.some((folder) => isInside(real, folder))) return file;
  throw new InputError(`${path.basename(file)} is outside of the workspace, where assistants read nothing.`);
}

function realPath(file: string): string {
  try {
    return fs.realpathSync(file);
  } catch {
    // Not there: the reader says so.
    return path.resolve(file);
  }
}

function isInside(file: string, folder: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}

/** A task that is in no history, as one. */
function entryOf(name: string | undefined, errors: Record<string, unknown>): Entry {
  return { layout: 'object', text: `${JSON.stringify(name ?? 'the task')}: ${JSON.stringify({ errors })}` };
}

/** User errors are answers, too. */
async function withFaultsAsText(answer: () => Promise<string>): Promise<vscode.LanguageModelToolResult> {
  try {
    return result(await answer());
  } catch (error) {
    if (error instanceof InputError || error instanceof RunUnreadable) return result(error.message);
    throw error;
  }
}

async function findFile(files: WorkspaceFiles, wanted: string): Promise<string | undefined> {
  for (const folder of vscode.workspace.workspaceFolders ?? []) {
    const uri = path.isAbsolute(wanted)
      ? folder.uri.with({ path: path.posix.normalize(wanted) })
      : vscode.Uri.joinPath(folder.uri, wanted);
    // Only what is in the workspace: an assistant has no business elsewhere.
    const file = vscode.workspace.getWorkspaceFolder(uri) && files.pathOf(uri);
    if (file === undefined) continue;
    try {
      await vscode.workspace.fs.stat(uri);
      await files.fetch(file);
      return file;
    } catch {
      // Not in this folder.
    }
  }
  return undefined;
}

function result(text: string): vscode.LanguageModelToolResult {
  return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(text)]);
}
