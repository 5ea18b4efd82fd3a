import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

/** Whether something is on the disk, where it can be trained on and written to; says so if it is not. */
export function requireDisk({ scheme }: vscode.Uri): boolean {
  if (scheme === 'file') return true;
  void vscode.window.showWarningMessage(
    l10n.t(
      'This workspace is not a local folder ({0}:). You can view experiments, runs and histories; to train or change them, open a local folder.',
      scheme,
    ),
  );
  return false;
}
