import * as l10n from '@vscode/l10n';
import { metrics, type Verdict, verdict } from '../../src/measures/metrics.ts';
import type { ComparedPair, DifferenceInterval, Disagreement, PairResult } from '../../src/protocol/compare-panel.ts';
import { workflowsText } from '../components/count-text.ts';
import { countText, signedText } from '../components/number-text.ts';
import type { TextTable } from '../components/table-text.ts';

/** `−0.0123 [−0.0312, +0.0041]`: the difference and its 95 % interval, where there is one. */
export function intervalText({ difference, low, high }: DifferenceInterval, digits: number): string {
  if (low === null || high === null) return signedText(difference, digits);
  return `${signedText(difference, digits)} [${signedText(low, digits)}, ${signedText(high, digits)}]`;
}

/** The metrics whose differences have intervals. */
export const comparedMetrics = ['confusionMse', 'recall'] as const;

/** How a metric differs, in words, and whether that is for the better. */
export function differenceOf(
  pair: ComparedPair,
  metric: (typeof comparedMetrics)[number],
): { readonly text: string; readonly verdict: Verdict | null } {
  const { better, digits } = metrics[metric];
  return { text: intervalText(pair[metric], digits), verdict: verdict(pair[metric], better) };
}

/** Words and codicons of verdicts. */
export const verdictLook = {
  better: { icon: 'arrow-up', text: l10n.t('better'), tone: 'good' },
  worse: { icon: 'arrow-down', text: l10n.t('worse'), tone: 'bad' },
  unclear: { icon: 'dash', text: l10n.t('no clear difference'), tone: 'quiet' },
} as const;

/** Verdicts without a sentence around them. */
const verdictText: Readonly<Record<Verdict, string>> = {
  better: l10n.t('better'),
  worse: l10n.t('worse'),
  unclear: l10n.t({ message: 'unclear', comment: ['whether a run is better or worse'] }),
};

/** What was resampled, and what the intervals can and cannot tell. */
export function resamplingText({ tasks, workflows, resamples, seed }: ComparedPair): string {
  if (resamples === 0) {
    return l10n.t(
      'No intervals: the evaluated tasks are of {workflows}, too few to distinguish a difference from chance.',
      { workflows: workflowsText(workflows) },
    );
  }
  return [
    l10n.t(
      'Paired bootstrap: {resamples} times {workflows} were drawn with replacement from those of the {tasks}, the same for both runs (seed {seed}); 95 % of the differences lie in the interval.',
      {
        resamples: countText(resamples),
        workflows: workflowsText(workflows),
        tasks: tasks === 1 ? l10n.t('1 evaluated task') : l10n.t('{0} evaluated tasks', countText(tasks)),
        seed,
      },
    ),
    l10n.t('Tasks of a workflow share their decision, so they are drawn together.'),
    l10n.t(
      'The models stay as they are: the interval shows what other tasks would change, not what another training would.',
    ),
  ].join(' ');
}

/** A run compared with the baseline, as a row: differences with intervals, or why there are none. */
export interface PairRow {
  readonly name: string;
  /** Null while it is being computed. */
  readonly result: PairResult | null;
}

export function significanceTable(baseline: string, rows: readonly PairRow[]): TextTable {
  return {
    columns: [l10n.t('compared with {0}', baseline), l10n.t('confusion MSE'), '', l10n.t('macro recall'), ''],
    rows: rows.map(({ name, result }) => {
      if (result === null) return [name, '', '', '', ''];
      if (result.kind === 'incomparable') return [name, result.reason, '', '', ''];
      const cells = comparedMetrics.flatMap((metric) => {
        const { text, verdict: found } = differenceOf(result, metric);
        return [text, found === null ? '' : verdictText[found]];
      });
      return [name, ...cells];
    }),
  };
}

/** Tasks that one run gets right and the other wrong. */
export function disagreementTable(disagreements: readonly Disagreement[], baseline: string, other: string): TextTable {
  const answer = (name: string, probability: number): string => `${name} (${probability.toFixed(2)})`;
  const probabilityOf = (run: string): string => l10n.t('{0}, probability', run);
  return {
    columns: [l10n.t('task'), l10n.t('truth'), baseline, other],
    names: [1, 2, 3],
    data: {
      columns: [l10n.t('task'), l10n.t('truth'), baseline, probabilityOf(baseline), other, probabilityOf(other)],
      rows: disagreements.map((one) => [
        one.task,
        one.truth,
        one.baseline,
        String(one.baselineProbability),
        one.other,
        String(one.otherProbability),
      ]),
      names: [1, 2, 4],
    },
    rows: disagreements.map((one) => [
      one.task,
      one.truth,
      answer(one.baseline, one.baselineProbability),
      answer(one.other, one.otherProbability),
    ]),
  };
}
