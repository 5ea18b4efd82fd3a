import fs from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import * as vscode from 'vscode';

const folderName = 'operator-actions-sample';

/** Makes a folder with the study's experiment and a generated history, and opens it. A folder made before is opened as it is. */
export async function openSampleWorkspace(extension: vscode.Uri): Promise<void> {
  const picked = await vscode.window.showOpenDialog({
    canSelectFiles: false,
    canSelectFolders: true,
    openLabel: 'Create Sample Here',
    title: `Where to create the folder ${folderName}`,
  });
  if (!picked) return;
  const folder = path.join(picked[0].fsPath, folderName);
  const experiment = path.join(folder, 'study.oap.json');
  if (!fs.existsSync(experiment)) {
    const title = 'Generating the sample history';
    await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title }, async () => {
      fs.mkdirSync(folder, { recursive: true });
      const command = vscode.Uri.joinPath(extension, 'dist', 'oap.js').fsPath;
      await runCommand(command, ['history', 'generate', '--out', path.join(folder, 'history.json')]);
      // Last, because its presence means that the sample is complete.
      fs.copyFileSync(vscode.Uri.joinPath(extension, 'examples', 'study', 'study.oap.json').fsPath, experiment);
    });
  }
  await vscode.commands.executeCommand('vscode.openFolder', vscode.Uri.file(folder), {
    forceReuseWindow: vscode.workspace.workspaceFolders === undefined,
  });
}

/** Runs the command line in a thread of its own: there is always one, whatever runs the extension. */
function runCommand(command: string, argv: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(command, { argv: [...argv], stderr: true });
    let message = '';
    worker.stderr.on('data', (data) => {
      message += data;
    });
    worker.on('error', reject);
    worker.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(message.trim() || `exit status ${code}`))));
  });
}
