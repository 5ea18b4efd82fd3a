import fs from 'node:fs';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import type * as vscode from 'vscode';
import { InputError } from '../../dataset/input-error.ts';
import { type HistoryProblem, historyProblems } from '../../experiment/history-mismatches.ts';
import { readExperiment } from '../../experiment/read-experiment.ts';
import type { WorkspaceFiles } from '../files/workspace-files.ts';
import type { HistoryDescriptions } from '../histories/history-descriptions.ts';

/** The history that an experiment names, though other fields may be wrong or half-written. */
export function historyOfExperiment(
  files: WorkspaceFiles,
  document: vscode.TextDocument,
  reading = readExperiment(document.getText()),
): string | undefined {
  const history = reading.written('history');
  const file = files.pathOf(document.uri);
  return history === undefined || file === undefined ? undefined : path.resolve(path.dirname(file), history);
}

/** What is wrong in an experiment, or with its history if nothing else is. */
export async function experimentProblems(
  histories: HistoryDescriptions,
  document: vscode.TextDocument,
): Promise<readonly HistoryProblem[]> {
  const reading = readExperiment(document.getText());
  const { experiment, problems, locate } = reading;
  if (!experiment) return problems.map((problem) => ({ ...problem, severity: 'error' }));
  const history = historyOfExperiment(histories.files, document, reading);
  if (history === undefined) return [];
  const atHistory = (message: string): HistoryProblem[] => [{ ...locate(['history']), message, severity: 'error' }];
  try {
    const facts = await histories.of(history);
    return historyProblems(experiment, reading, facts);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return atHistory(
      fs.existsSync(history)
        ? error.message
        : l10n.t('{0} is missing in the folder of this experiment', experiment.history),
    );
  }
}
