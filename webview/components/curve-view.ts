import type { Rgb } from '../picture/colour.ts';
import type { Theme } from '../picture/theme.ts';
import {
  type Curve,
  type CurveLook,
  type CurvePoint,
  type CurveSet,
  curveLength,
  type EpochWindow,
  horizontalEnd,
  type Mark,
  type Reference,
} from './curve.ts';
import { isStrong } from './series-look.ts';
import type { Step } from './step-text.ts';
import { thinned } from './thinning.ts';

/* How a chart of curves looks, whether it is painted on a canvas or saved as a picture. */

/** What a plot shows besides its curves. */
export interface PlotView {
  readonly theme: Theme;
  readonly marks: readonly Mark[];
  readonly reference: Reference | null;
  /** Numbers of the classes that are not shown. */
  readonly hidden: ReadonlySet<number>;
  /** 1-based epoch under the pointer. */
  readonly cursor: number | null;
  readonly step: Step;
  /** Fixed ends of the vertical axis; found from the data where there are none. */
  readonly range: readonly [number, number] | null;
  readonly scale: CurveLook['scale'];
  /** Epochs that the chart is zoomed in to. */
  readonly window: EpochWindow;
  /** Weight of what came before, 0 (not smoothed) to below 1. */
  readonly smoothing: number;
}

export function seriesColour(series: number, { series: colours }: Theme): Rgb {
  return colours[series % colours.length];
}

/** The curves that have a band: the validation lines of several fits, or single ones. */
export function bandedCurves(set: CurveSet, { hidden }: PlotView): readonly Curve[] {
  if (set.fits === 1) return [];
  return set.curves.filter((curve) => isStrong(curve, set) && !hidden.has(curve.series));
}

/** First and last epoch on the axis. */
export function epochRange(set: CurveSet, { window }: PlotView): readonly [number, number] {
  return window ?? [1, horizontalEnd(curveLength(set))];
}

/** Columns that lines are thinned to: finer than the pixels of a chart. */
const columns = 2048;

/** The points of a line that are to be drawn: those in sight, one beyond each end, and no more than can be distinguished. */
export function drawnPoints(
  points: readonly CurvePoint[],
  [first, last]: readonly [number, number],
  heightOf?: (point: CurvePoint) => number,
): readonly CurvePoint[] {
  const start = points[0]?.x ?? 1;
  return thinned(points.slice(Math.max(first - 1 - start, 0), Math.max(last + 2 - start, 0)), columns, heightOf);
}

/** Upper and lower edge of a band, from left to right. */
export function bandEdges(
  { points }: Curve,
  range: readonly [number, number],
): readonly [upper: readonly Place[], lower: readonly Place[]] {
  const edge = (sign: 1 | -1): Place[] => {
    const heightOf = ({ y, std }: CurvePoint): number => y + sign * std;
    return drawnPoints(points, range, heightOf).map((point) => ({ x: point.x, y: heightOf(point) }));
  };
  return [edge(1), edge(-1)];
}

/** An epoch and a value. */
interface Place {
  readonly x: number;
  readonly y: number;
}

/**
 * Lowest and highest value on the axis: those given, or with room for the bands and a little more, but not below zero: no
 * metric is, and zero has no logarithm.
 */
export function valueRange(set: CurveSet, view: PlotView): readonly [number, number] {
  if (view.range !== null) return view.range;
  const logarithmic = view.scale === 'logarithmic';
  const [first, last] = epochRange(set, view);
  const banded = bandedCurves(set, view);
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const curve of set.curves) {
    if (view.hidden.has(curve.series)) continue;
    const isBanded = banded.includes(curve);
    for (const { y, std } of curve.points.slice(first - 1, last)) {
      if (logarithmic && y <= 0) continue;
      max = Math.max(max, isBanded ? y + std : y);
      min = Math.min(min, isBanded && !(logarithmic && y <= std) ? y - std : y);
    }
  }
  if (view.reference !== null && min <= max && !(logarithmic && view.reference.value <= 0)) {
    min = Math.min(min, view.reference.value);
    max = Math.max(max, view.reference.value);
  }
  if (min > max) return logarithmic ? [0.1, 1] : [0, 1];
  if (logarithmic) return min < max ? [min, max] : [min / 2, max * 2];
  const space = 0.05 * (max - min || max || 1);
  return [Math.max(min - space, 0), max + space];
}

/** Dashes of the line of a reference, unlike those of any curve. */
export const referenceDash = [8, 4, 2, 4];

/** Opacity of lines of the epochs that not all fits have, and of the raw lines behind smoothed ones. */
export const partialOpacity = 0.5;
export const rawOpacity = 0.35;

/** Opacity of a band. */
export function bandOpacity({ single }: CurveSet): number {
  return single ? 0.14 : 0.22;
}

/** Numbers of a curve's points that have a marker; none where a chart's lines are no series. */
export function markedPoints(set: CurveSet, curve: Curve): number[] {
  if (set.series.length === 0 || curve.points.length === 0) return [];
  const every = Math.max(5, Math.ceil(curveLength(set) / 5));
  const shift = Math.max(1, Math.floor(every / set.series.length));
  const last = curve.points.length - 1;
  // Those of training are half-way between those of validation.
  const start = curve.series * shift + (isStrong(curve, set) ? 0 : Math.floor(every / 2));
  const marked = [];
  for (let i = start % every; i < last - 2; i += every) marked.push(i);
  return [...marked, last];
}

/** Visible curves, those that should lie above the others last. */
export function curvesFromBehind(set: CurveSet, { hidden }: PlotView): readonly Curve[] {
  const visible = set.curves.filter(({ series }) => !hidden.has(series));
  return [...visible.filter((curve) => !isStrong(curve, set)), ...visible.filter((curve) => isStrong(curve, set))];
}
