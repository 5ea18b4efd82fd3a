import {
  Chart,
  type ChartDataset,
  LinearScale,
  LineController,
  LineElement,
  type Plugin,
  PointElement,
} from 'chart.js';
import annotation, { type AnnotationOptions, type AnnotationPluginOptions } from 'chartjs-plugin-annotation';
import { cssColour } from './colour.ts';
import { type Curve, type CurvePoint, type CurveSet, commonLength, curveLength } from './curve.ts';
import {
  bandedCurves,
  type PlotView,
  paintBands,
  paintCursor,
  paintMarkers,
  paintMarkTexts,
  seriesColour,
} from './curve-paint.ts';
import { lineDash, lineWidth } from './series-look.ts';

Chart.register(LineController, LineElement, PointElement, LinearScale, annotation);

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
        plugins: { annotation: this.#annotations() },
      },
      plugins: [this.#paint],
    });
  }

  /** Takes another view: theme, marks, hidden classes. */
  show(view: PlotView): void {
    this.#view = view;
    const { options } = this.#chart;
    options.scales = this.#scales();
    options.plugins = { annotation: this.#annotations() };
    this.#update();
  }

  /** Paints points that were appended or replaced. */
  repaint(): void {
    const { scales } = this.#chart.options;
    if (scales?.x) scales.x.max = horizontalEnd(curveLength(this.#set));
    this.#update();
  }

  /** Moves the cursor, nothing else. */
  moveCursor(cursor: number | null): void {
    this.#view = { ...this.#view, cursor };
    paintCursor(this.#overlay, this.#chart, this.#set, this.#view);
  }

  /** 1-based epoch at a horizontal place of the canvas, in CSS pixels; null beside the curves. */
  epochAt(offsetX: number): number | null {
    const { chartArea, scales } = this.#chart;
    const length = curveLength(this.#set);
    if (length === 0 || offsetX < chartArea.left - 8 || offsetX > chartArea.right + 8) return null;
    const epoch = Math.round(scales.x.getValueForPixel(offsetX) ?? 1);
    return Math.min(Math.max(epoch, 1), length);
  }

  destroy(): void {
    this.#chart.destroy();
  }

  readonly #paint: Plugin<'line'> = {
    id: 'curves',
    beforeDatasetsDraw: (chart) => paintBands(chart, this.#set, this.#view),
    afterDatasetsDraw: (chart) => {
      paintMarkers(chart, this.#set, this.#view);
      paintMarkTexts(chart, this.#view);
      paintCursor(this.#overlay, chart, this.#set, this.#view);
    },
  };

  #update(): void {
    const { data } = this.#chart;
    for (const [i, dataset] of this.#datasets().entries()) Object.assign(data.datasets[i], dataset);
    this.#chart.update('none');
  }

  /** Two lines a curve: as far as all fits that have begun go, and a fainter one from there on. */
  #datasets(): ChartDataset<'line', CurvePoint[]>[] {
    const common = commonLength(this.#set);
    return this.#set.curves.flatMap((curve) => [
      this.#dataset(curve, curve.points.slice(0, common), 1),
      this.#dataset(curve, curve.points.slice(Math.max(common - 1, 0)), 0.5),
    ]);
  }

  #dataset({ series, set }: Curve, data: CurvePoint[], opacity: number): ChartDataset<'line', CurvePoint[]> {
    const { theme, hidden } = this.#view;
    return {
      data,
      hidden: hidden.has(series),
      pointRadius: 0,
      borderColor: cssColour(seriesColour(series, theme), opacity),
      borderWidth: lineWidth(set, theme.highContrast),
      borderDash: lineDash(set),
    };
  }

  #scales() {
    const { range, step } = this.#view;
    return {
      x: {
        ...this.#axis(step),
        min: 1,
        max: horizontalEnd(curveLength(this.#set)),
        ticks: { ...this.#ticks(), precision: 0, maxRotation: 0 },
      },
      y: {
        ...this.#axis(''),
        ...(range === null
          ? { afterDataLimits: (scale: LinearScale) => this.#widen(scale) }
          : { min: range[0], max: range[1] }),
        ticks: { ...this.#ticks(), maxTicksLimit: 6 },
      },
    };
  }

  #axis(title: string) {
    const { theme } = this.#view;
    return {
      type: 'linear' as const,
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

  /** The marks as lines, or areas where they are of several fits; their texts are painted apart. */
  #annotations(): AnnotationPluginOptions {
    const { marks, theme } = this.#view;
    const annotations = marks.map(({ kind, from, to }): AnnotationOptions => {
      const ends = { xMin: from, xMax: to };
      const line = {
        borderColor: cssColour(theme.foreground),
        borderWidth: 1,
        borderDash: kind === 'best' ? [] : [2, 3],
      };
      if (from === to) return { type: 'line', ...ends, ...line };
      return { type: 'box', ...ends, ...line, backgroundColor: cssColour(theme.foreground, 0.06) };
    });
    return { clip: true, annotations };
  }

  /** Makes room for the bands and a little more, but not below zero: no metric is. */
  #widen(scale: { min: number; max: number }): void {
    for (const { points } of bandedCurves(this.#set, this.#view)) {
      for (const { y, std } of points) {
        scale.min = Math.min(scale.min, y - std);
        scale.max = Math.max(scale.max, y + std);
      }
    }
    const margin = 0.05 * (scale.max - scale.min);
    scale.max += margin;
    scale.min = Math.max(scale.min - margin, 0);
  }
}

/** End of the horizontal axis for so many epochs: grows in tens, so that a live chart does not move at every epoch. */
function horizontalEnd(epochs: number): number {
  return Math.max(10, Math.ceil(epochs / 10) * 10);
}
