import * as l10n from '@vscode/l10n';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import '@vscode-elements/elements/dist/vscode-icon/index.js';
import { matrixStyles } from '../components/confusion-matrix-styles.ts';
import { copyButtons } from '../components/copy-buttons.ts';
import { cssProperties } from '../components/css-properties.ts';
import { drawMatrix, matrixAxes, matrixWidth } from '../components/matrix-drawing.ts';
import { signedText } from '../components/number-text.ts';
import { cssColour } from '../picture/colour.ts';
import '../components/save-picture.ts';
import { baseStyles, titleStyles } from '../components/styles.ts';
import { ThemeController } from '../components/theme-controller.ts';
import type { Sheet } from '../picture/sheet.ts';
import { differenceColours, differenceTable, isBetter, type MatrixDifference } from './matrix-difference.ts';

/** Changes below this round to nothing: neither better nor worse. */
const visible = 0.005;

const note = l10n.t('Change of the share of the true class. Better: more on the diagonal, less elsewhere.');

/** How the shares of two confusion matrices differ, as a table. */
@customElement('difference-matrix')
export class DifferenceMatrix extends LitElement {
  static override styles = [
    baseStyles,
    titleStyles,
    matrixStyles,
    css`
      td {
        min-width: 64px;
      }

      .verdict {
        display: block;
        font-size: 0.85em;
      }

      .verdict vscode-icon {
        color: inherit;
        vertical-align: text-bottom;
      }
    `,
  ];

  @property() accessor caption = l10n.t('Difference');
  @property({ attribute: false }) accessor difference: MatrixDifference = { classes: [], shares: [] };

  readonly #theme = new ThemeController(this);

  override render(): TemplateResult {
    const { classes } = this.difference;
    return html`
      <header>
        <h3>${this.caption}</h3>
        <div class="tools">
          ${copyButtons(this.caption, () => differenceTable(this.difference))}
          <save-picture name=${l10n.t('Difference of confusion matrices, {0}', this.caption)} width=${matrixWidth(classes.length)}
            .draw=${(sheet: Sheet) => this.#draw(sheet)}></save-picture>
        </div>
      </header>
      <div class="scroll" tabindex="0" role="region" aria-label=${this.caption}>
        <table aria-label=${l10n.t('{0}: rows true, columns predicted', this.caption)} class=${this.#theme.theme.highContrast ? 'high-contrast' : ''}>
          <thead>
            <tr>
              <th colspan="2"></th>
              <th class="axis" scope="colgroup" colspan=${classes.length}>${matrixAxes.columns}</th>
            </tr>
            <tr>
              <th colspan="2"></th>
              ${classes.map((name) => html`<th class="column" scope="col" title=${name}>${name}</th>`)}
            </tr>
          </thead>
          <tbody>${classes.map((name, row) => this.#renderRow(name, row))}</tbody>
        </table>
      </div>
      <p class="quiet">${note}</p>
    `;
  }

  #draw(sheet: Sheet): void {
    const { classes, shares } = this.difference;
    const cells = shares.map((row, truth) =>
      row.map((share, column) => {
        if (share === null) return null;
        const { background: fill, text: colour } = differenceColours(share, sheet.theme);
        return { fill, colour, lines: [signedText(share, 2), verdictText[verdictOf(share, truth, column)]] };
      }),
    );
    drawMatrix(sheet, classes, cells);
    sheet.note(note);
  }

  #renderRow(name: string, row: number): TemplateResult {
    const { classes, shares } = this.difference;
    const axis = html`<th class="axis" scope="rowgroup" rowspan=${classes.length}>${matrixAxes.rows}</th>`;
    return html`<tr>
      ${row === 0 ? axis : nothing}
      <th class="row" scope="row" title=${name}>${name}</th>
      ${shares[row].map((share, column) => this.#renderCell(share, row, column))}
    </tr>`;
  }

  #renderCell(share: number | null, row: number, column: number): TemplateResult {
    if (share === null) return html`<td class="none" title=${l10n.t('no examples')}>–</td>`;
    const { background, text } = differenceColours(share, this.#theme.theme);
    return html`<td class=${row === column ? 'diagonal' : ''} ${cssProperties({ '--cell-background': cssColour(background), '--cell-text': cssColour(text) })}>
      <span class="share">${signedText(share, 2)}</span>
      <span class="verdict">${this.#verdict(share, row, column)}</span>
    </td>`;
  }

  #verdict(share: number, row: number, column: number): TemplateResult {
    const verdict = verdictOf(share, row, column);
    if (verdict === 'same') return html`${verdictText.same}`;
    return html`<vscode-icon name=${verdict === 'better' ? 'arrow-up' : 'arrow-down'} size="12"></vscode-icon>${verdictText[verdict]}`;
  }
}

type Verdict = 'same' | 'better' | 'worse';

const verdictText: Readonly<Record<Verdict, string>> = {
  same: l10n.t('same'),
  better: l10n.t('better'),
  worse: l10n.t('worse'),
};

function verdictOf(share: number, row: number, column: number): Verdict {
  if (Math.abs(share) < visible) return 'same';
  return isBetter(share, row, column) ? 'better' : 'worse';
}
