import * as l10n from '@vscode/l10n';
import type { RunThresholds } from '../../src/protocol/run-panel.ts';
import { fitsText } from '../components/count-text.ts';
import { spreadText } from '../components/number-text.ts';
import type { RatePoint } from '../components/rate-points.ts';
import type { TextTable } from '../components/table-text.ts';

/** What "at least this probability" finds and misses. */
export interface ThresholdCells {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  readonly trueNegatives: number;
}

export function cellsAt(counts: RunThresholds, at: number): ThresholdCells {
  const { thresholds, truePositives, falsePositives, positives, negatives } = counts;
  // Thresholds descend: those up to here are at least as high.
  let [from, to] = [0, thresholds.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (thresholds[middle] >= at) from = middle + 1;
    else to = middle;
  }
  const right = from === 0 ? 0 : truePositives[from - 1];
  const wrong = from === 0 ? 0 : falsePositives[from - 1];
  return {
    truePositives: right,
    falsePositives: wrong,
    falseNegatives: positives - right,
    trueNegatives: negatives - wrong,
  };
}

/** Share of what is taken for the class that is of it; null if nothing is. */
export function precisionOf({ truePositives, falsePositives }: ThresholdCells): number | null {
  return ratio(truePositives, truePositives + falsePositives);
}

/** Share of the class that is found; null if there is none of it. */
export function recallOf({ truePositives, falseNegatives }: ThresholdCells): number | null {
  return ratio(truePositives, truePositives + falseNegatives);
}

/** Share of the others that is taken for the class; null if there are no others. */
export function falsePositiveRateOf({ falsePositives, trueNegatives }: ThresholdCells): number | null {
  return ratio(falsePositives, falsePositives + trueNegatives);
}

/** Precision over recall, from the highest threshold on; begins at recall 0, precision 1, as scikit-learn has it. */
export function precisionRecallPoints({ positives, truePositives, falsePositives }: RunThresholds): RatePoint[] {
  if (positives === 0) return [];
  return [
    { x: 0, y: 1 },
    ...truePositives.map((right, i) => ({ x: right / positives, y: right / (right + falsePositives[i]) })),
  ];
}

/** Recall over the false positive rate, from nothing found to everything. */
export function rocPoints({ positives, negatives, truePositives, falsePositives }: RunThresholds): RatePoint[] {
  if (positives === 0 || negatives === 0) return [];
  return [
    { x: 0, y: 0 },
    ...truePositives.map((right, i) => ({ x: falsePositives[i] / negatives, y: right / positives })),
  ];
}

/** All thresholds, descending, with what they find. */
export function thresholdTable(counts: RunThresholds): TextTable {
  const text = (share: number | null): string => share?.toFixed(3) ?? '–';
  return {
    columns: [l10n.t('probability at least'), l10n.t('precision'), l10n.t('recall'), l10n.t('false positive rate')],
    rows: counts.thresholds.map((at) => {
      const cells = cellsAt(counts, at);
      return [String(at), text(precisionOf(cells)), text(recallOf(cells)), text(falsePositiveRateOf(cells))];
    }),
  };
}

/** What one threshold finds and misses of a class, and its measures. */
export function cellsText(counts: RunThresholds, name: string, at: number): TextTable {
  const cells = cellsAt(counts, at);
  const text = (share: number | null): string => share?.toFixed(3) ?? '–';
  return {
    columns: [l10n.t('{0}, probability at least {1}', name, at.toFixed(3)), l10n.t('value')],
    rows: [
      [l10n.t('true positives'), String(cells.truePositives)],
      [l10n.t('false negatives'), String(cells.falseNegatives)],
      [l10n.t('false positives'), String(cells.falsePositives)],
      [l10n.t('true negatives'), String(cells.trueNegatives)],
      [l10n.t('precision'), text(precisionOf(cells))],
      [l10n.t('recall'), text(recallOf(cells))],
      [l10n.t('average precision'), measureText(counts, 'averagePrecision')],
      [l10n.t('ROC AUC'), measureText(counts, 'rocAuc')],
    ],
  };
}

/** A measure of the fits that are shown, as mean and spread: `0.812 ± 0.014 (5 fits)`; a dash where it is not defined. */
export function measureText({ perFit, fit }: RunThresholds, measure: 'averagePrecision' | 'rocAuc'): string {
  const values = perFit.flatMap((one) =>
    (fit === null || one.fit === fit) && one[measure] !== null ? one[measure] : [],
  );
  if (values.length === 0) return '–';
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  const text = spreadText({ mean, std: Math.sqrt(variance) }, values.length, 3);
  return values.length > 1 ? `${text} (${fitsText(values.length)})` : text;
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
