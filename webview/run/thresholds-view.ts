import * as l10n from '@vscode/l10n';
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import '@vscode-elements/elements/dist/vscode-toolbar-button/index.js';
import { thresholdSteps } from '../../src/measures/thin-thresholds.ts';
import {
  cellsAt,
  falsePositiveRateOf,
  precisionOf,
  recallOf,
  type ThresholdCells,
} from '../../src/measures/thresholds.ts';
import type { RunThresholds } from '../../src/protocol/run-panel.ts';
import { controlStyles } from '../components/control-styles.ts';
import { copyButtons } from '../components/copy-buttons.ts';
import '../components/data-table.ts';
import { emit } from '../components/emit.ts';
import { countText } from '../components/number-text.ts';
import type { RatePoint } from '../components/rate-points.ts';
import '../components/rate-chart.ts';
import { fieldStyles } from '../components/field-styles.ts';
import { baseStyles, chartGridStyles } from '../components/styles.ts';
import { cellsText, measureText, precisionRecallPoints, rocPoints, thresholdTable } from './threshold-curves.ts';

const diagonal: readonly RatePoint[] = [
  { x: 0, y: 0 },
  { x: 1, y: 1 },
];

/** One class against the others: its curves, and what a threshold of its probability finds. Emits `threshold-change` and `samples-show`. */
@customElement('thresholds-view')
export class ThresholdsView extends LitElement {
  static override styles = [
    baseStyles,
    controlStyles,
    fieldStyles,
    chartGridStyles,
    css`
      .slider {
        flex: 1 1 280px;
      }

      .middle {
        display: flex;
        flex-wrap: wrap;
        gap: 16px 48px;
        align-items: center;
      }

      .matrix {
        border-collapse: separate;
        border-spacing: 2px;
      }

      .matrix th {
        padding: 2px 8px;
        font-weight: normal;
        text-align: center;
      }

      .matrix th[scope='row'] {
        max-width: 12em;
        text-align: right;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }

      .matrix button {
        display: grid;
        width: 100%;
        min-width: 110px;
        padding: 6px 10px;
        border: 1px solid var(--vscode-widget-border, var(--vscode-contrastBorder, transparent));
        background: var(--vscode-textBlockQuote-background);
        color: inherit;
        font: inherit;
        cursor: pointer;
      }

      .matrix button:hover {
        background: var(--vscode-list-hoverBackground);
      }

      .matrix .right {
        border-width: 2px;
      }

      .count {
        font-size: 1.2em;
        font-variant-numeric: tabular-nums;
      }

      .tools {
        display: flex;
        align-self: start;
      }

      .measures {
        display: grid;
        grid-template-columns: auto auto;
        gap: 2px 16px;
        margin: 0;
      }

      .measures dd {
        margin: 0;
        font-variant-numeric: tabular-nums;
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

      .empty {
        padding: 48px 0;
        text-align: center;
      }
    `,
  ];

  @property({ attribute: false }) accessor classes: readonly string[] = [];
  /** The class, by its number. */
  @property({ type: Number }) accessor positive = 0;
  @property({ type: Number }) accessor at = 0.5;
  /** Null while they are on their way. */
  @property({ attribute: false }) accessor counts: RunThresholds | null = null;
  /** Why there is nothing to show; empty if there is something. */
  @property() accessor waiting = '';
  @state() private accessor asTable = false;

  #precisionRecall: readonly RatePoint[] = [];
  #roc: readonly RatePoint[] = [];

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('counts') || this.counts === null) return;
    this.#precisionRecall = precisionRecallPoints(this.counts);
    this.#roc = rocPoints(this.counts);
  }

  override render(): TemplateResult {
    if (this.waiting !== '') return html`<p class="empty quiet">${this.waiting}</p>`;
    return html`<div class="stack">
      <div class="bar">
        <label>${l10n.t('Class')}
          <select @change=${(event: Event) => this.#change({ class: (event.target as HTMLSelectElement).selectedIndex })}>
            ${this.classes.map((name, c) => html`<option .selected=${c === this.positive}>${name}</option>`)}
          </select>
        </label>
        <label class="slider">${l10n.t('Threshold')}
          <input type="range" min="0" max="1" step=${1 / thresholdSteps} .value=${String(this.at)} aria-valuetext=${this.#valueText()}
            @input=${(event: Event) => this.#change({ at: Number((event.target as HTMLInputElement).value) })}>
          <output>${this.at.toFixed(3)}</output>
        </label>
      </div>
      ${this.counts === null ? html`<p class="empty quiet" role="status">${l10n.t('Counting…')}</p>` : this.#renderCounts(this.counts)}
    </div>`;
  }

  #renderCounts(counts: RunThresholds): TemplateResult {
    const cells = cellsAt(counts, this.at);
    return html`
      <div class="middle">
        ${this.#renderMatrix(cells)}
        <dl class="measures">
          ${measure(l10n.t('precision'), precisionOf(cells)?.toFixed(3) ?? '–')}
          ${measure(l10n.t('recall'), recallOf(cells)?.toFixed(3) ?? '–')}
          ${measure(l10n.t('average precision'), measureText(counts, 'averagePrecision'))}
          ${measure(l10n.t('ROC AUC'), measureText(counts, 'rocAuc'))}
          ${measure(l10n.t('examples'), l10n.t('{0} of {1}', countText(counts.positives), countText(counts.positives + counts.negatives)))}
        </dl>
        <span class="tools">${copyButtons(l10n.t('the threshold of {0}', this.classes[this.positive]), () => cellsText(counts, this.classes[this.positive], this.at))}</span>
      </div>
      ${this.#renderCharts(counts, cells)}
      <p class="quiet">${l10n.t('Exploring only: the threshold does not change the recommended class.')}
        ${counts.fit === null && counts.perFit.length > 1 ? l10n.t('The curves and counts are over the samples of all {0} trainings together.', counts.perFit.length) : nothing}</p>
    `;
  }

  #renderMatrix(cells: ThresholdCells): TemplateResult {
    const name = this.classes[this.positive];
    const button = (count: number, text: string, ofClass: boolean, above: boolean): TemplateResult =>
      html`<td><button class=${ofClass === above ? 'right' : ''} title=${l10n.t('Show these samples')}
        aria-label=${l10n.t({ message: '{0} {1}: show these samples', args: [countText(count), text], comment: ['3 true positives: show these samples'] })}
        @click=${() => this.#show(ofClass, above)}><span class="count">${countText(count)}</span> <span class="quiet">${text}</span></button></td>`;
    const { truePositives, falseNegatives, falsePositives, trueNegatives } = cells;
    return html`<table class="matrix" aria-label=${l10n.t('{0} against the others at this threshold', name)}>
      <thead><tr><td></td><th scope="col">≥ ${this.at.toFixed(3)}</th><th scope="col">&lt; ${this.at.toFixed(3)}</th></tr></thead>
      <tbody>
        <tr><th scope="row" title=${name}>${name}</th>${button(truePositives, truePositives === 1 ? l10n.t('true positive') : l10n.t('true positives'), true, true)}${button(falseNegatives, falseNegatives === 1 ? l10n.t('false negative') : l10n.t('false negatives'), true, false)}</tr>
        <tr><th scope="row">${l10n.t('others')}</th>${button(falsePositives, falsePositives === 1 ? l10n.t('false positive') : l10n.t('false positives'), false, true)}${button(trueNegatives, trueNegatives === 1 ? l10n.t('true negative') : l10n.t('true negatives'), false, false)}</tr>
      </tbody>
    </table>`;
  }

  #renderCharts(counts: RunThresholds, cells: ThresholdCells): TemplateResult {
    const name = this.classes[this.positive];
    const { positives, negatives } = counts;
    if (positives === 0) return html`<p>${l10n.t('There are no examples of {0}, so there are no curves.', name)}</p>`;
    const prevalence = positives / (positives + negatives);
    const level: RatePoint[] = [
      { x: 0, y: prevalence },
      { x: 1, y: prevalence },
    ];
    const [recall, precision, wrong] = [recallOf(cells), precisionOf(cells), falsePositiveRateOf(cells)];
    const toggle = this.asTable ? l10n.t('Show as charts') : l10n.t('Show as table');
    return html`<section aria-label=${l10n.t('Curves')}>
      <header>
        <h3>${l10n.t('Precision and recall')}</h3>
        <span class="quiet clip">${l10n.t('dashed: prevalence {0}', prevalence.toFixed(3))}</span>
        <vscode-toolbar-button icon=${this.asTable ? 'graph-line' : 'table'} label=${toggle} title=${toggle}
          @click=${() => {
            this.asTable = !this.asTable;
          }}></vscode-toolbar-button>
      </header>
      ${
        this.asTable
          ? html`<data-table untitled tall limit="500" caption=${l10n.t('Thresholds of {0}', name)} .table=${thresholdTable(counts)}></data-table>
              ${this.#renderDistinct(counts)}`
          : html`<div class="charts">
              <rate-chart caption=${l10n.t('Precision over recall, {0}', name)} xTitle=${l10n.t('recall')} yTitle=${l10n.t('precision')} .points=${this.#precisionRecall} .chance=${level}
                chanceName=${l10n.t('prevalence {0}', prevalence.toFixed(3))} markedName=${l10n.t('threshold {0}', this.at.toFixed(3))}
                .marked=${recall === null || precision === null ? null : { x: recall, y: precision }}
                label=${l10n.t('Precision over recall of {0}, average precision {1}', name, measureText(counts, 'averagePrecision'))}></rate-chart>
              ${
                negatives === 0
                  ? nothing
                  : html`<rate-chart caption=${l10n.t('ROC curve, {0}', name)} xTitle=${l10n.t('false positive rate')} yTitle=${l10n.t('recall (true positive rate)')} .points=${this.#roc} .chance=${diagonal}
                      chanceName=${l10n.t('chance')} markedName=${l10n.t('threshold {0}', this.at.toFixed(3))}
                      .marked=${recall === null || wrong === null ? null : { x: wrong, y: recall }}
                      label=${l10n.t('ROC curve of {0}, area {1}', name, measureText(counts, 'rocAuc'))}></rate-chart>`
              }
            </div>`
      }
    </section>`;
  }

  #renderDistinct({ thresholds, distinct }: RunThresholds): TemplateResult | typeof nothing {
    if (distinct === undefined) return nothing;
    return html`<p class="quiet">${l10n.t('The table has {0} of {1} thresholds: those between them show next to nothing more.', countText(thresholds.length), countText(distinct))}</p>`;
  }

  #valueText(): string {
    if (this.counts === null) return this.at.toFixed(3);
    const cells = cellsAt(this.counts, this.at);
    const none = l10n.t({ message: 'none', comment: ['there is no precision, or no recall'] });
    return l10n.t('{threshold}: precision {precision}, recall {recall}', {
      threshold: this.at.toFixed(3),
      precision: precisionOf(cells)?.toFixed(2) ?? none,
      recall: recallOf(cells)?.toFixed(2) ?? none,
    });
  }

  #show(ofClass: boolean, above: boolean): void {
    emit(this, 'samples-show', { side: { class: this.positive, at: this.at, above, ofClass } });
  }

  #change(change: { class?: number; at?: number }): void {
    emit(this, 'threshold-change', { class: this.positive, at: this.at, ...change });
  }
}

function measure(name: string, text: string): TemplateResult {
  return html`<dt class="quiet">${name}</dt><dd>${text}</dd>`;
}
