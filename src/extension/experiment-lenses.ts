import * as vscode from 'vscode';

/** *Train Model* above the first line of an experiment file. */
export class ExperimentLenses implements vscode.CodeLensProvider {
  provideCodeLenses({ uri }: vscode.TextDocument): vscode.CodeLens[] {
    const top = new vscode.Range(0, 0, 0, 0);
    return [
      new vscode.CodeLens(top, { command: 'operatorActions.train', title: '$(play) Train Model', arguments: [uri] }),
    ];
  }
}
