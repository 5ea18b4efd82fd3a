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
          `The run that predicts here: ${run.about}`,
          {
            folder: run.folder,
          },
        ),
        shown.shown(document)
          ? lens(
              'Hide Predictions',
              'operatorActions.hidePredictions',
              'Takes the predictions off the lines',
              document.uri,
            )
          : lens(
              'Show Predictions',
              'operatorActions.showPredictions',
              'Writes predictions behind the lines',
              document.uri,
            ),
        lens('Choose Run…', 'operatorActions.chooseRun', 'Has another run predict here', document.uri),
      ]
    : [
        lens(
          '$(sparkle) No run predicts here',
          'operatorActions.chooseRun',
          'No run was trained on this history, and none is chosen',
          document.uri,
        ),
        lens('Train Model…', 'operatorActions.train', 'Trains a model of an experiment'),
      ];
  const format = isOneLine(document)
    ? [
        lens(
          '$(warning) One long line: Format History…',
          'operatorActions.formatHistory',
          'VS Code shows only its beginning',
          document.uri,
        ),
      ]
    : [];
  return [
    ...format,
    ...lenses,
    lens('Inspect History', 'operatorActions.inspectHistory', 'Shows what is in it', document.uri),
  ];
}
