import * as l10n from '@vscode/l10n';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Sheet } from '../picture/sheet.ts';
import type { Bar } from './bar.ts';
import { drawSignedBars } from './bar-drawing.ts';
import { copyButtons } from './copy-buttons.ts';
import { countText } from './number-text.ts';
import './save-picture.ts';
import { signedBar, signedBarStyles } from './signed-bar.ts';
import { baseStyles, tableStyles, titleStyles } from './styles.ts';
import type { TextTable } from './table-text.ts';

/** Bars to both sides of zero that are a table: names, bars, numbers. Shows the first rows, and all when asked. */
@customElement('signed-bar-list')
export class SignedBarList extends LitElement {
  static override styles = [
    baseStyles,
    titleStyles,
    tableStyles,
    signedBarStyles,
    css`
      .scroll {
        overflow-x: auto;
      }

      table {
        width: 100%;
      }

      thead :is(th, td) {
        vertical-align: bottom;
      }

      thead th:not(:first-child) {
        width: 5.5em;
        min-width: 4em;
        white-space: normal;
      }

      th.name {
        /* A share of what room there is; longer names are cut. */
        width: 36%;
        min-width: 12em;
        max-width: 0;
      }

      td.bar {
        min-width: 90px;
      }

      .sides {
        display: flex;
        justify-content: space-between;
        gap: 8px;
        color: var(--vscode-descriptionForeground);
      }

      @media (max-width: 480px) {
        th.name .quiet {
          display: none;
        }
      }
    `,
  ];

  @property() accessor caption = '';
  /** Names of the columns: that of the names, then those of the numbers. */
  @property({ attribute: false }) accessor columns: readonly string[] = [];
  /** What the left and the right side mean. */
  @property({ attribute: false }) accessor sides: readonly [left: string, right: string] = ['', ''];
  @property({ attribute: false }) accessor rows: readonly Bar[] = [];
  /** What the rows are of: written below them in a picture. */
  @property() accessor note = '';
  /** Rows there are beyond those that are given. */
  @property({ type: Number }) accessor total = 0;
  /** Rows that are shown at first. */
  @property({ type: Number }) accessor limit = 12;
  @state() private accessor all = false;

  override render(): TemplateResult {
    const { rows, columns, limit, sides } = this;
    const shown = this.all ? rows : rows.slice(0, limit);
    const most = Math.max(Number.MIN_VALUE, ...rows.map(({ value }) => Math.abs(value)));
    return html`
      <header>
        <h3>${this.caption}</h3>
        <div class="tools">
          ${copyButtons(this.caption, () => this.#table())}
          <save-picture name=${this.caption} .draw=${(sheet: Sheet) => this.#draw(sheet, shown)}></save-picture>
        </div>
      </header>
      <div class="scroll" tabindex="0" role="region" aria-label=${this.caption}>
        <table aria-label=${this.caption}>
          <thead>
            <tr>
              <th scope="col">${columns[0]}</th>
              <td aria-hidden="true"><span class="sides"><span>${sides[0]}</span><span>${sides[1]}</span></span></td>
              ${columns.slice(1).map((name) => html`<th scope="col">${name}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${shown.map(
              ({ name, title, value, texts }) => html`<tr>
                <th scope="row" class="name" title=${title ? `${name}: ${title}` : name}>${name}${title ? html` <span class="quiet">${title}</span>` : nothing}</th>
                <td class="bar" aria-hidden="true">${signedBar(value / most)}</td>
                ${texts.map((text) => html`<td>${text}</td>`)}
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
      ${Math.max(rows.length, this.total) > limit ? this.#more(shown.length) : nothing}
    `;
  }

  #draw(sheet: Sheet, shown: readonly Bar[]): void {
    const { columns, rows, total, sides, note } = this;
    drawSignedBars(sheet, { columns, bars: shown, all: Math.max(rows.length, total) }, sides);
    if (note !== '') sheet.note(note);
  }

  #more(shown: number): TemplateResult {
    const { rows, limit, total } = this;
    return html`<p class="quiet">
      ${l10n.t('Showing {0} of {1}, the strongest.', countText(shown), countText(Math.max(rows.length, total)))}
      ${
        rows.length > limit
          ? html`<button class="link" aria-expanded=${this.all} @click=${() => {
              this.all = !this.all;
            }}>${this.#moreText()}</button>`
          : nothing
      }
    </p>`;
  }

  #moreText(): string {
    if (this.all) return l10n.t('Show fewer');
    if (this.rows.length >= this.total) return l10n.t('Show all');
    return l10n.t({ message: 'Show {0}', args: [countText(this.rows.length)], comment: ['as many as that'] });
  }

  #table(): TextTable {
    return { columns: this.columns, rows: this.rows.map(({ name, texts }) => [name, ...texts]) };
  }
}
