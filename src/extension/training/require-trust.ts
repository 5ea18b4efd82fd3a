import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

/** Whether the workspace is trusted; says so if it is not. */
export async function requireTrust(): Promise<boolean> {
  if (vscode.workspace.isTrusted) return true;
  const manage = l10n.t('Manage Workspace Trust');
  const answer = await vscode.window.showWarningMessage(
    l10n.t('Training uses data of this workspace. Trust the workspace first.'),
    manage,
  );
  if (answer === manage) await vscode.commands.executeCommand('workbench.trust.manage');
  return false;
}
