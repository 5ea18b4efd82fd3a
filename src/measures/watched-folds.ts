import * as l10n from '@vscode/l10n';
import type { RunRecord } from '../protocol/run.ts';

/** Said wherever scores of a cross-validation are shown or compared. */
export const watchedFolds = (): string =>
  l10n.t(
    'Early stopping chose when to stop on the folds that these scores are measured on, so they are a little too good; those of a test on the held-out tasks are not.',
  );

/** Whether the folds on which a run was evaluated are those on which early stopping chose when to stop (as in the study). */
export function watchesFolds(run: Pick<RunRecord, 'protocol' | 'specification' | 'experiment'>): boolean {
  return run.protocol === 'cross-validation' && stopsEarly(run) && !isNested(run.experiment);
}

/** Whether each fold has its own validation share, which early stopping watches instead of the fold. */
function isNested(experiment: unknown): boolean {
  return splitOf(experiment).nested === true;
}

/**
 * A fit's training tasks for a question: of a stratified run each target has its own, of others all targets have the same.
 */
export function trainingTasksOf(experiment: unknown, target: string, fit: number): { fit: number; target?: string } {
  return splitOf(experiment).stratify === true ? { fit, target } : { fit };
}

/** How a run's history was split, as far as its record shows. */
export function splitOf(experiment: unknown): {
  readonly by?: unknown;
  readonly nested?: unknown;
  readonly stratify?: unknown;
} {
  const isKnown = typeof experiment === 'object' && experiment !== null && 'split' in experiment;
  return isKnown && typeof experiment.split === 'object' && experiment.split !== null ? experiment.split : {};
}

/** Whether early stopping chose when to stop, so that the tasks it watched are not quite unknown to the run. */
export function stopsEarly({ specification: { training } }: Pick<RunRecord, 'specification'>): boolean {
  const isKnown = typeof training === 'object' && training !== null && 'earlyStopping' in training;
  return isKnown && training.earlyStopping !== false;
}
