import * as l10n from '@vscode/l10n';
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import '@vscode-elements/elements/dist/vscode-toolbar-button/index.js';
import { fitsText } from './count-text.ts';
import { cssProperties } from './css-properties.ts';
import {
  type CurveSet,
  commonLength,
  curveLength,
  type EpochWindow,
  emptyCurveSet,
  type Mark,
  type Reference,
} from './curve.ts';
import { drawCurves } from './curve-drawing.ts';
import { CurvePlot } from './curve-plot.ts';
import './curve-readout.ts';
import { curveSummary, curveTable, valuesText } from './curve-text.ts';
import type { PlotView } from './curve-view.ts';
import './data-table.ts';
import type { Sheet } from '../picture/sheet.ts';
import { emit } from './emit.ts';
import { windowBetween, zoomWindow } from './epoch-window.ts';
import './save-picture.ts';
import { type Step, stepAtText } from './step-text.ts';
import { baseStyles } from './styles.ts';
import { ThemeController } from './theme-controller.ts';

/**
 * A metric over the epochs: a chart, or the same as a table, and below it the values at the cursor, or the latest.
 * Emits `cursor-move`, `table-toggle`, `series-toggle` and, if it can be zoomed, `window-change`.
 */
@customElement('curve-chart')
export class CurveChart extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        min-width: 0;
      }

      header {
        display: flex;
        align-items: center;
        gap: 8px;
        min-height: 26px;
      }

      header .quiet {
        flex: 1;
      }

      .plot {
        position: relative;
        height: 220px;
        margin-bottom: 4px;
      }

      .overlay {
        position: absolute;
        inset: 0;
        width: 100%;
        height: 100%;
        pointer-events: none;
      }

      .selection {
        position: absolute;
        top: 0;
        bottom: 24px;
        left: var(--from);
        width: var(--width);
        border: 1px solid var(--vscode-focusBorder);
        background: var(--vscode-editor-selectionBackground);
        opacity: 0.5;
        pointer-events: none;
      }
    `,
  ];

  /** Of the chart in `table-toggle`. */
  @property() accessor name = '';
  @property() accessor caption = '';
  /** What is written at the vertical axis of a picture. */
  @property() accessor axis = '';
  /** Which examples the values are of, where the legend does not say it. */
  @property() accessor examples = '';
  /** How to read the metric, e.g. `lower is better`. */
  @property() accessor hint = '';
  @property() accessor step: Step = 'epoch';
  /** Digits after the point. */
  @property({ type: Number }) accessor digits = 3;
  @property({ attribute: false }) accessor range: readonly [number, number] | null = null;
  @property({ attribute: false }) accessor curves: CurveSet = emptyCurveSet;
  /** Changes when points were appended to the curves or replaced. */
  @property({ type: Number }) accessor revision = 0;
  @property({ attribute: false }) accessor marks: readonly Mark[] = [];
  @property({ attribute: false }) accessor reference: Reference | null = null;
  @property({ attribute: false }) accessor cursor: number | null = null;
  @property({ attribute: false }) accessor hiddenSeries: ReadonlySet<number> = new Set();
  @property({ type: Boolean }) accessor asTable = false;
  /** Without the legend and its values, for charts that share one. */
  @property({ type: Boolean }) accessor bare = false;
  /** Of the vertical axis, unless `range` gives its ends. */
  @property() accessor scale: PlotView['scale'] = 'linear';
  /** Weight of what came before, 0 (not smoothed) to below 1; the raw line stays behind. */
  @property({ type: Number }) accessor smoothing = 0;
  /** Whether a part can be zoomed in to: by dragging over it, or with + and −; 0 or a double click shows all again. */
  @property({ type: Boolean }) accessor zoomable = false;
  @property({ attribute: false }) accessor window: EpochWindow = null;
  /** Epochs between which the pointer is being dragged. */
  @state() private accessor dragged: readonly [number, number] | null = null;

  readonly #theme = new ThemeController(this);
  #plot: CurvePlot | null = null;
  #painted: PlotView | null = null;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#dropPlot();
  }

  override render(): TemplateResult {
    const toggle = this.asTable ? l10n.t('Show as chart') : l10n.t('Show as table');
    return html`
      <section aria-label=${this.caption}>
        <header>
          <h3>${this.caption}</h3>
          <span class="quiet clip">${this.hint}</span>
          ${this.asTable ? nothing : this.#renderSave()}
          <vscode-toolbar-button icon=${this.asTable ? 'graph-line' : 'table'} label="${toggle}: ${this.caption}" title=${toggle}
            @click=${() => emit(this, 'table-toggle', this.name)}></vscode-toolbar-button>
        </header>
        ${this.asTable ? this.#renderTable() : this.#renderPlot()}
      </section>
    `;
  }

  override updated(changed: PropertyValues<this>): void {
    const [canvas, overlay] = this.renderRoot.querySelectorAll('canvas');
    if (canvas === undefined || overlay === undefined) {
      this.#dropPlot();
      return;
    }
    const view = this.#view();
    if (this.#plot === null || changed.has('curves')) {
      this.#dropPlot();
      this.#plot = new CurvePlot(canvas, overlay, this.curves, view);
    } else if (this.#painted === null || differsBesidesCursor(this.#painted, view)) {
      this.#plot.show(view);
    } else if (changed.has('revision')) {
      this.#plot.repaint();
    }
    if (changed.has('cursor')) this.#plot.moveCursor(this.cursor);
    this.#painted = view;
  }

  #view(): PlotView {
    return {
      theme: this.#theme.theme,
      marks: this.marks,
      reference: this.reference,
      hidden: this.hiddenSeries,
      cursor: this.cursor,
      step: this.step,
      range: this.range,
      scale: this.scale,
      window: this.window,
      smoothing: this.smoothing,
    };
  }

  #renderSave(): TemplateResult {
    const name = this.examples === '' ? this.caption : `${this.caption}, ${this.examples}`;
    return html`<save-picture name=${name} .draw=${this.#draw}></save-picture>`;
  }

  readonly #draw = (sheet: Sheet): void => {
    drawCurves(sheet, this.curves, this.#view(), this.axis);
  };

  #renderTable(): TemplateResult {
    return html`<data-table untitled tall caption=${this.caption} limit="500"
      .table=${curveTable(this.curves, this.step, this.digits)}></data-table>`;
  }

  #renderPlot(): TemplateResult {
    const last = curveLength(this.curves);
    const at = this.#epoch();
    return html`
      <div class="plot" tabindex="0" role="slider" aria-orientation="horizontal" aria-label=${this.#plotLabel()}
        aria-valuemin="1" aria-valuemax=${last} aria-valuenow=${at} aria-valuetext=${this.#valuesAt(at)}
        aria-describedby="summary" @pointerdown=${this.#onPress} @pointermove=${this.#onPointer} @pointerup=${this.#onRelease}
        @pointerleave=${() => this.#moveCursor(null)} @dblclick=${() => this.#zoomTo(null)} @keydown=${this.#onKey}>
        <canvas aria-hidden="true"></canvas>
        <canvas class="overlay" aria-hidden="true"></canvas>
        ${this.#renderSelection()}
      </div>
      <p id="summary" class="visually-hidden">${curveSummary(this.curves, this.marks, this.reference, this.step, this.digits)}</p>
      ${this.bare ? nothing : this.#renderReadout(at)}
    `;
  }

  #renderSelection(): TemplateResult | typeof nothing {
    if (this.dragged === null || this.#plot === null) return nothing;
    const [from, to] = this.dragged.map((epoch) => this.#plot?.pixelOf(epoch) ?? 0).sort((a, b) => a - b);
    return html`<div class="selection" ${cssProperties({ '--from': `${from}px`, '--width': `${to - from}px` })}></div>`;
  }

  #renderReadout(at: number): TemplateResult {
    return html`
      <p class="quiet">${this.#whereText(at)}</p>
      <curve-readout label=${l10n.t('Values of {0}', this.caption)} .curves=${this.curves} .revision=${this.revision} .epoch=${at} .digits=${this.digits}
        .hiddenSeries=${this.hiddenSeries}></curve-readout>
    `;
  }

  /** The epoch whose values are shown: that at the cursor, else the best one, else the last that all fits have. */
  #epoch(): number {
    return this.cursor ?? this.#best() ?? commonLength(this.curves);
  }

  #best(): number | null {
    const best = this.marks.find(({ kind, from, to }) => kind === 'best' && from === to);
    return best?.from ?? null;
  }

  #plotLabel(): string {
    return this.step === 'epoch' ? l10n.t('{0} by epoch', this.caption) : l10n.t('{0} by round', this.caption);
  }

  /** The step whose values are shown, and why it is this one. */
  #stepText(at: number): string {
    const isEpoch = this.step === 'epoch';
    if (this.cursor !== null) return stepAtText(this.step, at);
    if (this.#best() !== null) return isEpoch ? l10n.t('the best epoch {0}', at) : l10n.t('the best round {0}', at);
    if (this.curves.fits === 1)
      return isEpoch ? l10n.t('the latest epoch {0}', at) : l10n.t('the latest round {0}', at);
    return isEpoch ? l10n.t('the last common epoch {0}', at) : l10n.t('the last common round {0}', at);
  }

  /** Which epoch the values are of, and how many fits. */
  #whereText(at: number): string {
    const { fits, curves } = this.curves;
    const step = this.#stepText(at);
    if (fits === 1) return l10n.t({ message: 'At {0}', args: [step], comment: ['At the best epoch 12'] });
    const here = curves[0]?.points[at - 1]?.fits ?? 0;
    const of = here === fits ? fitsText(fits) : l10n.t('{0} of {1} trainings', here, fits);
    return here > 1
      ? l10n.t({
          message: 'At {0}, mean ± std of {1}',
          args: [step, of],
          comment: ['At epoch 12, mean ± std of 5 trainings'],
        })
      : l10n.t({ message: 'At {0}, {1}', args: [step, of], comment: ['At epoch 12, 1 of 5 trainings'] });
  }

  #valuesAt(at: number): string {
    return `${stepAtText(this.step, at)}: ${valuesText(this.curves, at, this.digits)}`;
  }

  #onPointer(event: PointerEvent): void {
    if (!this.#plot) return;
    const epoch = this.#plot.epochAt(event.offsetX);
    if (this.dragged !== null && epoch !== null) this.dragged = [this.dragged[0], epoch];
    this.#moveCursor(epoch);
  }

  #onPress(event: PointerEvent): void {
    const epoch = this.#plot?.epochAt(event.offsetX) ?? null;
    if (!this.zoomable || event.button !== 0 || epoch === null) return;
    this.dragged = [epoch, epoch];
    // So that the pointer may leave the chart while it is dragged.
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
  }

  #onRelease(): void {
    if (this.dragged === null) return;
    const window = windowBetween(...this.dragged);
    this.dragged = null;
    if (window !== null) this.#zoomTo(window);
  }

  #zoomTo(window: EpochWindow): void {
    if (this.zoomable) emit(this, 'window-change', window);
  }

  #onKey(event: KeyboardEvent): void {
    const last = curveLength(this.curves);
    const at = this.#epoch();
    const zoomed = new Map([
      ['+', zoomWindow(this.window, 'in', at, last)],
      ['-', zoomWindow(this.window, 'out', at, last)],
      ['0', null],
    ]);
    if (zoomed.has(event.key)) this.#zoomTo(zoomed.get(event.key) ?? null);
    const to = new Map<string, number | null>([
      ['ArrowLeft', at - 1],
      ['ArrowRight', at + 1],
      ['PageDown', at - 10],
      ['PageUp', at + 10],
      ['Home', 1],
      ['End', last],
      ['Escape', null],
    ]).get(event.key);
    if (to === undefined || last === 0) return;
    event.preventDefault();
    this.#moveCursor(to === null ? null : Math.min(Math.max(to, 1), last));
  }

  #moveCursor(epoch: number | null): void {
    if (epoch === this.cursor) return;
    emit(this, 'cursor-move', epoch);
  }

  #dropPlot(): void {
    this.#plot?.destroy();
    this.#plot = null;
    this.#painted = null;
  }
}

function differsBesidesCursor(a: PlotView, b: PlotView): boolean {
  const sameMarks = a.marks.length === b.marks.length && a.marks.every((mark, i) => mark.text === b.marks[i].text);
  const keys = ['theme', 'hidden', 'step', 'range', 'scale', 'window', 'smoothing'] as const;
  return !sameMarks || keys.some((key) => a[key] !== b[key]);
}
