import * as l10n from '@vscode/l10n';
import { boxPath, type Line, linePath, type Point } from '../picture/picture.ts';
import { drawAxes, type Plot } from '../picture/plot.ts';
import { type LegendEntry, type Sheet, textSize } from '../picture/sheet.ts';
import { linearTicks, logarithmicTicks, widenedTicks } from '../picture/ticks.ts';
import { type Curve, type CurvePoint, type CurveSet, commonPoints, exampleSets, exampleSetText } from './curve.ts';
import { meansText } from './curve-text.ts';
import {
  bandEdges,
  bandedCurves,
  bandOpacity,
  curvesFromBehind,
  drawnPoints,
  epochRange,
  markedPoints,
  type PlotView,
  partialOpacity,
  rawOpacity,
  referenceDash,
  seriesColour,
  valueRange,
} from './curve-view.ts';
import { curveDash, isStrong, lineDash, lineWidth, markerPath } from './series-look.ts';
import { smoothedSet } from './smoothing.ts';
import { type Step, stepText } from './step-text.ts';

const plotHeight = 340;

/** A chart of curves on the paper of a picture: the same lines, bands, markers and marks as on the canvas, and a legend. */
export function drawCurves(sheet: Sheet, set: CurveSet, view: PlotView, valueTitle: string): void {
  const logarithmic = view.scale === 'logarithmic' && view.range === null;
  const [first, last] = epochRange(set, view);
  const [low, high] = valueRange(set, view);
  const ticks = logarithmic ? logarithmicTicks(low, high) : widenedTicks(low, high, 5);
  const steps = linearTicks(first, last, Math.min(12, last - first));
  const plot = drawAxes(
    sheet,
    {
      title: stepText(view.step),
      ticks: { ...steps, marks: [...firstMark(first, steps.marks[0]?.at), ...steps.marks] },
    },
    { title: valueTitle, ticks, logarithmic },
    { height: plotHeight, above: view.marks.length > 0 ? 2 * textSize : 6 },
  );
  const smoothed = smoothedSet(set, view.smoothing);
  drawReference(sheet, plot, view);
  drawMarks(sheet, plot, view);
  drawBands(sheet, plot, set, view);
  if (view.smoothing > 0) {
    for (const curve of curvesFromBehind(set, view)) drawLine(sheet, plot, set, curve, curve.points, view, rawOpacity);
  }
  for (const curve of curvesFromBehind(smoothed, view)) {
    const common = commonPoints(curve);
    drawLine(sheet, plot, set, curve, curve.points.slice(Math.max(common - 1, 0)), view, partialOpacity);
    drawLine(sheet, plot, set, curve, curve.points.slice(0, common), view, 1);
  }
  for (const curve of curvesFromBehind(smoothed, view)) drawMarkers(sheet, plot, smoothed, curve, view);
  sheet.legend(legendEntries(set, view));
  const note = noteText(set, view);
  if (note !== '') sheet.note(note);
}

/** The axis begins at the first epoch, which is no round number. */
function firstMark(first: number, next: number | undefined): { at: number; text: string }[] {
  return next === undefined || next > first ? [{ at: first, text: String(first) }] : [];
}

function drawMarks(sheet: Sheet, { area, placeX }: Plot, { marks }: PlotView): void {
  const { foreground } = sheet.theme;
  let free = area.x;
  for (const { kind, from, to, text } of marks) {
    const [left, right] = [placeX(from), placeX(to)];
    const line = { colour: foreground, width: 1, dash: kind === 'best' ? [] : [2, 3] };
    if (from === to) {
      sheet.path({
        d: linePath([
          { x: left, y: area.y },
          { x: left, y: area.y + area.height },
        ]),
        line,
        clip: area,
      });
    } else {
      const box = { x: left, y: area.y, width: right - left, height: area.height };
      sheet.path({ d: boxPath(box), fill: { colour: foreground, opacity: 0.06 }, line, clip: area });
    }
    const width = sheet.widthOf(text);
    const wanted = kind === 'best' ? right + 3 - width : left - 3;
    const x = Math.max(Math.min(wanted, area.x + area.width - width), free);
    sheet.text(text, x, area.y - 7);
    free = x + width + 8;
  }
}

/** As `paintReference`. */
function drawReference(sheet: Sheet, { area, placeY }: Plot, { reference }: PlotView): void {
  if (reference === null) return;
  const y = placeY(reference.value);
  const right = area.x + area.width;
  if (!(y >= area.y && y <= area.y + area.height)) return;
  const ends = [
    { x: area.x, y },
    { x: right, y },
  ];
  sheet.path({ d: linePath(ends), line: { colour: sheet.theme.description, width: 1, dash: [...referenceDash] } });
  sheet.text(reference.text, right, y - area.y > 2 * textSize ? y - 4 : y + 4 + textSize, {
    quiet: true,
    anchor: 'end',
  });
}

function drawBands(sheet: Sheet, plot: Plot, set: CurveSet, view: PlotView): void {
  for (const curve of bandedCurves(set, view)) {
    const [upper, lower] = bandEdges(curve, epochRange(set, view));
    const edge = [...upper, ...lower.toReversed()].map(({ x, y }) => pointAt(plot, x, y));
    const fill = { colour: seriesColour(curve.series, sheet.theme), opacity: bandOpacity(set) };
    sheet.path({ d: `${linePath(edge)}Z`, fill, clip: plot.area });
  }
}

function drawLine(
  sheet: Sheet,
  plot: Plot,
  set: CurveSet,
  curve: Curve,
  points: readonly CurvePoint[],
  view: PlotView,
  opacity: number,
): void {
  if (points.length < 2) return;
  const line = { ...lineOf(set, curve, view), opacity };
  const drawn = drawnPoints(points, epochRange(set, view)).map(({ x, y }) => pointAt(plot, x, y));
  sheet.path({ d: linePath(drawn), line, clip: plot.area });
}

function drawMarkers(sheet: Sheet, plot: Plot, set: CurveSet, curve: Curve, { theme }: PlotView): void {
  const colour = seriesColour(curve.series, theme);
  const { area } = plot;
  for (const i of markedPoints(set, curve)) {
    const at = pointAt(plot, curve.points[i].x, curve.points[i].y);
    // Zoomed in, most points are out of sight.
    if (at.x < area.x - 1 || at.x > area.x + area.width + 1) continue;
    const fill = { colour: isStrong(curve, set) ? colour : theme.background };
    sheet.path({ d: markerPath(curve.series), fill, line: { colour, width: 1 }, place: { ...at, scale: 0.9 } });
  }
}

function lineOf(set: CurveSet, curve: Curve, { theme }: PlotView): Line {
  return {
    colour: seriesColour(curve.series, theme),
    width: lineWidth(isStrong(curve, set) ? 'validation' : 'training', theme.highContrast),
    dash: curveDash(curve, set),
  };
}

function pointAt({ placeX, placeY, area }: Plot, x: number, y: number): Point {
  // What is far outside is clipped, and no number is too large for the file.
  const bottom = area.y + 2 * area.height;
  return { x: placeX(x), y: Math.min(Math.max(placeY(y), area.y - area.height), bottom) };
}

/** Single series with their lines; else the classes by their markers and the sets of examples by their lines. */
function legendEntries(set: CurveSet, view: PlotView): LegendEntry[] {
  const { theme } = view;
  const shown = curvesFromBehind(set, view);
  const nameOf = (series: number): string => set.series[series];
  if (set.single) {
    return set.curves
      .filter((curve) => shown.includes(curve))
      .map((curve) => ({
        name: nameOf(curve.series),
        line: lineOf(set, curve, view),
        marker: markerOf(curve.series, view),
      }));
  }
  const colour = set.series.length === 0 ? seriesColour(0, theme) : theme.foreground;
  const lines = exampleSets.map((one) => ({
    name: exampleSetText[one],
    line: { colour, width: lineWidth(one, theme.highContrast), dash: lineDash(one) },
  }));
  const classes = [...new Set(shown.map(({ series }) => series))].sort((a, b) => a - b);
  if (set.series.length === 0) return lines;
  return [...classes.map((series) => ({ name: nameOf(series), marker: markerOf(series, view) })), ...lines];
}

function markerOf(series: number, { theme }: PlotView) {
  const colour = seriesColour(series, theme);
  return { d: markerPath(series), fill: colour, edge: colour };
}

function noteText(set: CurveSet, view: PlotView): string {
  const { window, smoothing } = view;
  return [
    ...(set.fits > 1 ? [meansText(view.step)] : []),
    ...(smoothing > 0 ? [l10n.t('Smoothed with weight {0}; the raw lines are behind.', smoothing.toFixed(2))] : []),
    ...(window === null ? [] : [windowText(view.step, window)]),
  ].join(' ');
}

function windowText(step: Step, [from, to]: readonly [number, number]): string {
  return step === 'epoch'
    ? l10n.t('Showing epochs {0} to {1}.', from, to)
    : l10n.t('Showing rounds {0} to {1}.', from, to);
}
