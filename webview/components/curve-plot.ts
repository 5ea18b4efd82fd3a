import {
  Chart,
  type ChartDataset,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  type Plugin,
  PointElement,
} from 'chart.js';
import { cssColour } from '../picture/colour.ts';
import { type Curve, type CurvePoint, type CurveSet, commonPoints, curveLength } from './curve.ts';
import { paintBands, paintCursor, paintMarkers, paintMarks, paintMarkTexts, paintReference } from './curve-paint.ts';
import {
  drawnPoints,
  epochRange,
  type PlotView,
  partialOpacity,
  rawOpacity,
  seriesColour,
  valueRange,
} from './curve-view.ts';
import { curveDash, isStrong, lineWidth } from './series-look.ts';
import { smoothedSet } from './smoothing.ts';
import { stepText } from './step-text.ts';

Chart.register(LineController, LineElement, PointElement, LinearScale, LogarithmicScale);

/** Lines over epochs on a canvas. Curves are appended to by others; `repaint` shows what is new. */
export class CurvePlot {
  readonly #chart: Chart<'line', CurvePoint[]>;
  readonly #overlay: HTMLCanvasElement;
  readonly #set: CurveSet;
  #view: PlotView;

  /** The overlay lies over the canvas, of the same size; the cursor moves on it without a paint of all below. */
  constructor(canvas: HTMLCanvasElement, overlay: HTMLCanvasElement, set: CurveSet, view: PlotView) {
    this.#overlay = overlay;
    this.#set = set;
    this.#view = view;
    this.#chart = new Chart<'line', CurvePoint[]>(canvas, {
      type: 'line',
      data: { datasets: this.#datasets() },
      options: {
        animation: false,
        responsive: true,
        maintainAspectRatio: false,
        parsing: false,
        normalized: true,
        // The pointer is followed by the element around, over all charts at once.
        events: [],
        // Above: a row for the marks' texts.
        layout: { padding: { top: 20, right: 8 } },
        scales: this.#scales(),
      },
      plugins: [this.#paint],
    });
  }

  /** Takes another view: theme, marks, hidden classes. */
  show(view: PlotView): void {
    this.#view = view;
    const { options } = this.#chart;
    options.scales = this.#scales();
    this.#update();
  }

  /** Paints points that were appended or replaced. */
  repaint(): void {
    const { scales } = this.#chart.options;
    if (scales?.x) scales.x.max = epochRange(this.#set, this.#view)[1];
    this.#update();
  }

  /** Moves the cursor, nothing else. */
  moveCursor(cursor: number | null): void {
    this.#view = { ...this.#view, cursor };
    paintCursor(this.#overlay, this.#chart, this.#set, this.#view);
  }

  /** 1-based epoch at a horizontal place of the canvas, in CSS pixels; null outside the curves. */
  epochAt(offsetX: number): number | null {
    const { chartArea, scales } = this.#chart;
    const length = curveLength(this.#set);
    if (length === 0 || offsetX < chartArea.left - 8 || offsetX > chartArea.right + 8) return null;
    const epoch = Math.round(scales.x.getValueForPixel(offsetX) ?? 1);
    const [from, to] = this.#view.window ?? [1, length];
    return Math.min(Math.max(epoch, from), to);
  }

  /** Horizontal place of an epoch on the canvas, in CSS pixels. */
  pixelOf(epoch: number): number {
    return this.#chart.scales.x.getPixelForValue(epoch);
  }

  destroy(): void {
    this.#chart.destroy();
  }

  readonly #paint: Plugin<'line'> = {
    id: 'curves',
    beforeDatasetsDraw: (chart) => paintBands(chart, this.#set, this.#view),
    afterDatasetsDraw: (chart) => {
      paintReference(chart, this.#view);
      paintMarks(chart, this.#view);
      paintMarkers(chart, this.#smoothed(), this.#view);
      paintMarkTexts(chart, this.#view);
      paintCursor(this.#overlay, chart, this.#set, this.#view);
    },
  };

  #update(): void {
    const { data } = this.#chart;
    const datasets = this.#datasets();
    if (datasets.length !== data.datasets.length) data.datasets = datasets;
    else for (const [i, dataset] of datasets.entries()) Object.assign(data.datasets[i], dataset);
    this.#chart.update('none');
  }

  /**
   * Two lines a curve: as far as all fits that have begun go, and a fainter one from there on. Smoothed curves have the raw
   * line, fainter still, behind them.
   */
  #datasets(): ChartDataset<'line', CurvePoint[]>[] {
    const shown = this.#smoothed().curves.flatMap((curve) => {
      const common = commonPoints(curve);
      return [
        this.#dataset(curve, curve.points.slice(0, common), 1),
        this.#dataset(curve, curve.points.slice(Math.max(common - 1, 0)), partialOpacity),
      ];
    });
    if (this.#view.smoothing === 0) return shown;
    // The first datasets are painted last.
    return [...shown, ...this.#set.curves.map((curve) => this.#dataset(curve, curve.points, rawOpacity))];
  }

  #smoothed(): CurveSet {
    return smoothedSet(this.#set, this.#view.smoothing);
  }

  #dataset(curve: Curve, points: readonly CurvePoint[], opacity: number): ChartDataset<'line', CurvePoint[]> {
    const { series } = curve;
    const { theme, hidden } = this.#view;
    return {
      data: [...drawnPoints(points, epochRange(this.#set, this.#view))],
      hidden: hidden.has(series),
      pointRadius: 0,
      borderColor: cssColour(seriesColour(series, theme), opacity),
      borderWidth: lineWidth(isStrong(curve, this.#set) ? 'validation' : 'training', theme.highContrast),
      borderDash: curveDash(curve, this.#set),
    };
  }

  #scales() {
    const { range, step, scale } = this.#view;
    const [first, last] = epochRange(this.#set, this.#view);
    return {
      x: {
        ...this.#axis(stepText(step)),
        type: 'linear' as const,
        min: first,
        max: last,
        ticks: { ...this.#ticks(), precision: 0, maxRotation: 0 },
      },
      y: {
        ...this.#axis(''),
        ...(range === null
          ? { type: scale, afterDataLimits: (axis: { min: number; max: number }) => this.#limit(axis) }
          : { type: 'linear' as const, min: range[0], max: range[1] }),
        ticks: { ...this.#ticks(), maxTicksLimit: 6 },
      },
    };
  }

  #axis(title: string) {
    const { theme } = this.#view;
    return {
      border: { color: cssColour(theme.lines) },
      grid: { color: cssColour(theme.lines, theme.highContrast ? 0.4 : 0.25), tickLength: 4 },
      title: {
        display: title !== '',
        text: title,
        color: cssColour(theme.description),
        font: this.#font(),
        padding: 0,
      },
    };
  }

  #ticks() {
    return { color: cssColour(this.#view.theme.description), font: this.#font() };
  }

  #font() {
    const { fontFamily, fontSize } = this.#view.theme;
    return { family: fontFamily, size: fontSize - 2 };
  }

  #limit(axis: { min: number; max: number }): void {
    [axis.min, axis.max] = valueRange(this.#set, this.#view);
  }
}
