import * as l10n from '@vscode/l10n';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import '@vscode-elements/elements/dist/vscode-icon/index.js';
import { type DriverScope, type Drivers, driverScopes } from '../../src/protocol/drivers.ts';
import type { DriversProgress, RunDrivers } from '../../src/protocol/run-panel.ts';
import type { Answer } from '../components/answers.ts';
import { controlStyles } from '../components/control-styles.ts';
import { cssProperties } from '../components/css-properties.ts';
import { emit } from '../components/emit.ts';
import { noticeStyles, warning } from '../components/notice.ts';
import { countText } from '../components/number-text.ts';
import '../components/signed-bar-list.ts';
import { baseStyles } from '../components/styles.ts';
import {
  cellRows,
  codeRows,
  driverColumns,
  driversSentence,
  hasAttention,
  missingSentence,
  siteRows,
} from './driver-tables.ts';

const scopeTitles: Readonly<Record<DriverScope, string>> = {
  all: l10n.t({ message: 'all that were evaluated', comment: ['tasks'] }),
  predicted: l10n.t({ message: 'those that were given the class', comment: ['tasks'] }),
};

/** What drives a class: codes, sites and their cells, by what they add to its score. Emits `drivers-change`. */
@customElement('drivers-view')
export class DriversView extends LitElement {
  static override styles = [
    baseStyles,
    controlStyles,
    noticeStyles,
    css`
      .stack {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 16px;
      }

      .choices {
        display: flex;
        flex-wrap: wrap;
        gap: 6px 20px;
      }

      .text {
        display: grid;
        gap: 4px;
        max-width: 75em;
        overflow-wrap: anywhere;
      }

      .lists {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 460px), 1fr));
        gap: 24px 40px;
        align-items: start;
      }

      .lists.wide {
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 560px), 1fr));
      }

      .cells {
        grid-column: 1 / -1;
      }

      .empty {
        display: grid;
        justify-items: center;
        gap: 10px;
        padding: 48px 0;
        text-align: center;
        overflow-wrap: anywhere;
      }

      .track {
        width: min(100%, 20em);
        height: 4px;
        border: 1px solid var(--vscode-contrastBorder, transparent);
        border-radius: 2px;
        background: var(--vscode-textBlockQuote-background);
      }

      .track span {
        display: block;
        width: var(--done);
        height: 100%;
        border-radius: 2px;
        background: var(--vscode-progressBar-background, var(--vscode-charts-blue));
      }

    `,
  ];

  @property({ attribute: false }) accessor classes: readonly string[] = [];
  /** Number of the class whose drivers are shown. */
  @property({ type: Number }) accessor explained = 0;
  @property() accessor scope: DriverScope = 'all';
  @property({ attribute: false }) accessor answer: Answer<RunDrivers, DriversProgress> = {};
  /** Why there is nothing to explain yet; empty if there is something. */
  @property() accessor waiting = '';

  override render(): TemplateResult {
    if (this.waiting !== '') return html`<p class="empty quiet">${this.waiting}</p>`;
    return html`<div class="stack">
      <div class="choices">
        <label>${l10n.t('Class')}
          <select @change=${(event: Event) => this.#change({ class: indexOf(event) })}>
            ${this.classes.map((name, c) => html`<option .selected=${c === this.explained}>${name}</option>`)}
          </select>
        </label>
        <label>${l10n.t('Tasks')}
          <select @change=${(event: Event) => this.#change({ scope: driverScopes[indexOf(event)] })}>
            ${driverScopes.map((scope) => html`<option .selected=${scope === this.scope}>${scopeTitles[scope]}</option>`)}
          </select>
        </label>
      </div>
      ${this.#renderAnswer()}
    </div>`;
  }

  #renderAnswer(): TemplateResult {
    const { value, problem, progress } = this.answer;
    const name = this.classes[this.explained];
    if (problem !== undefined) {
      return html`<div class="empty" role="status"><vscode-icon name="warning" size="24"></vscode-icon>
        <p>${l10n.t('What drives {0} cannot be found: {1}', name, problem)}</p></div>`;
    }
    if (!value) return this.#renderProgress(progress);
    const { drivers, stale } = value;
    return html`
      ${stale ? warning(l10n.t('Stale: the history has changed since this run. What is explained are the tasks as they are now.')) : nothing}
      ${drivers.missing > 0 ? warning(missingSentence(drivers)) : nothing}
      ${
        drivers.tasks === 0
          ? html`<p class="empty quiet" role="status">${this.scope === 'predicted' ? l10n.t('No task was given {0}.', name) : l10n.t('There are no tasks to explain.')}</p>`
          : this.#renderLists(drivers, name)
      }
    `;
  }

  #renderProgress(progress: DriversProgress | undefined): TemplateResult {
    if (!progress) return html`<p class="empty quiet" role="status">${l10n.t('Reading the history…')}</p>`;
    const { done, tasks } = progress;
    return html`<div class="empty">
      <p class="quiet">${l10n.t('Explaining tasks: {0} of {1}', countText(done), countText(tasks))}</p>
      <div class="track" role="progressbar" aria-label=${l10n.t('Tasks that are explained')} aria-valuemin="0" aria-valuemax=${tasks}
        aria-valuenow=${done}><span ${cssProperties({ '--done': `${(100 * done) / Math.max(tasks, 1)}%` })}></span></div>
    </div>`;
  }

  #renderLists(drivers: Drivers, name: string): TemplateResult {
    const withAttention = hasAttention(drivers);
    const named = driverColumns(drivers, withAttention);
    const cells = driverColumns(drivers, false);
    const sides = [l10n.t('against'), l10n.t({ message: 'for', comment: ['in favour of a class'] })] as const;
    const sentence = driversSentence(drivers, name, this.scope);
    return html`
      <div class="text">
        <p role="status">${sentence}</p>
        <p class="quiet">${explanationText(drivers, withAttention)}</p>
      </div>
      <div class="lists ${named.columns.length > 3 ? 'wide' : ''}">
        <signed-bar-list note=${sentence} caption=${l10n.t('Error codes for and against {0}', name)} .columns=${[l10n.t('error code'), ...named.columns]} .sides=${sides}
          .rows=${codeRows(drivers.codes, named)} total=${drivers.codeCount} limit="15"></signed-bar-list>
        <signed-bar-list note=${sentence} caption=${l10n.t('Sites for and against {0}', name)} .columns=${[l10n.t('site'), ...named.columns]} .sides=${sides}
          .rows=${siteRows(drivers.sites, named)} total=${drivers.siteCount} limit="15"></signed-bar-list>
        <signed-bar-list class="cells" note=${sentence} caption=${l10n.t('Cells for and against {0}', name)} .columns=${[l10n.t('error code at site'), ...cells.columns]}
          .sides=${sides} .rows=${cellRows(drivers.cells, cells)} total=${drivers.cellCount} limit="20"></signed-bar-list>
      </div>
    `;
  }

  #change(change: { readonly class?: number; readonly scope?: DriverScope }): void {
    emit(this, 'drivers-change', { class: this.explained, scope: this.scope, ...change });
  }
}

/** How to read the numbers. */
function explanationText({ method }: Drivers, withAttention: boolean): string {
  return [
    method === 'tree-shap'
      ? l10n.t(
          'Mean: what it adds to the score in the tasks that have it and in those that do not (trees also use missing counts); above zero it pushes towards the class.',
        )
      : l10n.t('Mean: what it adds to the score in the tasks that have it; above zero it pushes towards the class.'),
    l10n.t('Mean absolute: how much it moves the score over all these tasks, the length of the bar.'),
    ...(withAttention
      ? [l10n.t("Attention: the mean share of the network's weights that it gets in the tasks that have it.")]
      : []),
  ].join(' ');
}

function indexOf(event: Event): number {
  return event.target instanceof HTMLSelectElement ? event.target.selectedIndex : 0;
}
