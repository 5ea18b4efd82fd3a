import { css, html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import '@vscode-elements/elements/dist/vscode-toolbar-button/index.js';
import { type CurveSet, commonLength, curveLength, emptyCurveSet, exampleSets, type Mark } from './curve.ts';
import type { PlotView } from './curve-paint.ts';
import { CurvePlot } from './curve-plot.ts';
import './curve-readout.ts';
import { curveSummary, curveTable, valueText } from './curve-text.ts';
import './data-table.ts';
import { emit } from './emit.ts';
import { countOf } from './number-text.ts';
import { baseStyles } from './styles.ts';
import { ThemeController } from './theme-controller.ts';

/**
 * A metric over the epochs: a chart, or the same as a table, and below it the values at the cursor, or the latest.
 * Emits `cursor-move`, `table-toggle` and `series-toggle`.
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

      .readout {
        max-width: 100%;
        border-collapse: collapse;
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  /** Of the chart in `table-toggle`. */
  @property() accessor name = '';
  @property() accessor caption = '';
  /** How to read the metric, e.g. `lower is better`. */
  @property() accessor hint = '';
  @property() accessor step = 'epoch';
  /** Digits after the point. */
  @property({ type: Number }) accessor digits = 3;
  @property({ attribute: false }) accessor range: readonly [number, number] | null = null;
  @property({ attribute: false }) accessor curves: CurveSet = emptyCurveSet;
  /** Changes when points were appended to the curves or replaced. */
  @property({ type: Number }) accessor revision = 0;
  @property({ attribute: false }) accessor marks: readonly Mark[] = [];
  @property({ attribute: false }) accessor cursor: number | null = null;
  @property({ attribute: false }) accessor hiddenSeries: ReadonlySet<number> = new Set();
  @property({ type: Boolean }) accessor asTable = false;

  readonly #theme = new ThemeController(this);
  #plot: CurvePlot | null = null;
  #painted: PlotView | null = null;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#dropPlot();
  }

  override render(): TemplateResult {
    const toggle = this.asTable ? 'Show as chart' : 'Show as table';
    return html`
      <section aria-label=${this.caption}>
        <header>
          <h3>${this.caption}</h3>
          <span class="quiet clip">${this.hint}</span>
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
    const view: PlotView = {
      theme: this.#theme.theme,
      marks: this.marks,
      hidden: this.hiddenSeries,
      cursor: this.cursor,
      step: this.step,
      range: this.range,
    };
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

  #renderTable(): TemplateResult {
    return html`<data-table untitled tall caption=${this.caption} limit="500"
      .table=${curveTable(this.curves, this.step, this.digits)}></data-table>`;
  }

  #renderPlot(): TemplateResult {
    const last = curveLength(this.curves);
    const at = this.#epoch();
    return html`
      <div class="plot" tabindex="0" role="slider" aria-orientation="horizontal" aria-label="${this.caption} by ${this.step}"
        aria-valuemin="1" aria-valuemax=${last} aria-valuenow=${at} aria-valuetext=${this.#valuesAt(at)}
        aria-describedby="summary" @pointermove=${this.#onPointer} @pointerleave=${() => this.#moveCursor(null)} @keydown=${this.#onKey}>
        <canvas aria-hidden="true"></canvas>
        <canvas class="overlay" aria-hidden="true"></canvas>
      </div>
      <p id="summary" class="visually-hidden">${curveSummary(this.curves, this.marks, this.step, this.digits)}</p>
      <p class="quiet">${this.#whereText(at)}</p>
      <curve-readout label="Values of ${this.caption}" .curves=${this.curves} .revision=${this.revision} .epoch=${at} .digits=${this.digits}
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

  #restWord(): string {
    if (this.#best() !== null) return 'the best';
    return this.curves.fits > 1 ? 'the last common' : 'the latest';
  }

  /** Which epoch the values are of, and how many fits. */
  #whereText(at: number): string {
    const { fits, curves } = this.curves;
    const where = this.cursor === null ? `${this.#restWord()} ${this.step} ${at}` : `${this.step} ${at}`;
    if (fits === 1) return `At ${where}`;
    const here = curves[0]?.points[at - 1]?.fits ?? 0;
    const of = here === fits ? countOf(fits, 'fit') : `${here} of ${countOf(fits, 'fit')}`;
    return `At ${where}, ${here > 1 ? 'mean ± std of ' : ''}${of}`;
  }

  #valuesAt(at: number): string {
    const { series } = this.curves;
    const values = (series.length === 0 ? [''] : series).flatMap((name, i) =>
      exampleSets.map((set) => `${name} ${set} ${valueText(this.curves, i, set, at, this.digits)}`.trim()),
    );
    return `${this.step} ${at}: ${values.join(', ')}`;
  }

  #onPointer(event: PointerEvent): void {
    if (this.#plot) this.#moveCursor(this.#plot.epochAt(event.offsetX));
  }

  #onKey(event: KeyboardEvent): void {
    const last = curveLength(this.curves);
    const at = this.#epoch();
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
  return !sameMarks || a.theme !== b.theme || a.hidden !== b.hidden || a.step !== b.step || a.range !== b.range;
}
