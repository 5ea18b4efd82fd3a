import * as l10n from '@vscode/l10n';
import { watchedFolds, watchesFolds } from '../../src/measures/watched-folds.ts';
import { standingsOf, winnerText } from '../../src/measures/winner.ts';
import type { RunRecord } from '../../src/protocol/run.ts';
import type { NamedRun } from './compare-model.ts';

/** What a reader should know before setting these runs' scores side by side; empty if there is nothing. */
export function comparabilityWarnings(runs: readonly NamedRun[]): string[] {
  const warnings: string[] = [];
  const protocols = valuesOf(runs, ({ protocol }) => protocol);
  if (protocols.length > 1) {
    warnings.push(l10n.t('Different protocols ({0}): the scores are of different test sets.', protocols.join(', ')));
  }
  const histories = valuesOf(runs, ({ history }) => history.sha256);
  if (histories.length > 1) {
    const files = valuesOf(runs, ({ history }) => history.file).join(', ');
    warnings.push(
      l10n.t('Different histories ({0}, {1} versions): the scores are of different tasks.', files, histories.length),
    );
  } else if (protocols.length <= 1 && valuesOf(runs, splitOf).length > 1) {
    warnings.push(l10n.t('Different seeds or numbers of trainings: the tasks were split differently.'));
  }
  return warnings;
}

/** What the runs say as a selection, over all targets, and how far that can be trusted; empty if they are none. */
export function selectionNotes(shown: readonly NamedRun[]): string[] {
  const runs = shown.map(({ run }) => run);
  const standings = standingsOf(runs);
  return [
    ...(standings.length > 0 ? [winnerText(standings, runs[0].targets.length)] : []),
    ...(runs.some(watchesFolds) ? [watchedFolds()] : []),
  ];
}

function splitOf({ seed, fitsPerTarget }: RunRecord): string {
  return `${seed}, ${fitsPerTarget}`;
}

function valuesOf(runs: readonly NamedRun[], of: (run: RunRecord) => string): string[] {
  return [...new Set(runs.map(({ run }) => of(run)))];
}
