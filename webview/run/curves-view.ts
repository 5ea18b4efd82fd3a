import * as l10n from '@vscode/l10n';
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { TargetSummary } from '../../src/protocol/run.ts';
import { referenceOf } from '../components/baselines.ts';
import type { ChartKey } from '../components/chart-metric.ts';
import '../components/curve-chart.ts';
import { curveLength, type Reference } from '../components/curve.ts';
import type { PanelEvent } from '../components/emit.ts';
import type { Step } from '../components/step-text.ts';
import { baseStyles } from '../components/styles.ts';
import { FitCurves } from './fit-curves.ts';
import { endSentence, fitMarks } from './fit-marks.ts';
import { fitMetrics } from './fit-metrics.ts';
import { type ShownFit, selectedFit } from './run-model.ts';

const nothingHidden: ReadonlySet<number> = new Set();

/** How a target's fits were trained: how far each is, and the four charts. */
@customElement('curves-view')
export class CurvesView extends LitElement {
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

      .waiting {
        padding: 48px 0;
        text-align: center;
      }
    `,
  ];

  @property({ attribute: false }) accessor classes: readonly string[] = [];
  @property({ attribute: false }) accessor fits: readonly ShownFit[] = [];
  @property({ type: Boolean }) accessor training = false;
  @property() accessor step: Step = 'epoch';
  /** The fits are mutable in their epochs; this says that they changed. */
  @property({ type: Number }) accessor revision = 0;
  /** Index of the fit that is shown; null = all. */
  @property({ attribute: false }) accessor fit: number | null = null;
  /** Of the target; null before a training is complete. */
  @property({ attribute: false }) accessor summary: TargetSummary | null = null;
  @property({ attribute: false }) accessor tables: readonly ChartKey[] = [];
  @property({ attribute: false }) accessor hiddenClasses: ReadonlySet<number> = nothingHidden;
  @state() private accessor cursor: number | null = null;

  #curves = new FitCurves([], []);
  #reference: Reference | null = null;

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('summary')) this.#reference = referenceOf(this.summary);
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
      ${curveLength(this.#curves.sets[0]) === 0 ? this.#renderWaiting() : this.#renderCharts()}
    </div>`;
  }

  #renderWaiting(): TemplateResult {
    return html`<p class="waiting quiet">${this.#waitingText()}</p>`;
  }

  #waitingText(): string {
    const isEpoch = this.step === 'epoch';
    if (this.training) return isEpoch ? l10n.t('Waiting for the first epoch…') : l10n.t('Waiting for the first round…');
    return isEpoch ? l10n.t('No epoch was trained.') : l10n.t('No round was trained.');
  }

  #renderCharts(): TemplateResult {
    const fits = this.#shownFits();
    const marks = fitMarks(fits);
    const end = endSentence(fits, this.step);
    return html`
      ${end === null ? nothing : html`<p>${end}</p>`}
      <div class="charts">
        ${fitMetrics.map(
          (
            metric,
            i,
          ) => html`<curve-chart name=${metric.key} caption=${metric.title} axis=${metric.axis} hint=${metric.hint} .step=${this.step} .digits=${metric.digits}
            .range=${metric.range} .curves=${this.#curves.sets[i]} .revision=${this.revision} .marks=${marks}
            .reference=${metric.key === 'confusion-mse' ? this.#reference : null}
            .cursor=${this.cursor} .hiddenSeries=${metric.perClass ? this.hiddenClasses : nothingHidden}
            .asTable=${this.tables.includes(metric.key)} @cursor-move=${this.#onCursor}></curve-chart>`,
        )}
      </div>
      ${
        fits.length > 1
          ? html`<p class="quiet">${this.#meansText()}
              ${l10n.t('Bands are ± one standard deviation of validation. Best and stop: from the earliest training to the latest.')}</p>`
          : nothing
      }
    `;
  }

  #meansText(): string {
    return this.step === 'epoch'
      ? l10n.t('Lines are means over the trainings, fainter where not all have the epoch.')
      : l10n.t('Lines are means over the trainings, fainter where not all have the round.');
  }

  #shownFits(): readonly ShownFit[] {
    const selected = this.#selectedFit();
    return selected === null ? this.fits : [this.fits[selected]];
  }

  #selectedFit(): number | null {
    return selectedFit(this.fit, this.fits);
  }

  #onCursor(event: PanelEvent<'cursor-move'>): void {
    this.cursor = event.detail;
  }
}
