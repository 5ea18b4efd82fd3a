import * as l10n from '@vscode/l10n';
import { spreadText } from '../../src/measures/spread.ts';
import type { MeanCurves } from '../../src/protocol/compare-panel.ts';
import { type ChartMetric, confusionMseChart, crossEntropyChart, shareChart } from '../components/chart-metric.ts';
import type { CurveSet, ExampleSet } from '../components/curve.ts';
import type { TextTable } from '../components/table-text.ts';
import { maxDrawn } from './drawn.ts';

/** A chart of all classes together. */
export interface OverlayMetric extends ChartMetric {
  readonly curve: keyof MeanCurves['training'];
}

export const overlayMetrics: readonly OverlayMetric[] = [
  { ...crossEntropyChart, curve: 'crossEntropy' },
  { ...confusionMseChart, curve: 'confusionMse' },
  { ...shareChart('precision', l10n.t('Macro precision'), l10n.t('macro precision')), curve: 'macroPrecision' },
  { ...shareChart('recall', l10n.t('Macro recall'), l10n.t('macro recall')), curve: 'macroRecall' },
];

/** A run's curves and how they are drawn. */
export interface DrawnCurves {
  readonly slot: number;
  readonly name: string;
  readonly curves: MeanCurves;
}

/** The runs' lines of one chart, each in the look of its slot. */
export function overlaySet(drawn: readonly DrawnCurves[], { curve }: OverlayMetric, set: ExampleSet): CurveSet {
  const series = Array.from({ length: maxDrawn }, (_, slot) => drawn.find((one) => one.slot === slot)?.name ?? '');
  const curves = drawn.map(({ slot, curves }) => {
    const { mean, std } = curves[set][curve];
    const points = mean.map((y, i) => ({ x: i + 1, y, std: std[i], fits: curves.fits[i] }));
    return { series: slot, set, points };
  });
  const fits = Math.max(1, ...drawn.map(({ curves }) => curves.fits[0] ?? 1));
  return { series, curves, fits, single: true };
}

/** The runs' values at the cursor, or at the last epoch that all fits of a run have. @param cursor 1-based epoch */
export function valuesTable(drawn: readonly DrawnCurves[], cursor: number | null, examples: ExampleSet): TextTable {
  const caption =
    cursor === null ? l10n.t('Values at the last epoch of all trainings') : l10n.t('Values at epoch {0}', cursor);
  return {
    columns: [
      caption,
      l10n.t('epoch'),
      ...overlayMetrics.map(({ axis }) => axis),
      l10n.t({ message: 'mean of', comment: ['Column of a table: of how many trainings'] }),
    ],
    rows: drawn.map(({ name, curves }) => {
      const at = cursor ?? curves.fits.filter((count) => count === curves.fits[0]).length;
      const fits = curves.fits[at - 1];
      const values = overlayMetrics.map(({ curve, digits }) => {
        const { mean, std } = curves[examples][curve];
        return fits === undefined ? '–' : spreadText({ mean: mean[at - 1], std: std[at - 1] }, fits, digits);
      });
      const epoch = fits === undefined ? l10n.t('ended at {0}', curves.fits.length) : String(at);
      return [name, epoch, ...values, fits === undefined ? '–' : String(fits)];
    }),
  };
}
