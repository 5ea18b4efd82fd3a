import * as l10n from '@vscode/l10n';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { copyButtons } from './copy-buttons.ts';
import { countText } from './number-text.ts';
import { baseStyles, tableStyles, titleStyles } from './styles.ts';
import type { TextTable } from './table-text.ts';

const emptyTable: TextTable = { columns: [], rows: [] };

/**
 * A table with a title and buttons to copy it. Scrolls sideways in narrow columns, its first column stays in sight. `wrap` is
 * for texts: they are broken where there is no room. `tall` scrolls in itself.
 */
@customElement('data-table')
export class DataTable extends LitElement {
  static override styles = [
    baseStyles,
    titleStyles,
    tableStyles,
    css`
      :host {
        width: fit-content;
        max-width: 100%;
      }

      .scroll {
        max-width: 100%;
        overflow: auto;
      }

      :host([tall]) .scroll {
        max-height: 260px;
      }

      :host([tall]) thead th {
        position: sticky;
        top: 0;
        z-index: 1;
        background: var(--vscode-editor-background);
      }

      th:first-child {
        position: sticky;
        left: 0;
        background: var(--vscode-editor-background);
      }

      .minor > * {
        color: var(--vscode-descriptionForeground);
      }

      tr:has(+ .minor) > * {
        border-bottom-color: transparent;
      }

      .minor > th {
        padding-left: 16px;
      }

      :host([wrap]) th {
        text-align: left;
      }

      :host([wrap]) td {
        text-align: left;
        white-space: normal;
        overflow-wrap: anywhere;
      }
    `,
  ];

  /** What the table is about; its heading unless `untitled`. */
  @property() accessor caption = '';
  @property({ type: Boolean }) accessor untitled = false;
  @property({ attribute: false }) accessor table: TextTable = emptyTable;
  /** Only the last so many rows are shown, or the first ones; what is copied has all. */
  @property({ type: Number }) accessor limit = Number.POSITIVE_INFINITY;
  @property({ type: Boolean }) accessor first = false;

  override render(): TemplateResult {
    const { columns, rows, minor = [] } = this.table;
    const from = this.first ? 0 : Math.max(0, rows.length - this.limit);
    const shown = rows.slice(from, from + this.limit);
    return html`
      <header>
        ${this.untitled ? html`<span></span>` : html`<h3 id="caption" class="clip" title=${this.caption}>${this.caption}</h3>`}
        <div class="tools">${copyButtons(this.caption, () => this.table)}</div>
      </header>
      <div class="scroll" tabindex="0" role="region" aria-label=${this.caption}>
        <table aria-label=${this.caption}>
          <thead>
            <tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr>
          </thead>
          <tbody>
            ${shown.map(
              (cells, row) => html`<tr class=${minor.includes(from + row) ? 'minor' : nothing}>
                ${cells.map((cell, i) => (i === 0 ? html`<th scope="row" title=${cell}>${cell}</th>` : html`<td>${cell}</td>`))}
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
      ${
        shown.length < rows.length
          ? html`<p class="quiet">${this.#partText(countText(shown.length), countText(rows.length))}</p>`
          : nothing
      }
    `;
  }

  #partText(shown: string, all: string): string {
    return this.first
      ? l10n.t('Showing the first {0} of {1} rows. Copying takes all {1} rows.', shown, all)
      : l10n.t('Showing the last {0} of {1} rows. Copying takes all {1} rows.', shown, all);
  }
}
