import * as l10n from '@vscode/l10n';
import { css, html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { HistoryPanelDescription } from '../../src/protocol/history-panel.ts';
import { cssColour } from '../picture/colour.ts';
import '../components/data-table.ts';
import { errorCodesText, sitesText, tasksText } from '../components/count-text.ts';
import '../components/save-picture.ts';
import { baseStyles } from '../components/styles.ts';
import { ThemeController } from '../components/theme-controller.ts';
import type { Sheet } from '../picture/sheet.ts';
import { mostUsedPairs, pairColour, pairLevel } from './pairs.ts';
import { drawPairs, pairsWidth } from './pairs-drawing.ts';

type Pairs = HistoryPanelDescription['pairs'];

const none: Pairs = { codes: [], sites: [], tasks: [] };
/** Rows of the table of pairs. */
const listed = 25;

/** Which pairs of code and site are used, and by how many tasks: a map of cells, its readout, and its table. */
@customElement('pair-map')
export class PairMap extends LitElement {
  static override styles = [
    baseStyles,
    css`
      .tools {
        display: flex;
        justify-content: flex-end;
      }

      .map {
        overflow-x: auto;
      }

      canvas {
        display: block;
        border: 1px solid var(--vscode-panel-border, var(--vscode-contrastBorder, transparent));
        image-rendering: pixelated;
        touch-action: pan-x;
      }

      .readout {
        min-height: 1.4em;
        margin: 4px 0 12px;
      }
    `,
  ];

  @property({ attribute: false }) accessor pairs: Pairs = none;
  @state() private accessor cursor: { readonly row: number; readonly column: number } | null = null;
  @query('canvas') private accessor canvas: HTMLCanvasElement | null = null;
  readonly #theme = new ThemeController(this);

  override render(): TemplateResult {
    const { codes, sites } = this.pairs;
    return html`
      <div class="tools">
        <save-picture name=${l10n.t('Pairs of error code and site')} width=${pairsWidth(this.pairs)}
          .draw=${(sheet: Sheet) => drawPairs(sheet, this.pairs)}></save-picture>
      </div>
      <div class="map">
        <canvas tabindex="0" role="img"
          aria-label=${l10n.t('Map of {0} by {1}; the arrow keys go from cell to cell, the table below has the most used pairs', errorCodesText(codes.length), sitesText(sites.length))}
          @pointermove=${(event: PointerEvent) => this.#point(event)}
          @pointerleave=${() => {
            this.cursor = null;
          }}
          @keydown=${(event: KeyboardEvent) => this.#walk(event)}></canvas>
      </div>
      <p class="readout" aria-live="polite">${this.#readout()}</p>
      <data-table caption=${l10n.t('Most used pairs')} .table=${mostUsedPairs(this.pairs, listed)} tall></data-table>
    `;
  }

  override updated(_: PropertyValues<this>): void {
    this.#paint();
  }

  get #cell(): number {
    return Math.max(4, Math.min(10, Math.floor(1100 / Math.max(1, this.pairs.sites.length))));
  }

  #paint(): void {
    const { codes, sites, tasks } = this.pairs;
    const cell = this.#cell;
    const { canvas } = this;
    if (!canvas) return;
    canvas.width = sites.length * cell;
    canvas.height = codes.length * cell;
    const context = canvas.getContext('2d');
    if (!context) return;
    const { theme } = this.#theme;
    const { background, focus } = theme;
    const most = Math.max(1, ...tasks);
    context.fillStyle = cssColour(background);
    context.fillRect(0, 0, canvas.width, canvas.height);
    for (let row = 0; row < codes.length; row++) {
      for (let column = 0; column < sites.length; column++) {
        const level = pairLevel(tasks[row * sites.length + column], most);
        if (level === 0) continue;
        context.fillStyle = cssColour(pairColour(level, theme));
        context.fillRect(column * cell, row * cell, cell - 1, cell - 1);
      }
    }
    if (!this.cursor) return;
    context.strokeStyle = cssColour(focus);
    context.lineWidth = 2;
    context.strokeRect(this.cursor.column * cell - 1, this.cursor.row * cell - 1, cell + 1, cell + 1);
  }

  #point({ offsetX, offsetY }: PointerEvent): void {
    this.#move(Math.floor(offsetY / this.#cell), Math.floor(offsetX / this.#cell));
  }

  #walk(event: KeyboardEvent): void {
    const steps = new Map([
      ['ArrowUp', [-1, 0]],
      ['ArrowDown', [1, 0]],
      ['ArrowLeft', [0, -1]],
      ['ArrowRight', [0, 1]],
    ]);
    const step = steps.get(event.key);
    if (!step) return;
    event.preventDefault();
    const { row, column } = this.cursor ?? { row: 0, column: 0 };
    this.#move(row + (this.cursor ? step[0] : 0), column + (this.cursor ? step[1] : 0));
  }

  #move(row: number, column: number): void {
    const { codes, sites } = this.pairs;
    if (codes.length === 0 || sites.length === 0) return;
    this.cursor = {
      row: Math.min(codes.length - 1, Math.max(0, row)),
      column: Math.min(sites.length - 1, Math.max(0, column)),
    };
  }

  #readout(): string {
    if (!this.cursor)
      return l10n.t(
        'Rows are error codes, columns sites, those of most tasks first; the stronger the colour, the more tasks.',
      );
    const { codes, sites, tasks } = this.pairs;
    const { row, column } = this.cursor;
    const count = tasks[row * sites.length + column];
    return l10n.t({
      message: '{0} at {1}: {2}',
      args: [codes[row], sites[column], count === 0 ? l10n.t('no task') : tasksText(count)],
      comment: ['an error code at a site: 3 tasks'],
    });
  }
}
