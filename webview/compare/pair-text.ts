import type { ComparedPair, DifferenceInterval, Disagreement, PairResult } from '../../src/protocol/compare-panel.ts';
import { countOf, countText, signedText } from '../components/number-text.ts';
import type { TextTable } from '../components/table-text.ts';

/** `−0.0123 [−0.0312, +0.0041]`: the difference and its 95 % interval. */
export function intervalText({ difference, low, high }: DifferenceInterval, digits: number): string {
  return `${signedText(difference, digits)} [${signedText(low, digits)}, ${signedText(high, digits)}]`;
}

/** What an interval says: that without zero tells better from worse. */
export function verdict({ low, high }: DifferenceInterval, better: 'lower' | 'higher'): 'better' | 'worse' | 'unclear' {
  if (low <= 0 && high >= 0) return 'unclear';
  return high < 0 === (better === 'lower') ? 'better' : 'worse';
}

/** Words and codicons of verdicts. */
export const verdictLook = {
  better: { icon: 'arrow-up', text: 'better', tone: 'good' },
  worse: { icon: 'arrow-down', text: 'worse', tone: 'bad' },
  unclear: { icon: 'dash', text: 'no clear difference', tone: 'quiet' },
} as const;

/** What was resampled, and what the intervals can and cannot tell. */
export function resamplingText({ tasks, workflows, resamples, seed }: ComparedPair): string {
  return `Paired bootstrap: ${countText(resamples)} times ${countOf(workflows, 'workflow')} were drawn with replacement from those of the ${countOf(tasks, 'evaluated task')}, the same for both runs (seed ${seed}); 95 % of the differences lie in the interval. Tasks of a workflow share their decision, so they are drawn together. The models stay as they are: the interval tells what other tasks would change, not what another training would.`;
}

/** A run compared with the baseline, as a row: differences with intervals, or why there are none. */
export interface PairRow {
  readonly name: string;
  /** Null while it is being computed. */
  readonly result: PairResult | null;
}

export function significanceTable(baseline: string, rows: readonly PairRow[]): TextTable {
  return {
    columns: [`compared with ${baseline}`, 'confusion MSE', '', 'macro recall', ''],
    rows: rows.map(({ name, result }) => {
      if (result === null) return [name, '', '', '', ''];
      if (result.kind === 'incomparable') return [name, result.reason, '', '', ''];
      const { confusionMse, recall } = result;
      return [
        name,
        intervalText(confusionMse, 4),
        verdict(confusionMse, 'lower'),
        intervalText(recall, 3),
        verdict(recall, 'higher'),
      ];
    }),
  };
}

/** Tasks that one run gets right and the other wrong. */
export function disagreementTable(disagreements: readonly Disagreement[], baseline: string, other: string): TextTable {
  const answer = (name: string, probability: number): string => `${name} (${probability.toFixed(2)})`;
  return {
    columns: ['task', 'truth', baseline, other],
    rows: disagreements.map((one) => [
      one.task,
      one.truth,
      answer(one.baseline, one.baselineProbability),
      answer(one.other, one.otherProbability),
    ]),
  };
}
