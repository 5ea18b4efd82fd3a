import * as l10n from '@vscode/l10n';
import { css, html, LitElement, nothing, svg, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import '@vscode-elements/elements/dist/vscode-toolbar-button/index.js';
import '../components/data-table.ts';
import { emit } from '../components/emit.ts';
import '../components/save-picture.ts';
import { markerPath } from '../components/series-look.ts';
import { baseStyles } from '../components/styles.ts';
import type { Sheet } from '../picture/sheet.ts';
import { barOf, type OverviewMetric, overviewMetrics, overviewTable, overviewText, type Scored } from './overview.ts';
import { drawOverview } from './overview-drawing.ts';

export interface OverviewTarget {
  readonly target: string;
  readonly runs: readonly Scored[];
}

/** Heights in pixels: of a run's row, and of its three bars in it. */
const rowHeight = 26;
const barPlaces = [7, 13, 19] as const;

/**
 * The picture of slides 17 and 18, lying on its side so that any number of names can be read: the three metrics of every
 * run with their standard deviation, for each target. Emits `table-toggle`.
 */
@customElement('overview-plot')
export class OverviewPlot extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        container-type: inline-size;
      }

      header {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 16px;
        min-height: 26px;
      }

      h2 {
        margin-right: auto;
      }

      .legend {
        display: inline-flex;
        align-items: center;
        gap: 6px;
      }

      .targets {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 20px 32px;
        margin-top: 8px;
      }

      @container (min-width: 760px) {
        .targets {
          grid-template-columns: repeat(2, minmax(0, 1fr));
        }
      }

      h3 {
        margin-bottom: 4px;
      }

      .rows {
        display: grid;
        grid-template-columns: minmax(60px, max-content) minmax(0, 1fr);
        align-items: center;
        column-gap: 14px;
        padding-right: 12px;
      }

      .row {
        display: contents;
      }

      .row .clip {
        max-width: 14em;
      }

      @container (max-width: 480px) {
        .row .clip {
          max-width: 8em;
        }
      }

      svg.bars {
        --line: var(--vscode-panel-border, var(--vscode-widget-border, var(--vscode-charts-lines)));
        display: block;
        width: 100%;
        height: 26px;
        overflow: visible;
        border-right: 1px solid var(--line);
        background: repeating-linear-gradient(90deg, var(--line) 0 1px, transparent 1px 25%);
      }

      svg.axis {
        grid-column: 2;
        width: 100%;
        height: 18px;
        overflow: visible;
      }

      svg.axis text {
        fill: var(--vscode-descriptionForeground);
        font-size: 11px;
        text-anchor: middle;
      }


      .none {
        line-height: 26px;
      }
    `,
  ];

  @property({ attribute: false }) accessor targets: readonly OverviewTarget[] = [];
  @property({ type: Boolean }) accessor asTable = false;

  override render(): TemplateResult {
    const toggle = this.asTable ? l10n.t('Show as chart') : l10n.t('Show as table');
    return html`<section aria-label=${l10n.t('Overview')}>
      <header>
        <h2>${l10n.t('Overview')}</h2>
        ${this.asTable ? nothing : overviewMetrics.map((metric) => this.#renderLegend(metric))}
        ${this.asTable ? nothing : html`<save-picture ofAllTargets name=${l10n.t('Overview')} .draw=${(sheet: Sheet) => drawOverview(sheet, this.targets)}></save-picture>`}
        <vscode-toolbar-button icon=${this.asTable ? 'graph-scatter' : 'table'} label=${`${toggle}: ${l10n.t('Overview')}`} title=${toggle}
          @click=${() => emit(this, 'table-toggle', 'overview')}></vscode-toolbar-button>
      </header>
      ${guard([this.targets, this.asTable], () => (this.asTable ? this.#renderTable() : this.#renderTargets()))}
      <p class="quiet">${l10n.t('Mean ± standard deviation over the trainings.')}</p>
    </section>`;
  }

  #renderLegend({ title, colour, marker }: OverviewMetric): TemplateResult {
    return html`<span class="legend">
      <svg class="swatch colour-${colour}" viewBox="-12 -6 24 12" width="24" height="12" aria-hidden="true">
        <path d="M-12,0H12" stroke="currentColor" stroke-width="1.5" /><path fill="currentColor" d=${markerPath(marker)} />
      </svg>
      ${title}
    </span>`;
  }

  #renderTable(): TemplateResult {
    return html`<data-table untitled caption=${l10n.t('Overview')} .table=${overviewTable(this.targets)}></data-table>`;
  }

  #renderTargets(): TemplateResult {
    return html`<div class="targets">
      ${this.targets.map(
        ({ target, runs }) => html`<div>
          <h3 class="clip" title=${target}>${target}</h3>
          <div class="rows" role="list" aria-label=${target}>
            ${runs.map((run) => this.#renderRow(run))}
            ${this.#renderAxis()}
          </div>
        </div>`,
      )}
    </div>`;
  }

  #renderRow(run: Scored): TemplateResult {
    const { name, summary } = run;
    const text = overviewText(run);
    return html`<div class="row" role="listitem" aria-label=${text}>
      <span class="clip" title=${text}>${name}</span>
      ${
        summary === null
          ? html`<span class="quiet none">${l10n.t('no results yet')}</span>`
          : html`<svg class="bars" height=${rowHeight} aria-hidden="true">
              ${overviewMetrics.map((metric, i) => this.#renderBar(metric, summary, barPlaces[i]))}
            </svg>`
      }
    </div>`;
  }

  #renderBar({ colour, marker, metric }: OverviewMetric, summary: NonNullable<Scored['summary']>, y: number) {
    const { at, from, to } = barOf(summary[metric]);
    return svg`<g class="colour-${colour}">
      <line x1="${from}%" x2="${to}%" y1=${y} y2=${y} stroke="currentColor" stroke-width="1.5" />
      <line x1="${from}%" x2="${from}%" y1=${y - 3} y2=${y + 3} stroke="currentColor" />
      <line x1="${to}%" x2="${to}%" y1=${y - 3} y2=${y + 3} stroke="currentColor" />
      <svg x="${at}%" y=${y} overflow="visible"><path transform="scale(0.8)" fill="currentColor" d=${markerPath(marker)} /></svg>
    </g>`;
  }

  #renderAxis(): TemplateResult {
    return html`<svg class="axis" aria-hidden="true">
      ${[0, 0.25, 0.5, 0.75, 1].map((value) => svg`<text x="${100 * value}%" y="13">${value}</text>`)}
    </svg>`;
  }
}
