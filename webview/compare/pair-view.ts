import * as l10n from '@vscode/l10n';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import '@vscode-elements/elements/dist/vscode-icon/index.js';
import type { ComparedPair, PairResult } from '../../src/protocol/compare-panel.ts';
import '../components/confusion-matrix.ts';
import { controlStyles } from '../components/control-styles.ts';
import { copyButtons } from '../components/copy-buttons.ts';
import { tasksText } from '../components/count-text.ts';
import '../components/data-table.ts';
import { emit } from '../components/emit.ts';
import { countText } from '../components/number-text.ts';
import { baseStyles, tableStyles } from '../components/styles.ts';
import { toneStyles } from '../components/tones.ts';
import type { TargetRun } from './compare-model.ts';
import './difference-matrix.ts';
import { matrixDifference } from './matrix-difference.ts';
import {
  comparedMetrics,
  differenceOf,
  disagreementTable,
  type PairRow,
  resamplingText,
  significanceTable,
  verdictLook,
} from './pair-text.ts';

/** Rows of disagreements that are shown; a copy has all that were sent. */
const shownTasks = 100;

/**
 * The drawn runs against the baseline, and one of them in detail: confusion matrices and their difference, and the tasks
 * about which the two disagree. Emits `other-select`.
 */
@customElement('pair-view')
export class PairView extends LitElement {
  static override styles = [
    baseStyles,
    tableStyles,
    controlStyles,
    toneStyles,
    css`
      section {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 12px;
      }

      section + section {
        margin-top: 24px;
      }

      header {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 16px;
        min-height: 26px;
      }

      .tools {
        display: flex;
        margin-left: auto;
      }

      data-table {
        --name-width: 48em;
      }

      .scroll {
        position: relative;
        max-width: 100%;
        overflow-x: auto;
      }

      tbody th {
        text-align: left;
      }

      td.verdict,
      td.reason {
        text-align: left;
      }

      td.reason {
        white-space: normal;
      }

      td.verdict span {
        display: inline-flex;
        vertical-align: bottom;
        align-items: center;
        gap: 4px;
      }

      .warning-text {
        display: flex;
        gap: 8px;
      }

      .warning-text vscode-icon {
        flex: none;
      }

      .matrices {
        display: flex;
        flex-wrap: wrap;
        align-items: flex-start;
        gap: 24px 40px;
      }

      .matrices > * {
        max-width: 100%;
      }

      .direction {
        display: flex;
        flex-wrap: wrap;
        gap: 6px 20px;
      }
    `,
  ];

  @property({ attribute: false }) accessor baseline: TargetRun | null = null;
  @property({ attribute: false }) accessor others: readonly TargetRun[] = [];
  /** Of each of the others; null while it is being computed. */
  @property({ attribute: false }) accessor results: readonly (PairResult | null)[] = [];
  /** Folder of the one that is shown in detail. */
  @property() accessor other = '';
  /** Whether the tasks are shown that the other gets right and the baseline wrong. */
  @state() private accessor otherRight = false;

  override render(): TemplateResult {
    const { baseline } = this;
    if (baseline === null || this.others.length === 0) {
      return html`<p class="quiet">${
        baseline === null
          ? l10n.t('Nothing to compare task by task yet: no run has results for this target.')
          : l10n.t('Check another run above to compare it with the baseline.')
      }</p>`;
    }
    return html`${this.#renderSignificance(baseline)}${this.#renderDetail(baseline)}`;
  }

  #renderSignificance(baseline: TargetRun): TemplateResult {
    const rows = this.others.map(({ name }, i): PairRow => ({ name, result: this.results[i] ?? null }));
    const first = rows.find(({ result }) => result?.kind === 'compared')?.result;
    return html`<section aria-label=${l10n.t('Significance')}>
      <header>
        <h3>${l10n.t('Is the difference more than chance?')}</h3>
        <div class="tools">${copyButtons(l10n.t('Differences'), () => significanceTable(baseline.name, rows))}</div>
      </header>
      <div class="scroll" tabindex="0" role="region" aria-label=${l10n.t('Differences')}>
        <table aria-label=${l10n.t('Differences')}>
          <thead>
            <tr>
              <th scope="col">${l10n.t({ message: 'compared with', comment: ['before the name of a run'] })} <b class="clip">${baseline.name}</b></th>
              <th scope="col">${l10n.t('confusion MSE')}</th>
              <th scope="col"><span class="visually-hidden">${l10n.t('verdict')}</span></th>
              <th scope="col">${l10n.t('macro recall')}</th>
              <th scope="col"><span class="visually-hidden">${l10n.t('verdict')}</span></th>
            </tr>
          </thead>
          <tbody>${rows.map((row, i) => this.#renderPair(row, this.others[i]))}</tbody>
        </table>
      </div>
      ${first?.kind === 'compared' ? html`<p class="quiet">${resamplingText(first)}</p>` : nothing}
    </section>`;
  }

  #renderPair({ name, result }: PairRow, { run }: TargetRun): TemplateResult {
    return html`<tr>
      <th scope="row" title=${name}>${name}</th>
      ${result?.kind === 'compared' ? this.#renderIntervals(result) : this.#renderReason(result, run.state === 'running')}
    </tr>`;
  }

  #renderIntervals(pair: ComparedPair): TemplateResult[] {
    return comparedMetrics.map((metric) => {
      const { text: difference, verdict } = differenceOf(pair, metric);
      if (verdict === null) return html`<td>${difference}</td><td></td>`;
      const { icon, text, tone } = verdictLook[verdict];
      return html`<td>${difference}</td>
        <td class="verdict"><span><vscode-icon class=${tone} name=${icon} size="14"></vscode-icon>${text}</span></td>`;
    });
  }

  #renderReason(result: PairResult | null, isTraining: boolean): TemplateResult {
    if (result?.kind === 'incomparable') {
      return html`<td class="reason" colspan="4"><span class="warning-text">
        <vscode-icon class="warning" name="warning"></vscode-icon><span>${result.reason}</span>
      </span></td>`;
    }
    return html`<td class="reason quiet" colspan="4">${isTraining ? l10n.t({ message: 'is training', comment: ['state of a run'] }) : l10n.t('computing…')}</td>`;
  }

  #renderDetail(baseline: TargetRun): TemplateResult {
    const first = this.others.find(({ summary }) => summary !== null) ?? this.others[0];
    const other = this.others.find(({ folder }) => folder === this.other) ?? first;
    const result = this.results[this.others.indexOf(other)] ?? null;
    return html`<section aria-label=${l10n.t('In detail')}>
      <header>
        <h3>${l10n.t({ message: '{0} and', args: [baseline.name], comment: ['before a choice of the other run'] })}</h3>
        <label><span class="visually-hidden">${l10n.t('Run to compare with {0}', baseline.name)}</span>
          <select @change=${(event: Event) => this.#select((event.target as HTMLSelectElement).selectedIndex)}>
            ${this.others.map((run) => html`<option ?selected=${run === other}>${run.name}</option>`)}
          </select>
        </label>
      </header>
      ${this.#renderMatrices(baseline, other)}
      ${result?.kind === 'compared' ? this.#renderDisagreements(result, baseline.name, other.name) : nothing}
    </section>`;
  }

  #renderMatrices(baseline: TargetRun, other: TargetRun): TemplateResult {
    const matrices = [baseline, other].map(({ name, summary }) =>
      summary === null
        ? html`<p class="quiet">${l10n.t('{0} has no results yet.', name)}</p>`
        : html`<confusion-matrix caption=${name} picture=${l10n.t('Confusion matrix of {0}', name)}
            .matrix=${{ classes: summary.classes, fits: summary.fits, counts: summary.confusion, shares: summary.confusionShare }}></confusion-matrix>`,
    );
    return html`<div class="matrices">${matrices}${this.#renderDifference(baseline, other)}</div>`;
  }

  #renderDifference(baseline: TargetRun, other: TargetRun): TemplateResult | typeof nothing {
    if (baseline.summary === null || other.summary === null) return nothing;
    const difference = matrixDifference(baseline.summary, other.summary);
    if (difference === null)
      return html`<p class="quiet">${l10n.t('Different classes: there is no difference of these matrices.')}</p>`;
    return html`<difference-matrix caption="${other.name} − ${baseline.name}" .difference=${difference}></difference-matrix>`;
  }

  #renderDisagreements(pair: ComparedPair, baseline: string, other: string): TemplateResult {
    const { right, tasks } = pair;
    const listed = this.otherRight ? pair.otherRight : pair.baselineRight;
    const count = this.otherRight ? right.other : right.baseline;
    const option = (otherRight: boolean, text: string): TemplateResult => html`<label>
      <input type="radio" name="direction" .checked=${this.otherRight === otherRight} @change=${() => {
        this.otherRight = otherRight;
      }} />${text}
    </label>`;
    return html`
      <h3>${l10n.t('Tasks that only one of them predicts correctly')}</h3>
      <p>${l10n.t('Of {0}, both predict {1} correctly and {2} incorrectly.', tasksText(tasks), countText(right.both), countText(right.neither))}</p>
      <div class="direction" role="radiogroup" aria-label=${l10n.t('Which tasks')}>
        ${option(false, l10n.t('{0} correct, {1} incorrect: {2}', baseline, other, countText(right.baseline)))}
        ${option(true, l10n.t('{0} correct, {1} incorrect: {2}', other, baseline, countText(right.other)))}
      </div>
      ${
        count === 0
          ? html`<p class="quiet">${l10n.t({ message: 'No tasks.', comment: ['no task'] })}</p>`
          : html`<data-table untitled tall caption=${l10n.t('Tasks')} first limit=${shownTasks} .table=${disagreementTable(listed, baseline, other)}></data-table>
            <p class="quiet">${l10n.t('By name, with the probability of the class that was named.')}
              ${listed.length < count ? l10n.t('Showing {0} of {1}.', countText(listed.length), countText(count)) : nothing}</p>`
      }
    `;
  }

  #select(index: number): void {
    emit(this, 'other-select', this.others[index].folder);
  }
}
