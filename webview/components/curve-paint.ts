import type { Chart } from 'chart.js';
import { cssColour } from '../picture/colour.ts';
import type { Curve, CurvePoint, CurveSet } from './curve.ts';
import {
  bandEdges,
  bandedCurves,
  bandOpacity,
  curvesFromBehind,
  epochRange,
  markedPoints,
  type PlotView,
  referenceDash,
  seriesColour,
} from './curve-view.ts';
import { isStrong, markerPath } from './series-look.ts';

/*
 * What is painted on a chart of curves besides its lines. Chart.js's own points and fills would cost time for each
 * point; these cost it for what is seen.
 */

/** Mean ± std as a translucent area. */
export function paintBands({ ctx, scales, chartArea }: Chart, set: CurveSet, view: PlotView): void {
  ctx.save();
  ctx.beginPath();
  ctx.rect(chartArea.left, chartArea.top, chartArea.width, chartArea.height);
  ctx.clip();
  for (const curve of bandedCurves(set, view)) {
    const [upper, lower] = bandEdges(curve, epochRange(set, view));
    ctx.beginPath();
    for (const { x, y } of [...upper, ...lower.toReversed()]) {
      ctx.lineTo(scales.x.getPixelForValue(x), scales.y.getPixelForValue(Math.max(y, scales.y.min)));
    }
    ctx.fillStyle = cssColour(seriesColour(curve.series, view.theme), bandOpacity(set));
    ctx.fill();
  }
  ctx.restore();
}

/** A marker now and then and at the end, at other epochs for each class so that they do not cover each other. */
export function paintMarkers(chart: Chart, set: CurveSet, view: PlotView): void {
  for (const curve of curvesFromBehind(set, view)) {
    for (const i of markedPoints(set, curve)) paintMarker(chart.ctx, chart, set, curve, i, view);
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

/** The marks as lines, or areas where they are of several fits; their texts are painted apart. */
export function paintMarks({ ctx, scales, chartArea }: Chart, { marks, theme }: PlotView): void {
  const { left, top, width, height } = chartArea;
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, top, width, height);
  ctx.clip();
  ctx.strokeStyle = cssColour(theme.foreground);
  ctx.fillStyle = cssColour(theme.foreground, 0.06);
  for (const { kind, from, to } of marks) {
    const [start, end] = [scales.x.getPixelForValue(from), scales.x.getPixelForValue(to)];
    ctx.setLineDash(kind === 'best' ? [] : [2, 3]);
    ctx.beginPath();
    if (from === to) {
      ctx.moveTo(start, top);
      ctx.lineTo(start, top + height);
    } else {
      ctx.rect(start, top, end - start, height);
      ctx.fill();
    }
    ctx.stroke();
  }
  ctx.restore();
}

/** A baseline's value as a line, with its name above its end. */
export function paintReference({ ctx, scales, chartArea }: Chart, { reference, theme }: PlotView): void {
  if (reference === null) return;
  const { left, top, right, bottom } = chartArea;
  const y = scales.y.getPixelForValue(reference.value);
  if (!(y >= top && y <= bottom)) return;
  ctx.save();
  ctx.strokeStyle = cssColour(theme.description);
  ctx.setLineDash(referenceDash);
  ctx.beginPath();
  ctx.moveTo(left, y);
  ctx.lineTo(right, y);
  ctx.stroke();
  ctx.font = `${theme.fontSize - 2}px ${theme.fontFamily}`;
  ctx.fillStyle = cssColour(theme.description);
  ctx.textAlign = 'right';
  ctx.textBaseline = y - top > theme.fontSize ? 'bottom' : 'top';
  ctx.fillText(reference.text, right, ctx.textBaseline === 'bottom' ? y - 3 : y + 4);
  ctx.restore();
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
