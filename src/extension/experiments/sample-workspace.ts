import fs from 'node:fs';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { runCommandLine } from '../files/command-line.ts';

const folderName = 'operator-actions-sample';

/** Makes a folder with the study's experiment and a generated history, and opens it. A folder made before is opened as it is. */
export async function openSampleWorkspace(extension: vscode.Uri): Promise<void> {
  const picked = await vscode.window.showOpenDialog({
    canSelectFiles: false,
    canSelectFolders: true,
    openLabel: l10n.t('Create Sample Here'),
    title: l10n.t('Where to create the folder {0}', folderName),
  });
  if (!picked) return;
  const folder = path.join(picked[0].fsPath, folderName);
  const experiment = path.join(folder, 'study.oap.json');
  if (!fs.existsSync(experiment)) {
    const title = l10n.t('Generating the sample history');
    await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title }, async () => {
      fs.mkdirSync(folder, { recursive: true });
      const command = vscode.Uri.joinPath(extension, 'dist', 'oap.js').fsPath;
      await runCommandLine(command, ['history', 'generate', '--out', path.join(folder, 'history.json')]);
      // Last, because its presence means that the sample is complete.
      fs.copyFileSync(vscode.Uri.joinPath(extension, 'examples', 'study', 'study.oap.json').fsPath, experiment);
    });
  }
  await vscode.commands.executeCommand('vscode.openFolder', vscode.Uri.file(folder), {
    forceReuseWindow: vscode.workspace.workspaceFolders === undefined,
  });
}
