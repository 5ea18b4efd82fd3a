import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import '@vscode-elements/elements/dist/vscode-icon/index.js';
import { type DriverScope, type Drivers, driverScopes } from '../../src/protocol/drivers.ts';
import type { DriversProgress, RunDrivers } from '../../src/protocol/run-panel.ts';
import { controlStyles } from '../components/control-styles.ts';
import { cssProperties } from '../components/css-properties.ts';
import { emit } from '../components/emit.ts';
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
  all: 'all that were evaluated',
  predicted: 'those that were given the class',
};

/** What drives a class: codes, sites and their cells, by what they add to its score. Emits `drivers-change`. */
@customElement('drivers-view')
export class DriversView extends LitElement {
  static override styles = [
    baseStyles,
    controlStyles,
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

      .notice {
        display: flex;
        gap: 8px;
      }

      .notice vscode-icon {
        flex: none;
        color: var(--vscode-charts-yellow);
      }
    `,
  ];

  @property({ attribute: false }) accessor classes: readonly string[] = [];
  /** Number of the class whose drivers are shown. */
  @property({ type: Number }) accessor explained = 0;
  @property() accessor scope: DriverScope = 'all';
  /** Null while it is on its way. */
  @property({ attribute: false }) accessor answer: RunDrivers | null = null;
  @property({ attribute: false }) accessor progress: DriversProgress | null = null;
  /** Why there is nothing to explain yet; empty if there is something. */
  @property() accessor waiting = '';

  override render(): TemplateResult {
    if (this.waiting !== '') return html`<p class="empty quiet">${this.waiting}</p>`;
    return html`<div class="stack">
      <div class="choices">
        <label>Class
          <select @change=${(event: Event) => this.#change({ class: indexOf(event) })}>
            ${this.classes.map((name, c) => html`<option .selected=${c === this.explained}>${name}</option>`)}
          </select>
        </label>
        <label>Tasks
          <select @change=${(event: Event) => this.#change({ scope: driverScopes[indexOf(event)] })}>
            ${driverScopes.map((scope) => html`<option .selected=${scope === this.scope}>${scopeTitles[scope]}</option>`)}
          </select>
        </label>
      </div>
      ${this.#renderAnswer()}
    </div>`;
  }

  #renderAnswer(): TemplateResult {
    if (this.answer === null) return this.#renderProgress();
    const { drivers, problem, stale } = this.answer;
    const name = this.classes[this.explained];
    if (drivers === null) {
      return html`<div class="empty" role="status"><vscode-icon name="warning" size="24"></vscode-icon>
        <p>What drives ${name} cannot be found: ${problem}</p></div>`;
    }
    return html`
      ${stale ? notice('Stale: the history has changed since this run. What is explained are the tasks as they are now.') : nothing}
      ${drivers.missing > 0 ? notice(missingSentence(drivers)) : nothing}
      ${
        drivers.tasks === 0
          ? html`<p class="empty quiet" role="status">${this.scope === 'predicted' ? `No task was given ${name}.` : 'There are no tasks to explain.'}</p>`
          : this.#renderLists(drivers, name)
      }
    `;
  }

  #renderProgress(): TemplateResult {
    const { progress } = this;
    if (progress === null) return html`<p class="empty quiet" role="status">Reading the history…</p>`;
    const { done, tasks } = progress;
    return html`<div class="empty">
      <p class="quiet">Explaining tasks: ${countText(done)} of ${countText(tasks)}</p>
      <div class="track" role="progressbar" aria-label="Tasks that are explained" aria-valuemin="0" aria-valuemax=${tasks}
        aria-valuenow=${done}><span ${cssProperties({ '--done': `${(100 * done) / Math.max(tasks, 1)}%` })}></span></div>
    </div>`;
  }

  #renderLists(drivers: Drivers, name: string): TemplateResult {
    const named = driverColumns(drivers, hasAttention(drivers));
    const cells = driverColumns(drivers, false);
    const sides = ['against', 'for'] as const;
    const sentence = driversSentence(drivers, name, this.scope);
    return html`
      <div class="text">
        <p role="status">${sentence}</p>
        <p class="quiet">${explanationText(drivers, named.columns)}</p>
      </div>
      <div class="lists ${named.columns.length > 3 ? 'wide' : ''}">
        <signed-bar-list note=${sentence} caption="Error codes for and against ${name}" .columns=${['error code', ...named.columns]} .sides=${sides}
          .rows=${codeRows(drivers.codes, named)} total=${drivers.codeCount} limit="15"></signed-bar-list>
        <signed-bar-list note=${sentence} caption="Sites for and against ${name}" .columns=${['site', ...named.columns]} .sides=${sides}
          .rows=${siteRows(drivers.sites, named)} total=${drivers.siteCount} limit="15"></signed-bar-list>
        <signed-bar-list class="cells" note=${sentence} caption="Cells for and against ${name}" .columns=${['error code at site', ...cells.columns]}
          .sides=${sides} .rows=${cellRows(drivers.cells, cells)} total=${drivers.cellCount} limit="20"></signed-bar-list>
      </div>
    `;
  }

  #change(change: { readonly class?: number; readonly scope?: DriverScope }): void {
    emit(this, 'drivers-change', { class: this.explained, scope: this.scope, ...change });
  }
}

/** How to read the numbers. */
function explanationText({ method }: Drivers, columns: readonly string[]): string {
  const attention = columns.includes('attention')
    ? " Attention: the mean share of the network's weights that it gets in the tasks that have it."
    : '';
  const which =
    method === 'tree-shap'
      ? 'in the tasks that have it and in those that do not (trees also ask for what is not there)'
      : 'in the tasks that have it';
  return `Mean: what it adds to the score ${which}; above zero it speaks for the class. Mean absolute: how much it moves the score over all these tasks, the length of the bar.${attention}`;
}

function notice(text: string): TemplateResult {
  return html`<p class="notice"><vscode-icon name="warning"></vscode-icon><span>${text}</span></p>`;
}

function indexOf(event: Event): number {
  return event.target instanceof HTMLSelectElement ? event.target.selectedIndex : 0;
}
