import { html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Spread } from '../../src/protocol/run.ts';
import { matrixStyles } from './confusion-matrix-styles.ts';
import { copyButtons } from './copy-buttons.ts';
import { cssProperties } from './css-properties.ts';
import { countOf, countText, spreadText } from './number-text.ts';
import { cellColours } from './share-colour.ts';
import { baseStyles } from './styles.ts';
import type { TextTable } from './table-text.ts';
import { ThemeController } from './theme-controller.ts';

/** A confusion matrix of one or several fits. Rows are the truth, columns what was predicted. */
export interface MatrixData {
  readonly classes: readonly string[];
  readonly fits: number;
  /** Counts, summed over the fits. */
  readonly counts: readonly (readonly number[])[];
  /** Share of the row in each fit, averaged. */
  readonly shares: readonly (readonly Spread[])[];
}

const emptyMatrix: MatrixData = { classes: [], fits: 0, counts: [], shares: [] };

/** The matrix as a table, coloured by share. The arrow keys walk from cell to cell. */
@customElement('confusion-matrix')
export class ConfusionMatrix extends LitElement {
  static override styles = [baseStyles, matrixStyles];

  @property() accessor caption = 'Confusion matrix';
  @property({ attribute: false }) accessor matrix: MatrixData = emptyMatrix;
  /** Row and column of the cell that the Tab key gets to. */
  @state() private accessor current: readonly [number, number] = [0, 0];

  readonly #theme = new ThemeController(this);

  override willUpdate(changed: PropertyValues<this>): void {
    const last = this.matrix.classes.length - 1;
    if (changed.has('matrix') && Math.max(...this.current) > last) this.current = [0, 0];
  }

  override render(): TemplateResult {
    const { classes, fits } = this.matrix;
    const counts = fits > 1 ? `counts summed over ${fits} fits` : 'counts of 1 fit';
    return html`
      <header>
        <h3>${this.caption}</h3>
        <div class="tools">${copyButtons(this.caption, () => matrixTable(this.matrix))}</div>
      </header>
      <div class="scroll">
        <table role="grid" aria-label="${this.caption}: rows true, columns predicted"
          class=${this.#theme.theme.highContrast ? 'high-contrast' : ''} @keydown=${this.#onKey}>
          <thead>
            <tr role="row">
              <th colspan="2"></th>
              <th class="axis" scope="colgroup" colspan=${classes.length}>Predicted</th>
            </tr>
            <tr role="row">
              <th colspan="2"></th>
              ${classes.map((name) => html`<th class="column" role="columnheader" scope="col" title=${name}>${name}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${classes.map((name, row) => this.#renderRow(name, row))}
          </tbody>
        </table>
      </div>
      <p class="quiet">Share of the true class${fits > 1 ? ', mean ± std' : ''}; ${counts}.</p>
    `;
  }

  #renderRow(name: string, row: number): TemplateResult {
    const { classes, counts } = this.matrix;
    const axis = html`<th class="axis" scope="rowgroup" rowspan=${classes.length}>True</th>`;
    return html`<tr role="row">
      ${row === 0 ? axis : ''}
      <th class="row" role="rowheader" scope="row" title=${name}>${name}</th>
      ${
        rowTotal(counts[row]) === 0
          ? html`<td class="none" role="gridcell" colspan=${classes.length} tabindex=${this.current[0] === row ? 0 : -1}
              aria-label="true ${name}: no examples" @focus=${() => this.#settle(row, this.current[1])}>no examples</td>`
          : classes.map((_, column) => this.#renderCell(row, column))
      }
    </tr>`;
  }

  #renderCell(row: number, column: number): TemplateResult {
    const { classes, fits, counts, shares } = this.matrix;
    const share = shares[row][column];
    const { background, text } = cellColours(share.mean, this.#theme.theme);
    const isCurrent = this.current[0] === row && this.current[1] === column;
    const label = `true ${classes[row]}, predicted ${classes[column]}: ${spreadText(share, fits, 2)} of the row, ${countOf(counts[row][column], 'example')}`;
    return html`<td class=${row === column ? 'diagonal' : ''} role="gridcell" tabindex=${isCurrent ? 0 : -1} aria-label=${label}
      @focus=${() => this.#settle(row, column)}
      ${cssProperties({ '--cell-background': background, '--cell-text': text, '--cell-share': `${100 * share.mean}%` })}>
      <span class="share">${share.mean.toFixed(2)}${fits > 1 ? html` <span class="spread">± ${share.std.toFixed(2)}</span>` : ''}</span>
      <span class="count">${countText(counts[row][column])}</span>
      <span class="bar"></span>
    </td>`;
  }

  #settle(row: number, column: number): void {
    this.current = [row, column];
  }

  #onKey(event: KeyboardEvent): void {
    const last = this.matrix.classes.length - 1;
    const [row, column] = this.current;
    const to = new Map<string, readonly [number, number]>([
      ['ArrowUp', [row - 1, column]],
      ['ArrowDown', [row + 1, column]],
      ['ArrowLeft', [row, column - 1]],
      ['ArrowRight', [row, column + 1]],
      ['Home', [event.ctrlKey ? 0 : row, 0]],
      ['End', [event.ctrlKey ? last : row, last]],
    ]).get(event.key);
    if (to === undefined) return;
    event.preventDefault();
    const [toRow, toColumn] = to.map((place) => Math.min(Math.max(place, 0), last));
    this.current = [toRow, toColumn];
    const cells = this.renderRoot.querySelectorAll('tbody tr')[toRow].querySelectorAll<HTMLElement>('td');
    // A row without examples is one cell; its column is kept for the way on.
    cells[Math.min(toColumn, cells.length - 1)].focus();
  }
}

/** The matrix with shares and counts, as text. */
export function matrixTable({ classes, fits, counts, shares }: MatrixData): TextTable {
  return {
    columns: ['true \\ predicted', ...classes],
    rows: classes.map((name, row) => [
      name,
      ...classes.map((_, column) =>
        rowTotal(counts[row]) === 0
          ? 'no examples'
          : `${spreadText(shares[row][column], fits, 2)} (${counts[row][column]})`,
      ),
    ]),
  };
}

function rowTotal(row: readonly number[]): number {
  return row.reduce((sum, count) => sum + count, 0);
}
