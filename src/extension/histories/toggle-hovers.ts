import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

/**
 * Turns hovers in histories on or off, where the setting that counts now is.
 *
 * @param of URI of the history whose hovers are meant; that of the active editor unless given
 */
export async function toggleHovers(of?: string): Promise<void> {
  const document =
    vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === of) ?? vscode.window.activeTextEditor?.document;
  const settings = vscode.workspace.getConfiguration('operatorActions', document);
  const on = !settings.get<boolean>('hovers');
  const { Global, Workspace, WorkspaceFolder } = vscode.ConfigurationTarget;
  const said = settings.inspect<boolean>('hovers');
  // Where the value comes from that counts now, the most special place first.
  const [target, ofLanguage] = (
    [
      [WorkspaceFolder, true, said?.workspaceFolderLanguageValue],
      [Workspace, true, said?.workspaceLanguageValue],
      [Global, true, said?.globalLanguageValue],
      [WorkspaceFolder, false, said?.workspaceFolderValue],
      [Workspace, false, said?.workspaceValue],
    ] as const
  ).find(([, , value]) => value !== undefined) ?? [Global, false];
  await settings.update('hovers', on, target, ofLanguage);
  vscode.window.setStatusBarMessage(
    on ? l10n.t('Hovers in histories are on') : l10n.t('Hovers in histories are off'),
    5000,
  );
}
