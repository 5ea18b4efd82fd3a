import type { Chart } from 'chart.js';
import { cssColour, type Rgb } from './colour.ts';
import {
  type Curve,
  type CurveLook,
  type CurvePoint,
  type CurveSet,
  curveLength,
  type EpochWindow,
  type Mark,
} from './curve.ts';
import { isStrong, markerPath } from './series-look.ts';
import type { Theme } from './theme.ts';

/*
 * What is painted on a chart of curves besides its lines. Chart.js's own points and fills would cost time for each
 * point; these cost it for what is seen.
 */

/** What a plot shows besides its curves. */
export interface PlotView {
  readonly theme: Theme;
  readonly marks: readonly Mark[];
  /** Numbers of the classes that are not shown. */
  readonly hidden: ReadonlySet<number>;
  /** 1-based epoch under the pointer. */
  readonly cursor: number | null;
  /** `epoch`, or `round` of boosted trees. */
  readonly step: string;
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

/** Mean ± std as a translucent area. */
export function paintBands({ ctx, scales, chartArea }: Chart, set: CurveSet, view: PlotView): void {
  ctx.save();
  ctx.beginPath();
  ctx.rect(chartArea.left, chartArea.top, chartArea.width, chartArea.height);
  ctx.clip();
  for (const { series, points } of bandedCurves(set, view)) {
    ctx.beginPath();
    const lineTo = (x: number, y: number): void =>
      ctx.lineTo(scales.x.getPixelForValue(x), scales.y.getPixelForValue(Math.max(y, scales.y.min)));
    for (const { x, y, std } of points) lineTo(x, y + std);
    for (const { x, y, std } of points.toReversed()) lineTo(x, y - std);
    ctx.fillStyle = cssColour(seriesColour(series, view.theme), set.single ? 0.14 : 0.22);
    ctx.fill();
  }
  ctx.restore();
}

/** A marker now and then and at the end, at other epochs for each class so that they do not cover each other. */
export function paintMarkers(chart: Chart, set: CurveSet, view: PlotView): void {
  if (set.series.length === 0) return;
  const every = Math.max(5, Math.ceil(curveLength(set) / 5));
  const shift = Math.max(1, Math.floor(every / set.series.length));
  for (const curve of curvesFromBehind(set, view)) {
    const last = curve.points.length - 1;
    // Those of training stand half-way between those of validation.
    const start = curve.series * shift + (isStrong(curve, set) ? 0 : Math.floor(every / 2));
    for (let i = start % every; i < last - 2; i += every) paintMarker(chart.ctx, chart, set, curve, i, view);
    if (last >= 0) paintMarker(chart.ctx, chart, set, curve, last, view);
  }
}

/** A line at the cursor's epoch, and every curve's point on it, on a canvas over that of the chart. */
export function paintCursor(overlay: HTMLCanvasElement, chart: Chart, set: CurveSet, view: PlotView): void {
  const ctx = overlay.getContext('2d');
  if (ctx === null) return;
  const { scales, chartArea, currentDevicePixelRatio: ratio } = chart;
  if (overlay.width !== chart.canvas.width || overlay.height !== chart.canvas.height) {
    overlay.width = chart.canvas.width;
    overlay.height = chart.canvas.height;
  }
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.clearRect(0, 0, chart.width, chart.height);
  const { cursor, theme } = view;
  if (cursor === null || cursor < scales.x.min || cursor > scales.x.max) return;
  const x = scales.x.getPixelForValue(cursor);
  ctx.strokeStyle = cssColour(theme.focus);
  ctx.beginPath();
  ctx.moveTo(x, chartArea.top);
  ctx.lineTo(x, chartArea.bottom);
  ctx.stroke();
  for (const curve of curvesFromBehind(set, view)) {
    if (curve.points[cursor - 1]) paintMarker(ctx, chart, set, curve, cursor - 1, view);
  }
}

/**
 * The marks' texts in a row above the chart: that of the best epoch ends at it, that of the stop begins there. As the stop
 * is never before the best they keep clear of each other.
 */
export function paintMarkTexts({ ctx, scales, chartArea, width }: Chart, { marks, theme }: PlotView): void {
  ctx.save();
  ctx.font = `${theme.fontSize - 2}px ${theme.fontFamily}`;
  ctx.fillStyle = cssColour(theme.foreground);
  ctx.textBaseline = 'bottom';
  let free = 0;
  for (const { kind, from, to, text } of marks) {
    const length = ctx.measureText(text).width;
    const wanted = kind === 'best' ? scales.x.getPixelForValue(to) + 3 - length : scales.x.getPixelForValue(from) - 3;
    const left = Math.max(Math.min(wanted, width - length), free);
    ctx.fillText(text, left, chartArea.top - 7);
    free = left + length + 8;
  }
  ctx.restore();
}

function paintMarker(
  ctx: CanvasRenderingContext2D,
  { scales, chartArea }: Chart,
  set: CurveSet,
  curve: Curve,
  index: number,
  { theme }: PlotView,
): void {
  const { x, y }: CurvePoint = curve.points[index];
  // Zoomed in, most points are out of sight.
  if (x < scales.x.min || x > scales.x.max) return;
  const { series } = curve;
  const colour = cssColour(seriesColour(series, theme));
  const path = new Path2D(markerPath(series));
  ctx.save();
  ctx.beginPath();
  ctx.rect(chartArea.left - 6, chartArea.top - 6, chartArea.width + 12, chartArea.height + 12);
  ctx.clip();
  ctx.translate(scales.x.getPixelForValue(x), scales.y.getPixelForValue(y));
  ctx.scale(0.9, 0.9);
  ctx.fillStyle = isStrong(curve, set) ? colour : cssColour(theme.background);
  ctx.strokeStyle = colour;
  ctx.fill(path);
  ctx.stroke(path);
  ctx.restore();
}

/** Visible curves, those that should lie above the others last. */
function curvesFromBehind(set: CurveSet, { hidden }: PlotView): readonly Curve[] {
  const visible = set.curves.filter(({ series }) => !hidden.has(series));
  return [...visible.filter((curve) => !isStrong(curve, set)), ...visible.filter((curve) => isStrong(curve, set))];
}
