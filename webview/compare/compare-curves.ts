import * as l10n from '@vscode/l10n';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import '@vscode-elements/elements/dist/vscode-toolbar-button/index.js';
import { controlStyles } from '../components/control-styles.ts';
import { copyButtons } from '../components/copy-buttons.ts';
import '../components/curve-chart.ts';
import {
  type CurveLook,
  type CurveSet,
  curveLength,
  type EpochWindow,
  exampleSets,
  exampleSetText,
  type Reference,
} from '../components/curve.ts';
import { meansText } from '../components/curve-text.ts';
import { emit, type PanelEvent } from '../components/emit.ts';
import { zoomWindow } from '../components/epoch-window.ts';
import { singleSwatch } from '../components/series-look.ts';
import { baseStyles, tableStyles } from '../components/styles.ts';
import { type DrawnCurves, overlayMetrics, overlaySet, valuesTable } from './overlay-curves.ts';

const defaultLook: CurveLook = { examples: 'validation', scale: 'linear', smoothing: 0 };

/**
 * The four charts with the lines of several runs, one cursor over all, and the values at it. Emits `curve-look`,
 * `window-change` and `table-toggle`.
 */
@customElement('compare-curves')
export class CompareCurves extends LitElement {
  static override styles = [
    baseStyles,
    tableStyles,
    controlStyles,
    css`
      :host {
        container-type: inline-size;
      }

      header {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px 20px;
        min-height: 26px;
        margin-bottom: 8px;
      }

      h3 {
        margin-right: auto;
      }

      .zoom {
        display: inline-flex;
        align-items: center;
      }

      .weight {
        min-width: 2.4em;
        font-variant-numeric: tabular-nums;
      }

      .charts {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 16px 32px;
      }

      @container (min-width: 800px) {
        .charts {
          grid-template-columns: repeat(2, minmax(0, 1fr));
        }
      }

      .values {
        position: relative;
        max-width: 100%;
        margin-top: 12px;
        overflow-x: auto;
      }

      tbody th {
        text-align: left;
      }

      .name {
        display: flex;
        align-items: center;
        gap: 8px;
      }

      .tools {
        display: flex;
      }

      .waiting {
        padding: 48px 0;
        text-align: center;
      }
    `,
  ];

  @property({ attribute: false }) accessor drawn: readonly DrawnCurves[] = [];
  /** Runs whose curves are still to come. */
  @property({ type: Number }) accessor waiting = 0;
  @property({ attribute: false }) accessor look: CurveLook = defaultLook;
  @property({ attribute: false }) accessor window: EpochWindow = null;
  @property({ attribute: false }) accessor tables: readonly string[] = [];
  /** Of the confusion MSE. */
  @property({ attribute: false }) accessor reference: Reference | null = null;
  @state() private accessor cursor: number | null = null;

  /** The charts' lines, the same as long as what they are of is the same. */
  #sets: { readonly of: readonly unknown[]; readonly sets: readonly CurveSet[] } = { of: [], sets: [] };

  override willUpdate(): void {
    const { examples } = this.look;
    const of = [examples, ...this.drawn.flatMap(({ slot, name, curves }) => [slot, name, curves])];
    if (of.length === this.#sets.of.length && of.every((one, i) => one === this.#sets.of[i])) return;
    this.#sets = { of, sets: overlayMetrics.map((metric) => overlaySet(this.drawn, metric, examples)) };
  }

  override render(): TemplateResult {
    return html`<section aria-label=${l10n.t('Curves')}>
      ${this.#renderTools()}
      ${this.#length() === 0 ? this.#renderEmpty() : this.#renderCharts()}
    </section>`;
  }

  #renderTools(): TemplateResult {
    const { examples, scale, smoothing } = this.look;
    const weight =
      smoothing === 0 ? l10n.t({ message: 'off', comment: ['there is no smoothing'] }) : smoothing.toFixed(2);
    return html`<header>
      <h3>${l10n.t('Curves')}</h3>
      <label>${l10n.t('Examples')}
        <select @change=${(event: Event) => this.#change({ examples: exampleSets[selectOf(event).selectedIndex] })}>
          ${exampleSets.map((set) => html`<option ?selected=${set === examples}>${exampleSetText[set]}</option>`)}
        </select>
      </label>
      <label title=${l10n.t('Cross entropy and confusion MSE; shares from 0 to 1 have no logarithmic axis')}>
        <input type="checkbox" .checked=${scale === 'logarithmic'}
          @change=${() => this.#change({ scale: scale === 'linear' ? 'logarithmic' : 'linear' })} />
        ${l10n.t('Logarithmic axis')}
      </label>
      <label title=${l10n.t('Exponential moving average; the raw lines stay behind, and the values below are the raw ones')}>${l10n.t('Smoothing')}
        <input type="range" min="0" max="0.95" step="0.05" aria-label=${l10n.t('Smoothing')} aria-valuetext=${weight} .value=${String(smoothing)}
          @input=${(event: Event) => this.#change({ smoothing: Number((event.target as HTMLInputElement).value) })} />
        <span class="weight" aria-hidden="true">${weight}</span>
      </label>
      <span class="zoom">
        ${this.#zoomButton('zoom-in', l10n.t('Zoom in (+)'), 'in')}
        ${this.#zoomButton('zoom-out', l10n.t('Zoom out (−)'), 'out')}
        <vscode-toolbar-button icon="screen-full" label=${l10n.t('Show all epochs (0)')} title=${l10n.t('Show all epochs (0)')} @click=${() => emit(this, 'window-change', null)}></vscode-toolbar-button>
      </span>
    </header>`;
  }

  #zoomButton(icon: string, label: string, direction: 'in' | 'out'): TemplateResult {
    const zoom = (): void => {
      const [from, to] = this.window ?? [1, this.#length()];
      emit(this, 'window-change', zoomWindow(this.window, direction, this.cursor ?? (from + to) / 2, this.#length()));
    };
    return html`<vscode-toolbar-button icon=${icon} label=${label} title=${label} @click=${zoom}></vscode-toolbar-button>`;
  }

  #renderEmpty(): TemplateResult {
    const text =
      this.waiting > 0 ? l10n.t('Reading the curves…') : l10n.t('No curves: check runs above that have trained.');
    return html`<p class="waiting quiet" role="status">${text}</p>`;
  }

  #renderCharts(): TemplateResult {
    const { scale, smoothing } = this.look;
    const window = this.#shownWindow();
    return html`
      <div class="charts">
        ${overlayMetrics.map(
          (
            { key, title, axis, hint, digits, range },
            i,
          ) => html`<curve-chart bare zoomable name=${key} caption=${title} axis=${axis} examples=${exampleSetText[this.look.examples]} hint=${hint} .digits=${digits} .range=${range}
            .curves=${this.#sets.sets[i]} .cursor=${this.cursor} .scale=${scale} .smoothing=${smoothing} .window=${window}
            .asTable=${this.tables.includes(key)} .reference=${key === 'confusion-mse' ? this.reference : null}
            @cursor-move=${(event: PanelEvent<'cursor-move'>) => {
              this.cursor = event.detail;
            }}></curve-chart>`,
        )}
      </div>
      ${this.#renderValues()}
      <p class="quiet">
        ${meansText('epoch')}
        ${smoothing > 0 ? l10n.t('Smoothed; the raw lines are behind, the values are raw.') : nothing}
        ${l10n.t('Drag over a chart, or press + and −, to zoom.')}
        ${window === null ? nothing : html`<b>${l10n.t('Showing epochs {0} to {1} of {2}.', window[0], window[1], this.#length())}</b>`}
      </p>
    `;
  }

  #renderValues(): TemplateResult {
    const table = valuesTable(this.drawn, this.cursor, this.look.examples);
    const [caption] = table.columns;
    return html`<div class="values" tabindex="0" role="region" aria-label=${l10n.t('Values')}>
      <table aria-label=${caption}>
        <thead>
          <tr>${table.columns.map((column) => html`<th scope="col">${column}</th>`)}</tr>
        </thead>
        <tbody>
          ${table.rows.map(
            ([name, ...cells], i) => html`<tr>
              <th scope="row"><span class="name">${singleSwatch(this.drawn[i].slot)}<span class="clip" title=${name}>${name}</span></span></th>
              ${cells.map((cell) => html`<td>${cell}</td>`)}
            </tr>`,
          )}
        </tbody>
      </table>
      ${this.waiting > 0 ? html`<p class="quiet">${this.#waitingText()}</p>` : nothing}
      <div class="tools">${copyButtons(l10n.t('Values'), () => table)}</div>
    </div>`;
  }

  #waitingText(): string {
    return this.waiting === 1
      ? l10n.t('Reading the curves of 1 more run…')
      : l10n.t('Reading the curves of {0} more runs…', this.waiting);
  }

  /** A window that was kept may be of longer runs. */
  #shownWindow(): EpochWindow {
    const length = this.#length();
    return this.window !== null && this.window[0] < length ? [this.window[0], Math.min(this.window[1], length)] : null;
  }

  #length(): number {
    const [first] = this.#sets.sets;
    return first === undefined ? 0 : curveLength(first);
  }

  #change(change: Partial<CurveLook>): void {
    emit(this, 'curve-look', { ...this.look, ...change });
  }
}

function selectOf(event: Event): HTMLSelectElement {
  return event.target as HTMLSelectElement;
}
