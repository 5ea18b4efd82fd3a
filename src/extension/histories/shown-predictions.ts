import * as vscode from 'vscode';

/**
 * Which histories show predictions at the end of their lines: by the setting, unless the user chose otherwise for
 * a file in this window.
 */
export class ShownPredictions implements vscode.Disposable {
  readonly #said = new Map<string, boolean>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscription: vscode.Disposable;

  readonly onDidChange = this.#changed.event;

  constructor() {
    this.#subscription = vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('operatorActions.inlinePredictions')) this.#changed.fire();
    });
  }

  shown(document: vscode.TextDocument): boolean {
    return this.#said.get(document.uri.toString()) ?? isOnBySetting(document);
  }

  show(document: vscode.TextDocument, shown: boolean): void {
    this.#said.set(document.uri.toString(), shown);
    this.#changed.fire();
  }

  dispose(): void {
    this.#changed.dispose();
    this.#subscription.dispose();
  }
}

function isOnBySetting(document: vscode.TextDocument): boolean {
  return vscode.workspace.getConfiguration('operatorActions', document).get<boolean>('inlinePredictions') ?? false;
}
