import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { registerAssistants } from './assistants/register.ts';
import { registerExperiments } from './experiments/register.ts';
import { type Host, lazy } from './files/host.ts';
import { registerHistories } from './histories/register.ts';
import { registerPanels } from './panels/register.ts';
import { registerRuns } from './runs/register.ts';
import { registerTraining } from './training/register.ts';

/**
 * The entry of the extension: each room registers its commands, views and providers, and gives the rooms above what they use
 * of it. Nothing here may be slow: what a room does is loaded when it is first needed.
 */
export function activate(context: vscode.ExtensionContext): void {
  // First: parts that are loaded have texts in constants.
  if (vscode.l10n.bundle) l10n.config({ contents: vscode.l10n.bundle });
  const log = vscode.window.createOutputChannel(l10n.t('Operator Actions'), { log: true });
  context.subscriptions.push(log);
  const host: Host = {
    context,
    log,
    file: (...segments) => vscode.Uri.joinPath(context.extensionUri, ...segments).fsPath,
  };
  const files = lazy(async () => {
    const { WorkspaceFiles } = await import('./files/workspace-files.ts');
    const { storageUri, globalStorageUri } = context;
    return new WorkspaceFiles(vscode.Uri.joinPath(storageUri ?? globalStorageUri, 'virtual').fsPath, log);
  });
  const runs = registerRuns(host, files);
  const panels = registerPanels(host, files, runs);
  const histories = registerHistories(host, files, runs, panels.inspect);
  registerAssistants(host, runs, histories.descriptions);
  registerExperiments(host, histories);
  registerTraining(host, runs, panels);
}
