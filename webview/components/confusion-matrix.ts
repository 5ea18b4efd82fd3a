import * as l10n from '@vscode/l10n';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Normalisation } from '../../src/measures/normalise.ts';
import { spreadText, sumOf } from '../../src/measures/spread.ts';
import { cssColour } from '../picture/colour.ts';
import type { Sheet } from '../picture/sheet.ts';
import { matrixStyles } from './confusion-matrix-styles.ts';
import { copyButtons } from './copy-buttons.ts';
import { cssProperties } from './css-properties.ts';
import { emit } from './emit.ts';
import type { MatrixData } from './matrix-data.ts';
import { type DrawnCell, drawMatrix, matrixAxes, matrixWidth } from './matrix-drawing.ts';
import { shareText, wholeText } from './normalisation.ts';
import { countText } from './number-text.ts';
import './save-picture.ts';
import { cellColours } from './share-colour.ts';
import { baseStyles, titleStyles } from './styles.ts';
import type { TextTable } from './table-text.ts';
import { ThemeController } from './theme-controller.ts';

const emptyMatrix: MatrixData = { classes: [], fits: 0, counts: [], shares: [] };

/**
 * The matrix as a table, coloured by share. The arrow keys walk from cell to cell; where cells can be selected, a click or
 * Enter does. Emits `cell-select`.
 */
@customElement('confusion-matrix')
export class ConfusionMatrix extends LitElement {
  static override styles = [baseStyles, titleStyles, matrixStyles];

  @property() accessor caption = l10n.t('Confusion matrix');
  /** What it is called as a picture, which stands for itself. */
  @property() accessor picture = l10n.t('Confusion matrix');
  @property({ attribute: false }) accessor matrix: MatrixData = emptyMatrix;
  /** What the matrix is normalised by. */
  @property() accessor normalisation: Normalisation = 'true';
  /** What is seen when a cell is selected, e.g. `Show its samples`; empty = cells cannot be selected. */
  @property() accessor action = '';
  /** Row and column of the cell that the Tab key gets to. */
  @state() private accessor current: readonly [number, number] = [0, 0];

  readonly #theme = new ThemeController(this);

  override willUpdate(changed: PropertyValues<this>): void {
    const last = this.matrix.classes.length - 1;
    if (changed.has('matrix') && Math.max(...this.current) > last) this.current = [0, 0];
  }

  override render(): TemplateResult {
    const { classes } = this.matrix;
    const largest = Math.max(...this.matrix.shares.flat().map(({ mean }) => mean), 1);
    return html`
      <header>
        <h3>${this.caption}</h3>
        <div class="tools">
          ${copyButtons(this.caption, () => matrixTable(this.matrix, this.normalisation))}
          <save-picture name=${this.picture} width=${matrixWidth(classes.length)} .draw=${(sheet: Sheet) => this.#draw(sheet, largest)}></save-picture>
        </div>
      </header>
      <div class="scroll">
        <table role="grid" aria-label=${l10n.t('{0}: rows true, columns predicted', this.caption)}
          class="${this.#theme.theme.highContrast ? 'high-contrast' : ''} ${this.action === '' ? '' : 'selectable'}" @keydown=${this.#onKey}>
          <thead>
            <tr role="row">
              <th colspan="2"></th>
              <th class="axis" scope="colgroup" colspan=${classes.length}>${matrixAxes.columns}</th>
            </tr>
            <tr role="row">
              <th colspan="2"></th>
              ${classes.map((name) => html`<th class="column" role="columnheader" scope="col" title=${name}>${name}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${classes.map((name, row) => this.#renderRow(name, row, largest))}
          </tbody>
        </table>
      </div>
      <p class="quiet">${this.#note()}</p>
    `;
  }

  #note(): string {
    const { fits } = this.matrix;
    const whole = wholeText[this.normalisation];
    return fits > 1
      ? l10n.t('{0}, mean ± std; counts summed over {1} trainings.', whole, fits)
      : l10n.t('{0}; counts of 1 training.', whole);
  }

  #draw(sheet: Sheet, largest: number): void {
    const { classes, fits, counts, shares } = this.matrix;
    const withCounts = this.normalisation !== 'none' || fits > 1;
    const cells = shares.map((row, truth) =>
      row.map((share, column): DrawnCell | null => {
        if (sumOf(counts[truth]) === 0) return null;
        const { background: fill, text: colour } = cellColours(share.mean / largest, sheet.theme);
        const value = spreadText(share, fits, digitsOf(this.normalisation, fits));
        return { fill, colour, lines: withCounts ? [value, countText(counts[truth][column])] : [value] };
      }),
    );
    drawMatrix(sheet, classes, cells);
    sheet.note(this.#note());
  }

  #renderRow(name: string, row: number, largest: number): TemplateResult {
    const { classes, counts } = this.matrix;
    const axis = html`<th class="axis" scope="rowgroup" rowspan=${classes.length}>${matrixAxes.rows}</th>`;
    return html`<tr role="row">
      ${row === 0 ? axis : ''}
      <th class="row" role="rowheader" scope="row" title=${name}>${name}</th>
      ${
        sumOf(counts[row]) === 0
          ? html`<td class="none" role="gridcell" colspan=${classes.length} tabindex=${this.current[0] === row ? 0 : -1}
              aria-label=${l10n.t('true {0}: no examples', name)} @focus=${() => this.#settle(row, this.current[1])}>${l10n.t('no examples')}</td>`
          : classes.map((_, column) => this.#renderCell(row, column, largest))
      }
    </tr>`;
  }

  /** @param largest share of all cells, 1 unless they are counts */
  #renderCell(row: number, column: number, largest: number): TemplateResult {
    const { classes, fits, counts, shares } = this.matrix;
    const share = shares[row][column];
    const { background, text } = cellColours(share.mean / largest, this.#theme.theme);
    const isCurrent = this.current[0] === row && this.current[1] === column;
    const value = spreadText(share, fits, digitsOf(this.normalisation, fits));
    const label = l10n.t('true {truth}, predicted {predicted}: {share}, {examples}', {
      truth: classes[row],
      predicted: classes[column],
      share: shareText(value, this.normalisation),
      examples: examplesText(counts[row][column]),
    });
    const [mean, spread] = value.split(' ± ');
    return html`<td class=${row === column ? 'diagonal' : ''} role="gridcell" tabindex=${isCurrent ? 0 : -1} aria-label=${label}
      title=${this.action === '' ? nothing : this.action} @focus=${() => this.#settle(row, column)} @click=${() => this.#select(row, column)}
      ${cssProperties({ '--cell-background': cssColour(background), '--cell-text': cssColour(text), '--cell-share': `${(100 * share.mean) / largest}%` })}>
      <span class="share">${mean}${spread === undefined ? '' : html` <span class="spread">± ${spread}</span>`}</span>
      ${this.normalisation === 'none' && fits === 1 ? '' : html`<span class="count">${countText(counts[row][column])}</span>`}
      <span class="bar"></span>
    </td>`;
  }

  #select(row: number, column: number): void {
    if (this.action !== '') emit(this, 'cell-select', { row, column });
  }

  #settle(row: number, column: number): void {
    this.current = [row, column];
  }

  #onKey(event: KeyboardEvent): void {
    const last = this.matrix.classes.length - 1;
    const [row, column] = this.current;
    if (event.key === 'Enter' && sumOf(this.matrix.counts[row]) > 0) {
      this.#select(row, column);
      return;
    }
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
export function matrixTable(
  { classes, fits, counts, shares }: MatrixData,
  normalisation: Normalisation = 'true',
): TextTable {
  const title = l10n.t('true \\ predicted');
  const share = (row: number, column: number): string =>
    spreadText(shares[row][column], fits, digitsOf(normalisation, fits));
  return {
    columns: [title, ...classes],
    rows: classes.map((name, row) => [
      name,
      ...classes.map((_, column) =>
        sumOf(counts[row]) === 0 ? l10n.t('no examples') : `${share(row, column)} (${counts[row][column]})`,
      ),
    ]),
    data: {
      columns: [title, ...classes.flatMap((name) => [name, l10n.t('{0}, examples', name)])],
      rows: classes.map((name, row) => [
        name,
        ...classes.flatMap((_, column) => [
          sumOf(counts[row]) === 0 ? '' : share(row, column),
          String(counts[row][column]),
        ]),
      ]),
    },
  };
}

function examplesText(count: number): string {
  return count === 1 ? l10n.t('1 example') : l10n.t('{0} examples', countText(count));
}

/** After the point: counts of one fit have none. */
function digitsOf(normalisation: Normalisation, fits: number): number {
  if (normalisation !== 'none') return 2;
  return fits > 1 ? 1 : 0;
}
