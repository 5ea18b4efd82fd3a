import * as l10n from '@vscode/l10n';
import { metrics, resultMetrics, resultText } from '../../src/measures/metrics.ts';
import { spreadText } from '../../src/measures/spread.ts';
import { watchedFolds, watchesFolds } from '../../src/measures/watched-folds.ts';
import type { TargetIntervals } from '../../src/protocol/result-intervals.ts';
import type { ProtocolName, RunRecord, TargetSummary } from '../../src/protocol/run.ts';
import type { Answer } from '../components/answers.ts';
import { baselinesOf } from '../components/baselines.ts';
import { countText, durationText } from '../components/number-text.ts';
import type { Step } from '../components/step-text.ts';
import type { TextTable } from '../components/table-text.ts';

/** Says of how many trainings the results are as long as some are missing. */
export function resultsCaption({ state, summary, targets, fitsPerTarget }: RunRecord): string {
  if (state === 'done') return l10n.t('Results');
  const done = summary.reduce((sum, { fits }) => sum + fits, 0);
  const total = countText(targets.length * fitsPerTarget);
  return fitsPerTarget === 1
    ? l10n.t('Results so far: {0} of {1} trainings', done, total)
    : l10n.t('Results so far: mean of {0} of {1} trainings', done, total);
}

/** The run in one table: for each target a row with mean ± std over its fits, one with intervals, and the baselines. */
export function summaryTable(
  { summary, fitsPerTarget }: RunRecord,
  step: Step,
  intervals: Answer<readonly TargetIntervals[]>,
): TextTable {
  const columns = [
    l10n.t('target'),
    l10n.t('confusion MSE'),
    l10n.t('macro recall'),
    l10n.t('macro precision'),
    l10n.t('macro F1'),
    l10n.t('accuracy'),
    l10n.t('trainings'),
    step === 'epoch' ? l10n.t('epochs') : l10n.t('rounds'),
    l10n.t('time'),
  ];
  const row = (one: TargetSummary, fits: string, epochs: string): string[] => [
    one.target,
    ...resultMetrics.map((metric) => resultText(one, metric)),
    fits,
    epochs,
    durationText(one.seconds),
  ];
  const groups = summary.map((one) => [
    row(
      one,
      one.fits < fitsPerTarget ? l10n.t('{0} of {1}', one.fits, fitsPerTarget) : String(one.fits),
      one.fits > 1 ? l10n.t('{0} each', one.epochs.mean.toFixed(1)) : one.epochs.mean.toFixed(0),
    ),
    ...minorRows(one, intervals),
  ]);
  const data = summary.flatMap((one) => [
    row(one, String(one.fits), String(one.epochs.mean)),
    ...minorRows(one, intervals).map(([name, ...cells]) => [l10n.t('{0}: {1}', one.target, name), ...cells]),
  ]);
  const minor = groups.flatMap((rows) => rows.map((_, i) => i > 0)).flatMap((isMinor, i) => (isMinor ? [i] : []));
  return { columns, rows: groups.flat(), minor, data: { columns, rows: data } };
}

/** The interval of a target's results, and what its model has to beat. */
function minorRows(one: TargetSummary, intervals: Answer<readonly TargetIntervals[]>): string[][] {
  return [...intervalRows(one, intervals), ...baselineRows(one)];
}

/** None without an interval. */
function intervalRows({ target }: TargetSummary, { value, problem }: Answer<readonly TargetIntervals[]>): string[][] {
  const found = value?.find((one) => one.target === target);
  if (problem !== undefined || found?.metrics === null || (value && !found)) return [];
  const ranges = resultMetrics.map((metric) => {
    const range = found?.metrics?.[metric];
    const { digits } = metrics[metric];
    return range ? `${range.low.toFixed(digits)} – ${range.high.toFixed(digits)}` : '…';
  });
  return [[l10n.t('95 % interval'), ...ranges, '', '', '']];
}

/** What the intervals mean, or why there are none. */
function intervalSentence({ value = [], problem }: Answer<readonly TargetIntervals[]>): string {
  if (problem !== undefined) return l10n.t('No intervals: {0}.', problem);
  if (value.length === 0) return '';
  const workflows = countText(Math.max(...value.map((one) => one.workflows)));
  return value.some(({ metrics }) => metrics !== null)
    ? l10n.t(
        '95 % interval: how far the score would change with other tasks, from a bootstrap over {0} workflows.',
        workflows,
      )
    : l10n.t('No intervals: {0} workflows are too few.', workflows);
}

function baselineRows(summary: TargetSummary): string[][] {
  return baselinesOf(summary).map(({ name, summary: scores }) => [
    name,
    ...resultMetrics.map((metric) => resultText(scores, metric)),
    '',
    '',
    '',
  ]);
}

/** How far decisions of the same workflow are known, for the baseline that repeats them. */
function knownSentence({ summary }: RunRecord): string {
  // All targets have the same tasks.
  const known = summary.find(({ baselines }) => baselines)?.baselines?.sameWorkflow.known;
  if (known === undefined) return '';
  return l10n.t(
    'As last time: the most frequent decision of the same workflow in training, known for {0} % of the tasks, else the most frequent class.',
    (100 * known).toFixed(0),
  );
}

/** The classes of a target: a row each, mean ± std over the fits. A class without examples has no recall and no F1. */
export function classTable({ perClass, fits }: TargetSummary): TextTable {
  return {
    columns: [l10n.t('class'), l10n.t('examples'), l10n.t('recall'), l10n.t('precision'), l10n.t('F1')],
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
export function summaryNote(run: RunRecord, intervals: Answer<readonly TargetIntervals[]>): string {
  const fits = Math.max(...run.summary.map((one) => one.fits));
  return [
    spreadSentence(fits, run.protocol),
    l10n.t('Confusion MSE: lower is better; the others: higher.'),
    intervalSentence(intervals),
    ...(watchesFolds(run) ? [watchedFolds()] : []),
    knownSentence(run),
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

function spreadSentence(fits: number, protocol: ProtocolName): string {
  if (protocol === 'cross-validation') {
    return fits > 1
      ? l10n.t('Mean ± standard deviation over {0} trainings, evaluated on the held-out folds.', countText(fits))
      : l10n.t('One training, so no ± is shown. Evaluated on its held-out fold.');
  }
  return fits > 1
    ? l10n.t('Mean ± standard deviation over {0} trainings, evaluated on the test tasks.', countText(fits))
    : l10n.t('One training, so no ± is shown. Measured on the test tasks.');
}
