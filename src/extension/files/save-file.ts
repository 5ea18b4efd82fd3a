import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { writeOutput } from '../../dataset/output-file.ts';
import type { SavePicture } from '../../protocol/picture.ts';

/** A file that people choose the place of. */
export interface FileToSave {
  /** Of the dialog. */
  readonly title: string;
  /** Proposed name. */
  readonly name: string;
  /** What such files are called: `PNG image`. */
  readonly type: string;
  /** Where the dialog begins. */
  readonly folder: vscode.Uri | undefined;
  /** Makes the content, once the place is chosen. Undefined = nothing is to be saved after all. */
  content(): Uint8Array | Promise<Uint8Array | undefined>;
  /** What can be done with the file that was saved. */
  followUp(file: vscode.Uri): FollowUp;
}

/** A button of the message that says where a file is. */
export interface FollowUp {
  readonly label: string;
  run(): Thenable<unknown>;
}

/** The folder that was last saved to, in this window. */
let lastFolder: vscode.Uri | undefined;

/**
 * Asks for the place of a file, writes it whole or not at all, and reports where it is, or what went wrong.
 *
 * @returns the file; undefined if there is none
 */
export async function saveFile({
  title,
  name,
  type,
  folder,
  content,
  followUp,
}: FileToSave): Promise<vscode.Uri | undefined> {
  const home = lastFolder ?? folder ?? vscode.workspace.workspaceFolders?.[0]?.uri;
  const file = await vscode.window.showSaveDialog({
    title,
    filters: { [type]: [path.extname(name).slice(1)] },
    ...(home && { defaultUri: vscode.Uri.joinPath(home, name) }),
  });
  if (!file) return undefined;
  const bytes = await content();
  if (bytes === undefined) return undefined;
  try {
    await write(file, bytes);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(l10n.t('{0} could not be written: {1}', shown(file), reason));
    return undefined;
  }
  lastFolder = vscode.Uri.joinPath(file, '..');
  void offer(file, followUp(file));
  return file;
}

/** Saves a chart that a panel sent. @param home folder in which the dialog begins */
export async function savePicture({ name, content }: SavePicture, home: vscode.Uri): Promise<void> {
  await saveFile({
    title: l10n.t('Save Image'),
    name,
    type: name.endsWith('.svg') ? l10n.t('SVG drawing') : l10n.t('PNG image'),
    folder: home,
    content: () => content,
    followUp: (file) => ({
      label: l10n.t({ message: 'Open', comment: 'Button: a file' }),
      run: () => vscode.commands.executeCommand('vscode.open', file),
    }),
  });
}

/** Does not wait for an answer. */
async function offer(file: vscode.Uri, { label, run }: FollowUp): Promise<void> {
  const answer = await vscode.window.showInformationMessage(l10n.t('Saved {0}.', shown(file)), label);
  if (answer === label) await run();
}

/** Outside the local disk, files are written as their provider can. */
async function write(file: vscode.Uri, bytes: Uint8Array): Promise<void> {
  if (file.scheme === 'file') await writeOutput(file.fsPath, bytes);
  else await vscode.workspace.fs.writeFile(file, bytes);
}

function shown(file: vscode.Uri): string {
  return vscode.workspace.asRelativePath(file);
}
