import * as l10n from '@vscode/l10n';
import type { ReconstructionCurve } from '../../src/protocol/run-panel.ts';
import { countText } from '../components/number-text.ts';
import type { RatePoint } from '../components/rate-points.ts';
import type { TextTable } from '../components/table-text.ts';

/** The curve from size 0 on, where every product is 0 and the error is the share of used pairs. */
export function reconstructionPoints({ sizes, errors, own, pairs, used }: ReconstructionCurve): {
  readonly points: readonly RatePoint[];
  readonly own: RatePoint | null;
  readonly most: RatePoint;
} {
  const points = [{ x: 0, y: used / pairs }, ...sizes.map((size, i) => ({ x: size, y: errors[i] }))];
  return {
    points,
    own: points.find(({ x }) => x === own) ?? null,
    most: { x: Math.max(...sizes), y: Math.max(...points.map(({ y }) => y)) },
  };
}

export function reconstructionTable({ sizes, errors, own }: ReconstructionCurve): TextTable {
  return {
    columns: [l10n.t('size'), l10n.t('mean squared error'), ''],
    rows: sizes.map((size, i) => [String(size), errors[i].toPrecision(3), size === own ? l10n.t('this run') : '']),
  };
}

export function curveText({ sizes, errors, own, pairs, used }: ReconstructionCurve): string {
  return l10n.t(
    "{used} of {pairs} pairs are used ({share}); with the run's size of {size} the mean squared error is {error}.",
    {
      used: countText(used),
      pairs: countText(pairs),
      share: `${((used / pairs) * 100).toFixed(1)} %`,
      size: own,
      error: errors[sizes.indexOf(own)].toPrecision(2),
    },
  );
}
