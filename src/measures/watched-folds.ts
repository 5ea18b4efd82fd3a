import * as l10n from '@vscode/l10n';
import type { RunRecord } from '../protocol/run.ts';

/** Said wherever scores of a cross-validation are shown or compared. */
export const watchedFolds = (): string =>
  l10n.t(
    'Early stopping chose when to stop on the folds that these scores are measured on, so they are a little too good; those of a test on the held-out tasks are not.',
  );

/** Whether the folds on which a run was evaluated are those on which early stopping chose when to stop (as in the study). */
export function watchesFolds(run: Pick<RunRecord, 'protocol' | 'specification'>): boolean {
  return run.protocol === 'cross-validation' && stopsEarly(run);
}

/** Whether early stopping chose when to stop, so that the tasks that it looked at are not quite unknown to the run. */
export function stopsEarly({ specification: { training } }: Pick<RunRecord, 'specification'>): boolean {
  const isKnown = typeof training === 'object' && training !== null && 'earlyStopping' in training;
  return isKnown && training.earlyStopping !== false;
}
