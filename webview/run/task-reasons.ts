import * as l10n from '@vscode/l10n';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import '@vscode-elements/elements/dist/vscode-icon/index.js';
import type { CellContribution, Explanation } from '../../src/protocol/explanation.ts';
import type { RunExplanation } from '../../src/protocol/run-panel.ts';
import type { Answer } from '../components/answers.ts';
import { controlStyles } from '../components/control-styles.ts';
import { copyButtons } from '../components/copy-buttons.ts';
import { emit } from '../components/emit.ts';
import { countText } from '../components/number-text.ts';
import { signedBar, signedBarStyles } from '../components/signed-bar.ts';
import { baseStyles, tableStyles } from '../components/styles.ts';
import {
  attentionSentence,
  contributionText,
  countHint,
  reasonsTable,
  scoreSentence,
  strongestCells,
} from './reasons.ts';
import { codeAtSiteText } from './site-text.ts';

/** Which cells of a task push most towards a class, and which away from it. Emits `class-explain`. */
@customElement('task-reasons')
export class TaskReasons extends LitElement {
  static override styles = [
    baseStyles,
    tableStyles,
    controlStyles,
    signedBarStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 6px;
      }

      header {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 12px;
      }

      .tools {
        display: flex;
      }

      .scroll {
        overflow-x: auto;
      }

      td,
      th {
        padding-block: 2px;
      }

      table {
        width: 100%;
        max-width: 56em;
      }

      th.cell {
        /* Takes what room there is, and is cut where there is too little. */
        width: 70%;
        max-width: 0;
        min-width: 12em;
        text-align: left;
      }

      td.sign {
        width: 1.2em;
        padding-right: 6px;
        text-align: center;
        font-weight: 600;
      }

      td.bar {
        width: 30%;
        min-width: 70px;
      }

      .name {
        font-variant-numeric: tabular-nums;
        font-weight: 600;
      }

      p {
        max-width: 70em;
        overflow-wrap: anywhere;
      }

      @media (max-width: 480px) {
        td.bar {
          display: none;
        }
      }
    `,
  ];

  @property({ attribute: false }) accessor classes: readonly string[] = [];
  @property({ type: Number }) accessor truth = 0;
  @property({ type: Number }) accessor predicted = 0;
  /** The class that is explained. */
  @property({ type: Number }) accessor explained = 0;
  /** Titles of codes. */
  @property({ attribute: false }) accessor titles: ReadonlyMap<string, string> = new Map();
  @property({ attribute: false }) accessor reasons: Answer<RunExplanation> = {};

  override render(): TemplateResult {
    const explanation = this.reasons.value?.explanation ?? null;
    return html`
      <header>
        <h3 id="why">${l10n.t('What drove the decision')}</h3>
        <label>${l10n.t({ message: 'for', comment: ['What drove the decision for a class, which is chosen'] })}
          <select aria-label=${l10n.t('Class that is explained')} @change=${(event: Event) => this.#choose(event)}>
            ${this.classes.map((name, c) => html`<option .selected=${c === this.explained}>${name}${this.#roleOf(c)}</option>`)}
          </select>
        </label>
        ${explanation === null ? nothing : html`<span class="tools">${copyButtons(l10n.t('What drove the decision'), () => reasonsTable(explanation))}</span>`}
      </header>
      ${this.#renderReasons()}
    `;
  }

  #renderReasons(): TemplateResult {
    const { value, problem } = this.reasons;
    if (problem !== undefined)
      return html`<p role="status">${l10n.t('Cannot explain the prediction: {0}', problem)}</p>`;
    if (!value) return html`<p class="quiet" role="status">${l10n.t('Computing the explanation…')}</p>`;
    const { explanation, unknown } = value;
    const cells = strongestCells(explanation);
    const attention = attentionSentence(explanation);
    return html`
      ${
        cells.length === 0
          ? html`<p role="status">${l10n.t('No cell of the task pushes towards {0} or away from it.', explanation.class)}</p>`
          : this.#renderCells(explanation, cells)
      }
      <p>${scoreSentence(explanation)}</p>
      ${attention === '' ? nothing : html`<p>${attention}</p>`}
      ${unknown === 0 ? nothing : html`<p class="quiet">${unknownText(unknown)}</p>`}
    `;
  }

  #renderCells({ cells: all }: Explanation, cells: readonly CellContribution[]): TemplateResult {
    const largest = Math.max(...all.map(({ contribution }) => Math.abs(contribution)));
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${l10n.t('Cells that drove the decision')}>
      <table aria-label=${l10n.t('Cells that drove the decision')}>
        <thead>
          <tr><td></td><th scope="col" class="cell">${l10n.t('cell')}</th><th scope="col">${l10n.t('count')}</th><td aria-hidden="true"></td><th scope="col">${l10n.t('contribution')}</th></tr>
        </thead>
        <tbody>${cells.map((cell) => this.#renderCell(cell, largest))}</tbody>
      </table>
    </div>`;
  }

  #renderCell({ code, site, good, count, contribution }: CellContribution, largest: number): TemplateResult {
    const speaksFor = contribution > 0;
    const title = this.titles.get(code) ?? '';
    const place = placeText(site, good);
    return html`<tr>
      <td class="sign"><span aria-hidden="true">${speaksFor ? '+' : '−'}</span><span class="visually-hidden">${speaksFor ? l10n.t({ message: 'for', comment: ['in favour of a class'] }) : l10n.t('against')}</span></td>
      <th scope="row" class="cell" title=${codeAtSiteText(`${code} ${title}`, place)}><span class="name">${code}</span> ${l10n.t({ message: 'at {0}', args: [place], comment: ['after an error code: at a site'] })} <span class="quiet">${title}</span></th>
      <td>${countHint(code, count)}</td>
      <td class="bar">${signedBar(contribution / largest)}</td>
      <td>${contributionText(contribution)}</td>
    </tr>`;
  }

  #roleOf(c: number): string {
    const roles = [c === this.predicted ? l10n.t('prediction') : [], c === this.truth ? l10n.t('truth') : []].flat();
    return roles.length === 0 ? '' : ` (${roles.join(', ')})`;
  }

  #choose(event: Event): void {
    if (event.target instanceof HTMLSelectElement) emit(this, 'class-explain', event.target.selectedIndex);
  }
}

function placeText(site: string, good: boolean | null): string {
  if (good === null) return site;
  return good ? l10n.t('{0}, good', site) : l10n.t('{0}, bad', site);
}

/** How many cells the run cannot judge. */
function unknownText(cells: number): string {
  return cells === 1
    ? l10n.t('1 cell of the task is of codes or sites that the run has never seen, and counts for nothing.')
    : l10n.t(
        '{0} cells of the task are of codes or sites that the run has never seen, and count for nothing.',
        countText(cells),
      );
}
