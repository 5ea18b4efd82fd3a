import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

/** *Train Model*, *Select Best*, *Evaluate* and *Compare* above the first line of an experiment file. */
export class ExperimentLenses implements vscode.CodeLensProvider {
  provideCodeLenses({ uri }: vscode.TextDocument): vscode.CodeLens[] {
    const top = new vscode.Range(0, 0, 0, 0);
    const lens = (command: string, title: string) => new vscode.CodeLens(top, { command, title, arguments: [uri] });
    return [
      lens('operatorActions.train', `$(play) ${l10n.t('Train Model')}`),
      lens('operatorActions.evaluate', l10n.t({ message: 'Evaluate', comment: 'Button above an experiment' })),
      lens(
        'operatorActions.select',
        l10n.t({ message: 'Select Best', comment: 'Button above an experiment: the best model' }),
      ),
      lens(
        'operatorActions.compareRuns',
        l10n.t({ message: 'Compare', comment: 'Button above an experiment: its runs' }),
      ),
    ];
  }
}
