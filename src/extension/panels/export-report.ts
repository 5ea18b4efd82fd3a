import fs from 'node:fs';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { version } from '../../execution/provenance.ts';
import { startRunWorker } from '../../execution/worker-thread.ts';
import { RunUnreadable } from '../../runs/read-run.ts';
import { collectReport } from '../../runs/report/collect-report.ts';
import { reportPage } from '../../runs/report/report-page.ts';
import { experimentFolder } from '../../runs/run-paths.ts';
import { type FollowUp, saveFile } from '../files/save-file.ts';
import type { WorkspaceFiles } from '../files/workspace-files.ts';
import { webviewFolder } from './panel-html.ts';

/**
 * Writes runs, and their comparison, as one page for any browser, where people want it.
 *
 * @returns the file; undefined if there is none
 */
export function exportReport(
  extension: vscode.Uri,
  files: WorkspaceFiles,
  workerFile: string,
  folders: readonly string[],
): Promise<vscode.Uri | undefined> {
  const [first] = folders;
  return saveFile({
    title: l10n.t('Export Report'),
    name: folders.length === 1 ? `report-${path.basename(first)}.html` : `report-of-${folders.length}-runs.html`,
    type: l10n.t('HTML page'),
    folder: files.uriOf(experimentFolder(first)),
    content: () => {
      const script = vscode.Uri.joinPath(webviewFolder(extension), 'report.js').fsPath;
      return makeReport({ script, worker: workerFile }, folders);
    },
    followUp: openOf,
  });
}

/** Shows its progress, and can be cancelled. Undefined if it was, or if a run cannot be read, which is reported. */
async function makeReport(
  { script, worker }: { readonly script: string; readonly worker: string },
  folders: readonly string[],
): Promise<Uint8Array | undefined> {
  const title = l10n.t({ message: 'Report', comment: 'Title of the progress while it is made' });
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, async (progress, token) => {
    const cancelled = new AbortController();
    token.onCancellationRequested(() => cancelled.abort());
    try {
      const report = await collectReport(folders, {
        version,
        now: new Date(),
        signal: cancelled.signal,
        models: (folder) => startRunWorker(worker, folder),
        tell: (message) => progress.report({ message }),
      });
      progress.report({
        message: l10n.t({ message: 'writing', comment: 'Progress: a report is written to its file' }),
      });
      return Buffer.from(await reportPage(report, fs.readFileSync(script, 'utf8')));
    } catch (error) {
      if (cancelled.signal.aborted) return undefined;
      if (!(error instanceof RunUnreadable)) throw error;
      void vscode.window.showErrorMessage(l10n.t('There is no report: {0}.', error.message));
      return undefined;
    }
  });
}

/** A browser opens it where VS Code and the file are on one machine; elsewhere it has to be downloaded first. */
function openOf(file: vscode.Uri): FollowUp {
  const isLocal = vscode.env.uiKind === vscode.UIKind.Desktop && vscode.env.remoteName === undefined;
  const open = l10n.t({ message: 'Open', comment: 'Button: a file' });
  if (isLocal) return { label: open, run: () => vscode.env.openExternal(file) };
  return vscode.workspace.getWorkspaceFolder(file)
    ? { label: l10n.t('Show in Explorer'), run: () => vscode.commands.executeCommand('revealInExplorer', file) }
    : { label: open, run: () => vscode.commands.executeCommand('vscode.open', file) };
}
