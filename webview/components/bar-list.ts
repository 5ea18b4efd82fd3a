import * as l10n from '@vscode/l10n';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Sheet } from '../picture/sheet.ts';
import type { Bar } from './bar.ts';
import { drawBars } from './bar-drawing.ts';
import { copyButtons } from './copy-buttons.ts';
import { cssProperties } from './css-properties.ts';
import { countText } from './number-text.ts';
import './save-picture.ts';
import { baseStyles, tableStyles, titleStyles } from './styles.ts';
import type { TextTable } from './table-text.ts';

/** Bars that are a table: names, bars, numbers. Shows the first rows, and all when asked. */
@customElement('bar-list')
export class BarList extends LitElement {
  static override styles = [
    baseStyles,
    titleStyles,
    tableStyles,
    css`
      .scroll {
        overflow-x: auto;
      }

      table {
        width: 100%;
      }

      th.name {
        width: 1%;
        max-width: 18em;
      }

      td.bar {
        width: 99%;
        min-width: 60px;
      }

      .bar span {
        display: block;
        width: max(1px, var(--share));
        height: 10px;
        border: 1px solid var(--vscode-contrastActiveBorder, transparent);
        border-radius: 1px;
        background: var(--vscode-charts-blue);
      }
    `,
  ];

  @property() accessor caption = '';
  /** Names of the columns: that of the names, then those of the numbers. */
  @property({ attribute: false }) accessor columns: readonly string[] = [];
  @property({ attribute: false }) accessor bars: readonly Bar[] = [];
  /** Rows that are shown at first. */
  @property({ type: Number }) accessor limit = 12;
  @state() private accessor all = false;

  override render(): TemplateResult {
    const { bars, columns, limit } = this;
    const shown = this.all ? bars : bars.slice(0, limit);
    const most = Math.max(1, ...bars.map(({ value }) => value));
    return html`
      <header>
        <h3>${this.caption}</h3>
        <div class="tools">
          ${copyButtons(this.caption, () => this.#table())}
          <save-picture name=${this.caption} .draw=${(sheet: Sheet) => drawBars(sheet, { columns, bars: shown, all: bars.length })}></save-picture>
        </div>
      </header>
      <div class="scroll" tabindex="0" role="region" aria-label=${this.caption}>
        <table aria-label=${this.caption}>
          <thead>
            <tr><th scope="col">${columns[0]}</th><td aria-hidden="true"></td>${columns.slice(1).map((name) => html`<th scope="col">${name}</th>`)}</tr>
          </thead>
          <tbody>
            ${shown.map(({ name, title, value, texts }) => {
              const share = `${(100 * value) / most}%`;
              return html`<tr>
                <th scope="row" class="name" title=${title ? `${name}: ${title}` : name}>${name}${title ? html` <span class="quiet">${title}</span>` : nothing}</th>
                <td class="bar" aria-hidden="true"><span ${cssProperties({ '--share': share })}></span></td>
                ${texts.map((text) => html`<td>${text}</td>`)}
              </tr>`;
            })}
          </tbody>
        </table>
      </div>
      ${bars.length > limit ? this.#more(shown.length) : nothing}
    `;
  }

  #more(shown: number): TemplateResult {
    return html`<p class="quiet">
      ${l10n.t('Showing {0} of {1}.', countText(shown), countText(this.bars.length))}
      <button class="link" aria-expanded=${this.all} @click=${() => {
        this.all = !this.all;
      }}>${this.all ? l10n.t('Show fewer') : l10n.t('Show all')}</button>
    </p>`;
  }

  #table(): TextTable {
    return { columns: this.columns, rows: this.bars.map(({ name, texts }) => [name, ...texts]) };
  }
}
