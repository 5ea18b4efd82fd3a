import * as l10n from '@vscode/l10n';
import { precisionRecallCurve, rocCurve } from '../../src/measures/one-vs-rest.ts';
import { spreadOf, spreadText } from '../../src/measures/spread.ts';
import { cellsAt, cellsOf, falsePositiveRateOf, precisionOf, recallOf } from '../../src/measures/thresholds.ts';
import type { RunThresholds } from '../../src/protocol/run-panel.ts';
import { fitsText } from '../components/count-text.ts';
import type { RatePoint } from '../components/rate-points.ts';
import type { TextTable } from '../components/table-text.ts';

/** Precision over recall, from the highest threshold on; nothing without examples of the class. */
export function precisionRecallPoints(counts: RunThresholds): RatePoint[] {
  const curve = precisionRecallCurve(counts);
  return curve === null ? [] : curve.recall.map((x, i) => ({ x, y: curve.precision[i] })).reverse();
}

/** Recall over the false positive rate, from nothing found to everything. */
export function rocPoints(counts: RunThresholds): RatePoint[] {
  const curve = rocCurve(counts);
  return curve === null ? [] : curve.falsePositiveRate.map((x, i) => ({ x, y: curve.truePositiveRate[i] }));
}

/** All thresholds, descending, with what they find. */
export function thresholdTable(counts: RunThresholds): TextTable {
  const text = (share: number | null): string => share?.toFixed(3) ?? '–';
  return {
    columns: [l10n.t('probability at least'), l10n.t('precision'), l10n.t('recall'), l10n.t('false positive rate')],
    rows: counts.thresholds.map((at, i) => {
      const cells = cellsOf(counts, i);
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
  const text = spreadText(spreadOf(values), values.length, 3);
  return values.length > 1 ? `${text} (${fitsText(values.length)})` : text;
}
