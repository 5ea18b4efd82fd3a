import * as vscode from 'vscode';
import type { WorkspaceFiles } from '../files/workspace-files.ts';
import type { Node } from './runs-view.ts';

/** What menus give to commands on experiments: a file, or its node in the Runs view. */
export type ExperimentArgument = vscode.Uri | Node;

/** What menus and other parts give to commands on one run. */
export type RunArgument = { readonly folder: string } | Node;

/** What menus give to commands on runs: the node, and all that are selected if it is among them; keys mean the selection. */
export type RunsArguments = readonly [first?: Node | 'selection' | undefined, all?: readonly Node[] | undefined];

export function uriOf(files: WorkspaceFiles, argument: ExperimentArgument | undefined): vscode.Uri | undefined {
  if (!argument || argument instanceof vscode.Uri) return argument;
  return argument.kind === 'experiment' ? files.uriOf(argument.file) : undefined;
}

export function folderOf(argument: RunArgument | undefined): string | undefined {
  if (!argument) return undefined;
  if ('folder' in argument) return argument.folder;
  return argument.kind === 'run' ? argument.shown.folder : undefined;
}
