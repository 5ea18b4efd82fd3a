import * as l10n from '@vscode/l10n';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import '@vscode-elements/elements/dist/vscode-icon/index.js';
import type { Baseline } from '../components/baselines.ts';
import { controlStyles } from '../components/control-styles.ts';
import { copyButtons } from '../components/copy-buttons.ts';
import { emit } from '../components/emit.ts';
import { singleSwatch } from '../components/series-look.ts';
import { runStatus } from '../components/status.ts';
import { baseStyles, tableStyles } from '../components/styles.ts';
import { toneStyles } from '../components/tones.ts';
import type { TargetRun } from './compare-model.ts';
import { type Drawn, maxDrawn } from './drawn.ts';
import {
  baselineCell,
  type Column,
  type ColumnKey,
  columns,
  comparedBaselines,
  type MetricCell,
  type MetricRow,
  metricRows,
  metricText,
  type Sorting,
  sortRows,
} from './metric-table.ts';

/**
 * The runs of a target and their metrics. Emits `draw-toggle`, `baseline-select`, `open-run`, `sort-by` and `column-toggle`.
 */
@customElement('compare-table')
export class CompareTable extends LitElement {
  static override styles = [
    baseStyles,
    tableStyles,
    controlStyles,
    toneStyles,
    css`
      header {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 16px;
        min-height: 26px;
      }

      h3 {
        margin-right: auto;
      }

      .tools {
        display: flex;
      }

      details {
        position: relative;
      }

      summary {
        cursor: pointer;
      }

      .choices {
        position: absolute;
        right: 0;
        z-index: 3;
        display: grid;
        gap: 6px;
        padding: 8px 12px;
        border: 1px solid var(--vscode-editorWidget-border, var(--vscode-contrastBorder, transparent));
        border-radius: 4px;
        background: var(--vscode-editorWidget-background);
        white-space: nowrap;
      }

      .scroll {
        position: relative;
        max-width: 100%;
        max-height: 560px;
        overflow: auto;
      }

      th,
      td {
        vertical-align: top;
      }

      table {
        border-collapse: separate;
        border-spacing: 0;
      }

      thead th {
        position: sticky;
        top: 0;
        z-index: 1;
        background: var(--vscode-editor-background);
      }

      tbody th {
        position: sticky;
        left: 0;
        max-width: none;
        background: var(--vscode-editor-background);
        text-align: left;
      }

      thead th.run {
        left: 0;
        z-index: 2;
        text-align: left;
      }

      .name {
        display: flex;
        align-items: center;
        gap: 8px;
        max-width: 22em;
      }

      @media (max-width: 480px) {
        .name {
          max-width: 13em;
        }
      }

      .name .link {
        color: var(--vscode-foreground);
      }

      .name .link:hover {
        color: var(--vscode-textLink-activeForeground);
      }

      .swatch-place {
        flex: none;
        width: 36px;
        line-height: 0;
      }

      /* As far to the right as the names of runs. */
      .no-model {
        padding-left: 68px;
      }

      .sort {
        display: inline-flex;
        align-items: center;
        gap: 2px;
        padding: 0;
        border: 0;
        background: none;
        color: inherit;
        font: inherit;
        cursor: pointer;
      }

      .sort:hover {
        color: var(--vscode-foreground);
      }

      .sort vscode-icon {
        color: inherit;
      }

      td.baseline {
        text-align: center;
      }

      td.state {
        text-align: left;
      }

      td.state span {
        display: inline-flex;
        align-items: center;
        gap: 4px;
      }

      td.best .value {
        font-weight: 600;
      }

      .value vscode-icon {
        margin-right: 2px;
        vertical-align: text-bottom;
        color: var(--vscode-charts-yellow);
      }

      .difference {
        display: block;
        min-height: 1.2em;
        color: var(--vscode-descriptionForeground);
        font-size: 0.9em;
      }

    `,
  ];

  @property({ attribute: false }) accessor runs: readonly TargetRun[] = [];
  @property({ attribute: false }) accessor drawn: readonly Drawn[] = [];
  @property({ attribute: false }) accessor baseline: string | null = null;
  @property({ attribute: false }) accessor sorting: Sorting | null = null;
  @property({ attribute: false }) accessor hiddenColumns: readonly ColumnKey[] = [];

  override render(): TemplateResult {
    const rows = sortRows(metricRows(this.runs, this.baseline), this.sorting);
    const shown = columns.filter(({ key }) => !this.hiddenColumns.includes(key));
    const baselines = comparedBaselines(this.runs);
    return html`
      <header>
        <h3>${l10n.t('Results')}</h3>
        ${this.#renderColumnChoice()}
        <div class="tools">${copyButtons(l10n.t('Results'), () => metricText(rows, baselines, this.hiddenColumns))}</div>
      </header>
      <div class="scroll" tabindex="0" role="region" aria-label=${l10n.t('Results')}>
        <table aria-label=${l10n.t('Results')}>
          <thead>
            <tr>
              ${this.#renderHeading('name', l10n.t({ message: 'run', comment: ['noun: training run'] }), 'run')}
              <th scope="col">${l10n.t('baseline')}</th>
              <th scope="col" class="run">${l10n.t('state')}</th>
              ${shown.map(({ key, title }) => this.#renderHeading(key, title, ''))}
            </tr>
          </thead>
          <tbody>
            ${rows.map((row) => this.#renderRow(row, shown))}
            ${baselines.map((baseline) => this.#renderBaseline(baseline, shown))}
          </tbody>
        </table>
      </div>
    `;
  }

  #renderColumnChoice(): TemplateResult {
    return html`<details>
      <summary>${l10n.t('Columns')}</summary>
      <div class="choices">
        ${columns.map(
          ({ key, title }) => html`<label>
            <input type="checkbox" .checked=${!this.hiddenColumns.includes(key)} @change=${() => emit(this, 'column-toggle', key)} />
            ${title}
          </label>`,
        )}
      </div>
    </details>`;
  }

  #renderHeading(key: Sorting['column'], title: string, name: string): TemplateResult {
    const sorted = this.sorting?.column === key ? this.sorting : null;
    const order = sorted?.descending ? 'descending' : 'ascending';
    return html`<th scope="col" class=${name} aria-sort=${sorted === null ? 'none' : order}>
      <button class="sort" title=${l10n.t('Sort by {0}', title)} @click=${() => emit(this, 'sort-by', key)}>
        ${title}${sorted === null ? nothing : html`<vscode-icon name=${sorted.descending ? 'arrow-down' : 'arrow-up'} size="14"></vscode-icon>`}
      </button>
    </th>`;
  }

  #renderRow({ shown, cells }: MetricRow, visible: readonly Column[]): TemplateResult {
    const { folder, name, run } = shown;
    const status = runStatus[run.state];
    const isBaseline = folder === this.baseline;
    return html`<tr class=${isBaseline ? 'is-baseline' : ''}>
      <th scope="row">${this.#renderName(shown)}</th>
      <td class="baseline">
        <input type="radio" name="baseline" .checked=${isBaseline} aria-label=${l10n.t('Compare the others with {0}', name)} title=${l10n.t('Compare the others with this run')}
          @change=${() => emit(this, 'baseline-select', folder)} />
      </td>
      <td class="state">
        <span title=${run.error ?? ''}><vscode-icon class=${status.tone} name=${status.icon} size="14"></vscode-icon>${status.text}</span>
        <div class="difference">${run.protocol}</div>
      </td>
      ${visible.map(({ key }) => this.#renderCell(cells.find((cell) => cell.key === key)))}
    </tr>`;
  }

  #renderBaseline(baseline: Baseline, visible: readonly Column[]): TemplateResult {
    return html`<tr class="quiet">
      <th scope="row"><span class="name"><span class="no-model clip">${baseline.name}</span></span></th>
      <td></td>
      <td class="state">${l10n.t('no model')}</td>
      ${visible.map((column) => html`<td>${baselineCell(baseline, column)}</td>`)}
    </tr>`;
  }

  #renderName({ folder, name }: TargetRun): TemplateResult {
    const slot = this.drawn.find((one) => one.folder === folder)?.slot;
    const isFull = slot === undefined && this.drawn.length === maxDrawn;
    return html`<span class="name">
      <input type="checkbox" .checked=${slot !== undefined} ?disabled=${isFull} aria-label=${l10n.t('Draw the curves of {0}', name)}
        title=${isFull ? l10n.t('At most {0} runs are drawn: take another away first', maxDrawn) : l10n.t('Draw its curves')} @change=${() => emit(this, 'draw-toggle', folder)} />
      <span class="swatch-place">${slot === undefined ? nothing : singleSwatch(slot)}</span>
      <button class="link" title=${l10n.t('Open {0}', name)} @click=${() => emit(this, 'open-run', folder)}><span class="clip">${name}</span></button>
    </span>`;
  }

  #renderCell(cell: MetricCell | undefined): TemplateResult {
    if (cell === undefined) return html`<td>–</td>`;
    const best = l10n.t({ message: 'best', comment: ['of all runs'] });
    const star = html`<vscode-icon name="star-full" size="12" title=${best}></vscode-icon><span class="visually-hidden">${best} </span>`;
    return html`<td class=${cell.best ? 'best' : ''}>
      <span class="value">${cell.best ? star : nothing}${cell.text}</span>
      ${this.baseline === null ? nothing : html`<span class="difference">${cell.difference ?? ''}</span>`}
    </td>`;
  }
}
