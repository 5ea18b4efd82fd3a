import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { experimentPattern } from '../files/experiment-name.ts';
import { findOnDisk } from '../files/workspace-files.ts';

export const taskType = 'operatorActions';

/** Experiments that tasks are offered for, at most. */
const maxExperiments = 100;

/** What a task does, as its definition in `tasks.json` says. */
interface OapTaskDefinition extends vscode.TaskDefinition {
  readonly command: TaskCommand;
  /** Experiment file, relative to the folder. */
  readonly experiment: string;
  readonly model?: string;
}

const commands = ['train', 'select', 'test'] as const;
type TaskCommand = (typeof commands)[number];

/** Tasks that run the command line on the workspace's experiments: `operatorActions: train study.oap.json`. */
export class OapTasks implements vscode.TaskProvider {
  constructor(
    /** The command's bundle. */
    readonly commandFile: string,
  ) {}

  /** Training and choosing for every experiment; a test is of one model, which `tasks.json` names. */
  async provideTasks(): Promise<vscode.Task[]> {
    // The command line reads what is on the disk.
    const files = await findOnDisk(experimentPattern, maxExperiments);
    return files.flatMap((uri) => {
      const folder = vscode.workspace.getWorkspaceFolder(uri);
      if (!folder) return [];
      const experiment = path.relative(folder.uri.fsPath, uri.fsPath).split(path.sep).join('/');
      return (['train', 'select'] as const).map((command) =>
        this.#task({ type: taskType, command, experiment }, folder),
      );
    });
  }

  /** A task of `tasks.json`; VS Code wants its very definition back. */
  resolveTask({ definition, scope }: vscode.Task): vscode.Task | undefined {
    if (typeof scope !== 'object' || !isOurs(definition)) return undefined;
    return this.#task(definition, scope);
  }

  #task(definition: OapTaskDefinition, folder: vscode.WorkspaceFolder): vscode.Task {
    const { command, experiment, model } = definition;
    const options = model === undefined ? [] : ['--model', model];
    const execution = new vscode.ProcessExecution(
      process.execPath,
      // What comes after `--` is no option, whatever it is called.
      [this.commandFile, command, ...options, '--', experiment],
      // Where Electron runs extensions, its program is Node.js if this variable is set.
      { cwd: folder.uri.fsPath, env: { ELECTRON_RUN_AS_NODE: '1' } },
    );
    const name = [command, experiment, ...(model === undefined ? [] : [`(${model})`])].join(' ');
    const task = new vscode.Task(definition, folder, name, taskType, execution, '$oap');
    task.detail = details[command];
    return task;
  }
}

const details: Readonly<Record<TaskCommand, string>> = {
  train: l10n.t('Train the models of the experiment and test them on held-out tasks'),
  select: l10n.t('Cross-validate the models of the experiment and name the best'),
  test: l10n.t('Train the chosen model several times and test each on held-out tasks'),
};

function isOurs(definition: vscode.TaskDefinition): definition is OapTaskDefinition {
  const { type, command, experiment, model } = definition;
  return (
    type === taskType &&
    commands.includes(command) &&
    typeof experiment === 'string' &&
    (model === undefined || typeof model === 'string')
  );
}
