import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

/** Whether something is on the disk, where it can be trained on and written to; says so if it is not. */
export function requireDisk({ scheme }: vscode.Uri): boolean {
  if (scheme === 'file') return true;
  void vscode.window.showWarningMessage(
    l10n.t(
      'This is not on a disk ({0}:). Experiments, runs and histories can be looked at; training and changing them needs a folder on a disk.',
      scheme,
    ),
  );
  return false;
}
