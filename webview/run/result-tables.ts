import type { RunRecord, RunState, TargetSummary } from '../../src/protocol/run.ts';
import { countOf, countText, durationText, spreadText } from '../components/number-text.ts';
import type { TextTable } from '../components/table-text.ts';

export const resultsCaption: Readonly<Record<RunState, string>> = {
  running: 'Results so far',
  done: 'Results',
  failed: 'Results of the complete fits',
  cancelled: 'Results of the complete fits',
  interrupted: 'Results of the complete fits',
};

/** The run in one table: a row per target, mean ± std over its fits. */
export function summaryTable({ summary, fitsPerTarget }: RunRecord, step: string): TextTable {
  return {
    columns: [
      'target',
      'confusion MSE',
      'macro recall',
      'macro precision',
      'macro F1',
      'accuracy',
      'fits',
      `${step}s`,
      'time',
    ],
    rows: summary.map((one) => [
      one.target,
      spreadText(one.confusionMse, one.fits, 4),
      spreadText(one.recall, one.fits, 3),
      spreadText(one.precision, one.fits, 3),
      spreadText(one.f1, one.fits, 3),
      spreadText(one.accuracy, one.fits, 3),
      one.fits < fitsPerTarget ? `${one.fits} of ${fitsPerTarget}` : String(one.fits),
      one.fits > 1 ? `${one.epochs.mean.toFixed(1)} per fit` : one.epochs.mean.toFixed(0),
      durationText(one.seconds),
    ]),
  };
}

/** The classes of a target: a row each, mean ± std over the fits. A class without examples has no recall and no F1. */
export function classTable({ perClass, fits }: TargetSummary): TextTable {
  return {
    columns: ['class', 'examples', 'recall', 'precision', 'F1'],
    rows: perClass.map((one) => [
      one.class,
      countText(one.support),
      one.support === 0 ? '–' : spreadText(one.recall, fits, 3),
      spreadText(one.precision, fits, 3),
      one.support === 0 ? '–' : spreadText(one.f1, fits, 3),
    ]),
  };
}

/** How the numbers came about, under the table. */
export function summaryNote({ summary, protocol }: RunRecord): string {
  const fits = Math.max(...summary.map((one) => one.fits));
  const judged = protocol === 'cross-validation' ? 'the held folds' : 'the test examples';
  const spread = fits > 1 ? `Mean ± standard deviation over ${countOf(fits, 'fit')}` : '1 fit, so no spread';
  return `${spread}, on ${judged}. Confusion MSE: lower is better; the others: higher.`;
}
