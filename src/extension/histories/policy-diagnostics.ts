import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { experimentFolder } from '../../runs/run-paths.ts';
import { isPolicy } from '../files/policy-name.ts';
import { problemSource } from './history-problems.ts';
import { onPolicyChange } from './policy-setting.ts';
import type { Predictions } from './predictions.ts';

/** The id of the run in the text of a policy, in quotes. */
const runMember = /"run"\s*:\s*("[^"\\]*")/;

/** What the JSON schema cannot say about a policy: whether its run exists, and is still the one that it was made for. */
export class PolicyDiagnostics implements vscode.Disposable {
  readonly #diagnostics = vscode.languages.createDiagnosticCollection('operatorActions.policies');
  readonly #subscriptions: vscode.Disposable[];

  constructor(readonly predictions: Predictions) {
    const checkAll = (): void => {
      for (const document of vscode.workspace.textDocuments) void this.#check(document);
    };
    this.#subscriptions = [
      this.#diagnostics,
      vscode.workspace.onDidOpenTextDocument((document) => void this.#check(document)),
      vscode.workspace.onDidSaveTextDocument((document) => void this.#check(document)),
      // Also loaded again from the disk.
      vscode.workspace.onDidChangeTextDocument(({ document }) => void this.#check(document)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#diagnostics.delete(uri)),
      predictions.runs.store.onDidChange(checkAll),
      onPolicyChange(checkAll),
    ];
    checkAll();
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  async #check(document: vscode.TextDocument): Promise<void> {
    const { uri, fileName, version } = document;
    if (!isPolicy(fileName) || uri.scheme !== 'file' || document.isDirty) return;
    const text = document.getText();
    const [whole = '', id = '""'] = runMember.exec(text) ?? [];
    const problem = await this.#problemOf(fileName, id.slice(1, -1));
    if (document.version !== version || document.isClosed) return;
    const start = text.indexOf(whole) + whole.length - id.length;
    const range = new vscode.Range(document.positionAt(start), document.positionAt(start + id.length));
    this.#diagnostics.set(uri, problem === '' ? [] : [warning(range, problem)]);
  }

  /** Empty if the policy can be used. */
  async #problemOf(file: string, id: string): Promise<string> {
    const { runs } = await this.predictions.runs.store.shown();
    const near = ({ folder }: { readonly folder: string }): boolean => experimentFolder(folder) === path.dirname(file);
    const own = runs.filter(({ folder }) => path.basename(folder) === id);
    const run = own.find(near) ?? own[0];
    if (!run) return l10n.t('The workspace has no run {0}, which this policy is for.', id);
    return this.predictions.policyProblem(run.folder, file);
  }
}

function warning(range: vscode.Range, message: string): vscode.Diagnostic {
  const shown = new vscode.Diagnostic(range, message, vscode.DiagnosticSeverity.Warning);
  shown.source = problemSource;
  return shown;
}
