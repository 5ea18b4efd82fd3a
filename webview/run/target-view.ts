import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import type { TargetSummary } from '../../src/protocol/run.ts';
import '../components/confusion-matrix.ts';
import '../components/curve-chart.ts';
import { curveLength } from '../components/curve.ts';
import '../components/data-table.ts';
import type { PanelEvent } from '../components/emit.ts';
import { countOf } from '../components/number-text.ts';
import { baseStyles } from '../components/styles.ts';
import './fit-choice.ts';
import { FitCurves } from './fit-curves.ts';
import { endSentence, fitMarks } from './fit-marks.ts';
import { type MetricKey, metrics } from './metrics.ts';
import { classTable } from './result-tables.ts';
import type { ShownFit } from './run-model.ts';

const nothingHidden: ReadonlySet<number> = new Set();

/** One target of the run: its fits, the four charts, and the results once there are some. */
@customElement('target-view')
export class TargetView extends LitElement {
  static override styles = [
    baseStyles,
    css`
      .stack {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 16px;
      }

      :host {
        container-type: inline-size;
      }

      .charts {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 24px 32px;
      }

      @container (min-width: 800px) {
        .charts {
          grid-template-columns: repeat(2, minmax(0, 1fr));
        }
      }

      .results {
        display: flex;
        flex-wrap: wrap;
        align-items: flex-start;
        gap: 24px 48px;
      }

      .results > * {
        max-width: 100%;
      }

      .waiting {
        padding: 48px 0;
        text-align: center;
      }

      .plain {
        padding-left: 20px;
        margin: 4px 0 0;
      }
    `,
  ];

  @property() accessor target = '';
  @property({ attribute: false }) accessor classes: readonly string[] = [];
  @property({ attribute: false }) accessor fits: readonly ShownFit[] = [];
  @property({ attribute: false }) accessor summary: TargetSummary | null = null;
  @property({ type: Boolean }) accessor training = false;
  @property() accessor step = 'epoch';
  @property({ type: Number }) accessor maxEpochs = 0;
  /** The fits are mutable in their epochs; this says that they changed. */
  @property({ type: Number }) accessor revision = 0;
  /** Index of the fit that is shown; null = all. */
  @property({ attribute: false }) accessor fit: number | null = null;
  @property({ attribute: false }) accessor tables: readonly MetricKey[] = [];
  @property({ attribute: false }) accessor hiddenClasses: ReadonlySet<number> = nothingHidden;
  @state() private accessor cursor: number | null = null;

  #curves = new FitCurves([], []);

  override willUpdate(): void {
    const epochs = this.#shownFits().map((fit) => fit.epochs);
    if (this.#curves.covers(epochs)) {
      this.#curves.extend();
    } else {
      this.#curves = new FitCurves(this.classes, epochs);
      this.cursor = null;
    }
  }

  override render(): TemplateResult {
    return html`<div class="stack">
      <fit-choice .fits=${this.fits} .selected=${this.#selectedFit()} .step=${this.step} .maxEpochs=${this.maxEpochs}
        .revision=${this.revision} ?training=${this.training}></fit-choice>
      ${curveLength(this.#curves.sets[0]) === 0 ? this.#renderWaiting() : this.#renderCharts()}
      ${this.summary === null ? nothing : this.#renderResults(this.summary)}
      ${this.#renderNotes()}
    </div>`;
  }

  #renderWaiting(): TemplateResult {
    const text = this.training ? `Waiting for the first ${this.step}…` : `No ${this.step} was trained.`;
    return html`<p class="waiting quiet">${text}</p>`;
  }

  #renderCharts(): TemplateResult {
    const fits = this.#shownFits();
    const marks = fitMarks(fits);
    const end = endSentence(fits, this.step);
    return html`
      ${end === null ? nothing : html`<p>${end}</p>`}
      <div class="charts">
        ${metrics.map(
          (
            metric,
            i,
          ) => html`<curve-chart name=${metric.key} caption=${metric.title} hint=${metric.hint} .step=${this.step} .digits=${metric.digits}
            .range=${metric.range} .curves=${this.#curves.sets[i]} .revision=${this.revision} .marks=${marks}
            .cursor=${this.cursor} .hiddenSeries=${metric.perClass ? this.hiddenClasses : nothingHidden}
            .asTable=${this.tables.includes(metric.key)} @cursor-move=${this.#onCursor}></curve-chart>`,
        )}
      </div>
      ${
        fits.length > 1
          ? html`<p class="quiet">Lines are means over the fits, fainter where not all have the ${this.step}. Bands are ± one standard
              deviation of validation. Best and stop: from the earliest fit to the latest.</p>`
          : nothing
      }
    `;
  }

  #renderResults(summary: TargetSummary): TemplateResult {
    const { classes, fits, confusion, confusionShare } = summary;
    const content = (): TemplateResult => html`
      <confusion-matrix .matrix=${{ classes, fits, counts: confusion, shares: confusionShare }}></confusion-matrix>
      <data-table caption="Per class, ${countOf(fits, 'fit')}" .table=${classTable(summary)}></data-table>
    `;
    return html`<div class="results">${guard([summary], content)}</div>`;
  }

  /** What the fits have noted, each once, and by how many. */
  #renderNotes(): TemplateResult | typeof nothing {
    const notes = new Map<string, number>();
    for (const { record } of this.fits)
      for (const note of record?.notes ?? []) notes.set(note, (notes.get(note) ?? 0) + 1);
    if (notes.size === 0) return nothing;
    const by = (count: number): string => (this.fits.length > 1 ? ` (${countOf(count, 'fit')})` : '');
    return html`<section aria-label="Notes">
      <h3>Notes</h3>
      <ul class="plain">${[...notes].map(([note, count]) => html`<li>${note}${by(count)}</li>`)}</ul>
    </section>`;
  }

  #shownFits(): readonly ShownFit[] {
    const selected = this.#selectedFit();
    return selected === null ? this.fits : [this.fits[selected]];
  }

  /** The remembered choice may be of a run with more fits. */
  #selectedFit(): number | null {
    return this.fit !== null && this.fit < this.fits.length && this.fits.length > 1 ? this.fit : null;
  }

  #onCursor(event: PanelEvent<'cursor-move'>): void {
    this.cursor = event.detail;
  }
}
