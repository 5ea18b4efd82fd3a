import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { type ExportFormat, formatsOfRun } from '../../runs/export-formats.ts';
import { runCommandLine } from '../files/command-line.ts';

const details: Readonly<Record<ExportFormat, string>> = {
  tfjs: l10n.t('TensorFlow.js LayersModel'),
  onnx: l10n.t('ONNX, for onnxruntime and others'),
  keras: l10n.t('LayersModel, with the command that makes a Keras file of it'),
  xgboost: l10n.t("XGBoost's JSON"),
};

/**
 * Writes the models of a run for other tools: asks for the format and the folder.
 *
 * @param command the command's bundle, which does the work
 * @returns the folder that was written, if one was
 */
export async function exportModels(run: string, command: string): Promise<vscode.Uri | undefined> {
  try {
    const formats = formatsOfRun(run).map((format) => ({ label: format, detail: details[format], format }));
    if (formats.length === 0) {
      throw new Error(l10n.t('The models of this run cannot be exported: other programs have no format for them.'));
    }
    const picked = await vscode.window.showQuickPick(formats, {
      title: l10n.t('Export Models'),
      placeHolder: l10n.t({ message: 'Format', comment: 'Of the files that models are exported as' }),
    });
    const [folder] =
      (picked &&
        (await vscode.window.showOpenDialog({
          title: l10n.t('Where to write the models'),
          openLabel: l10n.t('Export Here'),
          canSelectFiles: false,
          canSelectFolders: true,
        }))) ??
      [];
    if (!picked || !folder) return undefined;
    const out = path.join(folder.fsPath, `${path.basename(run)}-${picked.format}`);
    await runCommandLine(command, ['export', run, '--format', picked.format, '--out', out]);
    void showWritten(out);
    return vscode.Uri.file(out);
  } catch (error) {
    void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
    return undefined;
  }
}

async function showWritten(out: string): Promise<void> {
  const show = l10n.t({ message: 'Show', comment: 'Button: shows a folder in the file manager' });
  const answer = await vscode.window.showInformationMessage(l10n.t('The models are in {0}.', out), show);
  if (answer === show) await vscode.commands.executeCommand('revealFileInOS', vscode.Uri.file(out));
}
