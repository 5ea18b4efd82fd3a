import * as l10n from '@vscode/l10n';
import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { type CurveSet, type ExampleSet, emptyCurveSet, exampleSets, exampleSetText } from './curve.ts';
import { valueText } from './curve-text.ts';
import { emit } from './emit.ts';
import { lineSwatch, markerSwatch } from './series-look.ts';
import { baseStyles } from './styles.ts';

/** The legend of a chart, which is also where its values are read. Emits `series-toggle`. */
@customElement('curve-readout')
export class CurveReadout extends LitElement {
  static override styles = [
    baseStyles,
    css`
      .values {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 24px;
        font-variant-numeric: tabular-nums;
      }

      b {
        font-weight: 600;
      }

      .readout th,
      .readout td {
        padding: 1px 12px;
        text-align: right;
        font-weight: normal;
        white-space: nowrap;
      }

      .readout th:first-child {
        max-width: 14em;
        padding-left: 0;
        text-align: left;
      }

      .readout th:last-child,
      .readout td:last-child {
        padding-right: 0;
      }

      .readout thead {
        color: var(--vscode-descriptionForeground);
      }

      .series {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        max-width: 100%;
        padding: 0;
        border: 0;
        background: none;
        color: inherit;
        font: inherit;
        cursor: pointer;
      }

      .series[aria-pressed='false'] {
        color: var(--vscode-disabledForeground);
        text-decoration: line-through;
      }
    `,
  ];

  @property() accessor label = '';
  @property({ attribute: false }) accessor curves: CurveSet = emptyCurveSet;
  /** Changes when points were appended to the curves or replaced. */
  @property({ type: Number }) accessor revision = 0;
  /** 1-based epoch whose values are shown. */
  @property({ type: Number }) accessor epoch = 0;
  @property({ type: Number }) accessor digits = 3;
  @property({ attribute: false }) accessor hiddenSeries: ReadonlySet<number> = new Set();

  override render(): TemplateResult {
    const { series } = this.curves;
    if (series.length > 0) return this.#renderClasses(series);
    return html`<div class="values">
      ${exampleSets.map((set) => html`<span>${lineSwatch(set, 0)} ${exampleSetText[set]} <b>${this.#value(0, set)}</b></span>`)}
    </div>`;
  }

  #renderClasses(series: readonly string[]): TemplateResult {
    return html`<table class="readout" aria-label=${this.label}>
      <thead>
        <tr>
          <th scope="col"><span class="visually-hidden">${l10n.t('class')}</span></th>
          ${exampleSets.map((set) => html`<th scope="col">${lineSwatch(set)} ${exampleSetText[set]}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${series.map(
          (name, i) => html`<tr>
            <th scope="row">
              <button class="series" aria-pressed=${!this.hiddenSeries.has(i)} title=${l10n.t('Show or hide {0}', name)}
                @click=${() => emit(this, 'series-toggle', i)}>
                ${markerSwatch(i)}<span class="clip">${name}</span>
              </button>
            </th>
            ${exampleSets.map((set) => html`<td>${this.#value(i, set)}</td>`)}
          </tr>`,
        )}
      </tbody>
    </table>`;
  }

  #value(series: number, set: ExampleSet): string {
    return valueText(this.curves, series, set, this.epoch, this.digits);
  }
}
