import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { HistoryDocuments } from './history-documents.ts';
import { plainText } from './markdown-text.ts';
import { isOneLine } from './one-line.ts';
import type { PredictingRuns } from './predicting-runs.ts';
import type { ShownPredictions } from './shown-predictions.ts';

/** Above the first line of a history: which run predicts, and what can be done about it. */
export async function historyLenses(
  documents: HistoryDocuments,
  runs: PredictingRuns,
  shown: ShownPredictions,
  document: vscode.TextDocument,
): Promise<vscode.CodeLens[]> {
  if (!documents.of(document)) return [];
  const run = await runs.of(document);
  const top = new vscode.Range(0, 0, 0, 0);
  const lens = (title: string, command: string, tooltip: string, ...args: readonly unknown[]) =>
    new vscode.CodeLens(top, { title, command, tooltip, arguments: [...args] });
  const lenses = run
    ? [
        lens(
          `$(sparkle) ${plainText(run.name)}`,
          'operatorActions.openRun',
          l10n.t('The run that predicts here: {0}', run.about),
          {
            folder: run.folder,
          },
        ),
        shown.shown(document)
          ? lens(
              l10n.t('Hide Predictions'),
              'operatorActions.hidePredictions',
              l10n.t('Hides the predictions'),
              document.uri,
            )
          : lens(
              l10n.t('Show Predictions'),
              'operatorActions.showPredictions',
              l10n.t('Writes predictions at the end of lines'),
              document.uri,
            ),
        lens(
          l10n.t('Choose Run…'),
          'operatorActions.chooseRun',
          l10n.t('Selects another run for these predictions'),
          document.uri,
        ),
      ]
    : [
        lens(
          `$(sparkle) ${l10n.t('No predictions yet')}`,
          'operatorActions.chooseRun',
          l10n.t('No run was trained on this history, and none is selected'),
          document.uri,
        ),
        lens(l10n.t('Train Model…'), 'operatorActions.train', l10n.t('Trains a model of an experiment')),
      ];
  const format = isOneLine(document)
    ? [
        lens(
          `$(warning) ${l10n.t('One long line: Format History…')}`,
          'operatorActions.formatHistory',
          l10n.t('VS Code shows only its beginning'),
          document.uri,
        ),
      ]
    : [];
  return [
    ...format,
    ...lenses,
    lens(
      l10n.t('Inspect History'),
      'operatorActions.inspectHistory',
      l10n.t({ message: 'Shows its statistics', comment: 'In a history' }),
      document.uri,
    ),
  ];
}
