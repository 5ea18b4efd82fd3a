import * as vscode from 'vscode';

/** *Train Model*, *Select Best*, *Evaluate* and *Compare* above the first line of an experiment file. */
export class ExperimentLenses implements vscode.CodeLensProvider {
  provideCodeLenses({ uri }: vscode.TextDocument): vscode.CodeLens[] {
    const top = new vscode.Range(0, 0, 0, 0);
    const lens = (command: string, title: string) => new vscode.CodeLens(top, { command, title, arguments: [uri] });
    return [
      lens('operatorActions.train', '$(play) Train Model'),
      lens('operatorActions.evaluate', 'Evaluate'),
      lens('operatorActions.select', 'Select Best'),
      lens('operatorActions.compareRuns', 'Compare'),
    ];
  }
}
