import * as l10n from '@vscode/l10n';
import { spreadText } from '../../src/measures/spread.ts';
import {
  type Curve,
  type CurvePoint,
  type CurveSet,
  curveLength,
  type ExampleSet,
  exampleSetText,
  type Mark,
  type Reference,
} from './curve.ts';
import { type Step, stepAtText, stepText } from './step-text.ts';
import type { TextTable } from './table-text.ts';

/** A curve's value at a 1-based epoch: `0.612 ± 0.020`, or a dash where it has none. */
export function valueText(set: CurveSet, series: number, examples: ExampleSet, epoch: number, digits: number): string {
  const curve = set.curves.find((one) => one.series === series && one.set === examples);
  return pointText(curve?.points[epoch - 1], digits);
}

/** The values of all curves at a 1-based epoch: `acdc validation 0.612 ± 0.020, acdc training …`. */
export function valuesText({ series, curves, single }: CurveSet, epoch: number, digits: number): string {
  const values = curves.map((curve) => {
    const name = [series[curve.series], single ? undefined : exampleSetText[curve.set]]
      .filter((part) => part !== undefined)
      .join(' ');
    return `${name} ${pointText(curve.points[epoch - 1], digits)}`;
  });
  return values.join(', ');
}

/** Every point of a chart: one row an epoch, one column a line. Where there are several fits, how many have that epoch. */
export function curveTable(set: CurveSet, step: Step, digits: number): TextTable {
  // Lines of different runs have no number of fits in common.
  const several = set.fits > 1 && !set.single;
  const names = set.curves.map((curve) => lineName(set, curve));
  return {
    columns: [
      stepText(step),
      ...names,
      ...(several ? [l10n.t({ message: 'mean of', comment: ['Column of a table: of how many trainings'] })] : []),
    ],
    rows: Array.from({ length: curveLength(set) }, (_, i) => [
      String(i + 1),
      ...set.curves.map(({ points }) => pointText(points[i], digits)),
      ...(several ? [String(set.curves[0].points[i]?.fits ?? 0)] : []),
    ]),
  };
}

/** What the chart shows, for those who do not see it: where each validation line begins, ends and is lowest or highest. */
export function curveSummary(
  set: CurveSet,
  marks: readonly Mark[],
  reference: Reference | null,
  step: Step,
  digits: number,
): string {
  const lines = set.curves.flatMap((curve) => {
    const { points } = curve;
    if ((curve.set !== 'validation' && !set.single) || points.length === 0) return [];
    const low = points.reduce((a, b) => (b.y < a.y ? b : a));
    const high = points.reduce((a, b) => (b.y > a.y ? b : a));
    return l10n.t('{line}: from {first} to {last}, lowest {low} at {lowStep}, highest {high} at {highStep}.', {
      line: lineName(set, curve),
      first: points[0].y.toFixed(digits),
      last: points[points.length - 1].y.toFixed(digits),
      low: low.y.toFixed(digits),
      lowStep: stepAtText(step, low.x),
      high: high.y.toFixed(digits),
      highStep: stepAtText(step, high.x),
    });
  });
  const compared = reference === null ? [] : [`${reference.text}: ${reference.value.toFixed(digits)}.`];
  return [...lines, ...compared, ...marks.map(({ text }) => `${text}.`)].join(' ');
}

/** What lines and bands of several fits are. */
export function meansText(step: Step): string {
  return step === 'epoch'
    ? l10n.t(
        'Lines are means over the trainings, fainter where not all have the epoch; bands are ± one standard deviation.',
      )
    : l10n.t(
        'Lines are means over the trainings, fainter where not all have the round; bands are ± one standard deviation.',
      );
}

function lineName({ series, single }: CurveSet, curve: Curve): string {
  if (series.length === 0) return exampleSetText[curve.set];
  return single ? series[curve.series] : `${series[curve.series]}, ${exampleSetText[curve.set]}`;
}

function pointText(point: CurvePoint | undefined, digits: number): string {
  return point === undefined ? '–' : spreadText({ mean: point.y, std: point.std }, point.fits, digits);
}
