import * as l10n from '@vscode/l10n';
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import '@vscode-elements/elements/dist/vscode-icon/index.js';
import type { FoundTasks, RunTask } from '../../src/protocol/run-panel.ts';
import type { Answer } from '../components/answers.ts';
import { controlStyles } from '../components/control-styles.ts';
import { copyButtons } from '../components/copy-buttons.ts';
import { emit, type PanelEvent } from '../components/emit.ts';
import { fieldStyles } from '../components/field-styles.ts';
import { noticeStyles, warning } from '../components/notice.ts';
import { countText } from '../components/number-text.ts';
import { baseStyles } from '../components/styles.ts';
import {
  anySample,
  filterSamples,
  isFiltered,
  outcomes,
  outcomeText,
  type SampleFilter,
  type SampleOrder,
  type SortKey,
  sortSamples,
  type ThresholdSide,
} from './sample-filter.ts';
import './sample-list.ts';
import type { SampleTable } from './sample-table.ts';
import { samplesText } from './sample-text.ts';
import type { ExplanationOf } from './task-detail.ts';

/** Every evaluated task, searched and sorted. Emits `samples-change`, `sample-open` and `go-to-task`. */
@customElement('samples-view')
export class SamplesView extends LitElement {
  static override styles = [
    baseStyles,
    controlStyles,
    fieldStyles,
    noticeStyles,
    css`
      .stack {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 10px;
      }

      .filters {
        display: flex;
        flex-wrap: wrap;
        gap: 6px 14px;
        align-items: center;
      }

      .filters input[type='search'] {
        width: 14em;
      }

      .filters input[list] {
        width: 11em;
      }

      .filters input[type='number'] {
        width: 5em;
      }

      .bar {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 16px;
        align-items: center;
      }

      .tools {
        display: flex;
        margin-left: auto;
      }

      .chip {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        max-width: 100%;
        padding: 1px 8px;
        border: 1px solid var(--vscode-contrastBorder, transparent);
        border-radius: 10px;
        background: var(--vscode-badge-background);
        color: var(--vscode-badge-foreground);
        overflow-wrap: anywhere;
      }

      .empty {
        padding: 48px 0;
        text-align: center;
      }
    `,
  ];

  /** Null while they are on their way. */
  @property({ attribute: false }) accessor table: SampleTable | null = null;
  @property({ attribute: false }) accessor filter: SampleFilter = anySample;
  @property({ attribute: false }) accessor order: SampleOrder = { by: 'task', descending: false };
  /** Index of the fit whose samples are shown; null = all. */
  @property({ attribute: false }) accessor fit: number | null = null;
  /** Tasks that have the code at the site that are looked for; undefined if none is. */
  @property({ attribute: false }) accessor found: Answer<FoundTasks> | undefined;
  @property({ attribute: false }) accessor open: string | null = null;
  /** Of the open task. */
  @property({ attribute: false }) accessor detail: Answer<RunTask> | undefined;
  @property({ attribute: false }) accessor explanationOf: ExplanationOf = () => ({});
  /** Why there are no samples yet; empty if there are some. */
  @property() accessor waiting = '';
  /** Without VS Code behind it, which alone can train, open files and go to places. */
  @property({ type: Boolean }) accessor detached = false;

  #rows: Int32Array = new Int32Array();

  override willUpdate(changed: PropertyValues<this>): void {
    const decisive = ['table', 'filter', 'order', 'fit', 'found'] as const;
    if (this.table === null || !decisive.some((name) => changed.has(name))) return;
    const found = this.found?.value;
    const rows = filterSamples(this.table, this.filter, this.fit, found ? new Set(found.tasks) : null);
    this.#rows = sortSamples(this.table, rows, this.order);
  }

  override render(): TemplateResult {
    if (this.waiting !== '') return html`<p class="empty quiet">${this.waiting}</p>`;
    const { table } = this;
    if (table === null) return html`<p class="empty quiet" role="status">${l10n.t('Reading the predictions…')}</p>`;
    const withFit = this.fit === null && table.fits.length > 1;
    return html`<div class="stack">
      ${table.notices.map(warning)}
      ${this.#renderHistoryState()}
      ${this.#renderFilters(table)}
      <div class="bar">
        <span role="status">${this.#countText(table)}</span>
        ${this.filter.side === null ? nothing : this.#renderSide(this.filter.side, table)}
        ${
          isFiltered(this.filter)
            ? html`<button class="link" @click=${() => this.#change(anySample)}><vscode-icon name="clear-all"></vscode-icon>${l10n.t('Clear filters')}</button>`
            : nothing
        }
        ${this.#rows.length === 0 ? nothing : html`<span class="tools">${copyButtons(l10n.t('Samples'), () => samplesText(table, this.#rows, withFit))}</span>`}
      </div>
      ${
        this.#rows.length === 0
          ? html`<p class="empty quiet">${this.#emptyText(table)}</p>`
          : html`<sample-list .table=${table} .rows=${this.#rows} .order=${this.order} .open=${this.open} .detail=${this.detail ?? {}}
              .explanationOf=${this.explanationOf} .withFit=${withFit} ?detached=${this.detached}
              @sample-sort=${(event: PanelEvent<'sample-sort'>) => this.#sort(event.detail)}></sample-list>`
      }
    </div>`;
  }

  #renderHistoryState(): TemplateResult | typeof nothing {
    const { value, problem } = this.found ?? {};
    if (problem !== undefined) {
      return warning(l10n.t('Codes and sites cannot be searched, for the history cannot be read: {0}', problem));
    }
    return value?.stale
      ? warning(
          l10n.t('Stale: the history has changed since this run. Codes and sites are those of the file as it is now.'),
        )
      : nothing;
  }

  #renderFilters(table: SampleTable): TemplateResult {
    const { text, outcome, truth, predicted, code, site, from, to } = this.filter;
    return html`<div class="filters" role="search" aria-label=${l10n.t('Filter of samples')}>
      <input type="search" placeholder=${l10n.t('Task')} aria-label=${l10n.t("Part of the task's name")} .value=${text} maxlength="1000"
        @input=${(event: Event) => this.#change({ text: textOf(event) })}>
      <label>${l10n.t('Outcome')}
        <select @change=${(event: Event) => this.#change({ outcome: outcomes[indexOf(event)] })}>
          ${outcomes.map((one) => html`<option .selected=${one === outcome}>${outcomeText[one]}</option>`)}
        </select>
      </label>
      ${this.#classChoice(l10n.t('Truth'), table.classes, truth, (chosen) => this.#change({ truth: chosen }))}
      ${this.#classChoice(l10n.t('Prediction'), table.classes, predicted, (chosen) => this.#change({ predicted: chosen }))}
      <label>${l10n.t({ message: 'Code', comment: ['error code'] })}
        <input type="search" list="codes" placeholder=${l10n.t({ message: 'any', comment: ['no choice is made'] })} .value=${code} maxlength="200"
          @change=${(event: Event) => this.#change({ code: textOf(event).trim() })}>
      </label>
      <datalist id="codes">${table.codes.map((one) => html`<option value=${one.code} label="${one.code} ${one.title}"></option>`)}</datalist>
      <label>${l10n.t('Site')}
        <input type="search" list="sites" placeholder=${l10n.t({ message: 'any', comment: ['no choice is made'] })} .value=${site} maxlength="200"
          @change=${(event: Event) => this.#change({ site: textOf(event).trim() })}>
      </label>
      <datalist id="sites">${table.sites.map((one) => html`<option value=${one}></option>`)}</datalist>
      <label title=${l10n.t('Probability of the predicted class')}>${l10n.t('Confidence')}
        <input type="number" min="0" max="1" step="0.05" aria-label=${l10n.t('Minimum confidence')} .value=${String(from)}
          @change=${(event: Event) => this.#change({ from: shareOf(event, 0) })}>
        ${l10n.t({ message: 'to', comment: ['between the ends of a range'] })}
        <input type="number" min="0" max="1" step="0.05" aria-label=${l10n.t('Maximum confidence')} .value=${String(to)}
          @change=${(event: Event) => this.#change({ to: shareOf(event, 1) })}>
      </label>
    </div>`;
  }

  #classChoice(
    label: string,
    classes: readonly string[],
    chosen: number | null,
    choose: (chosen: number | null) => void,
  ): TemplateResult {
    return html`<label>${label}
      <select @change=${(event: Event) => choose(indexOf(event) === 0 ? null : indexOf(event) - 1)}>
        <option .selected=${chosen === null}>${l10n.t({ message: 'any', comment: ['no choice is made'] })}</option>
        ${classes.map((name, c) => html`<option .selected=${c === chosen}>${name}</option>`)}
      </select>
    </label>`;
  }

  #renderSide(side: ThresholdSide, { classes }: SampleTable): TemplateResult {
    return html`<span class="chip">${sideText(side, classes)}
      <button class="link" aria-label=${l10n.t('Remove the threshold')} @click=${() => this.#change({ side: null })}><vscode-icon name="close"
        size="14"></vscode-icon></button></span>`;
  }

  #countText(table: SampleTable): string {
    const all = this.fit === null ? table.count : table.fit.filter((fit) => fit === this.fit).length;
    const [shown, of] = [countText(this.#rows.length), countText(all)];
    return this.#isSearching()
      ? l10n.t('Showing {0} of {1}, reading the history…', shown, of)
      : l10n.t('Showing {0} of {1}', shown, of);
  }

  #emptyText(table: SampleTable): string {
    if (table.count === 0) return l10n.t('There are no predictions.');
    return this.#isSearching() ? l10n.t('Reading the history…') : l10n.t('No samples match the filter.');
  }

  /** Whether the tasks with the code at the site are still on their way. */
  #isSearching(): boolean {
    return this.found !== undefined && this.found.value === undefined && this.found.problem === undefined;
  }

  #sort(by: SortKey): void {
    const descending = this.order.by === by ? !this.order.descending : by === 'confidence';
    emit(this, 'samples-change', { order: { by, descending } });
  }

  #change(change: Partial<SampleFilter>): void {
    emit(this, 'samples-change', { filter: { ...this.filter, ...change } });
  }
}

/** What a side of a threshold is. */
export function sideText({ class: c, at, above, ofClass }: ThresholdSide, classes: readonly string[]): string {
  const range = `${above ? '≥' : '<'} ${at.toFixed(3)}`;
  return ofClass
    ? l10n.t('truth is {0}, its probability {1}', classes[c], range)
    : l10n.t('truth is not {0}, its probability {1}', classes[c], range);
}

function textOf(event: Event): string {
  return event.target instanceof HTMLInputElement ? event.target.value : '';
}

function indexOf(event: Event): number {
  return event.target instanceof HTMLSelectElement ? event.target.selectedIndex : 0;
}

/** A number between 0 and 1; what is none is `otherwise`. */
function shareOf(event: Event, otherwise: number): number {
  const text = textOf(event);
  const number = Number(text);
  return text === '' || !Number.isFinite(number) ? otherwise : Math.min(Math.max(number, 0), 1);
}
