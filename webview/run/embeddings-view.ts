import * as l10n from '@vscode/l10n';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import '@vscode-elements/elements/dist/vscode-toolbar-button/index.js';
import type { EmbeddingMap, RunReconstruction } from '../../src/protocol/run-panel.ts';
import type { Answer } from '../components/answers.ts';
import { controlStyles } from '../components/control-styles.ts';
import '../components/data-table.ts';
import { emit } from '../components/emit.ts';
import { fieldStyles } from '../components/field-styles.ts';
import { countText } from '../components/number-text.ts';
import '../components/rate-chart.ts';
import '../components/save-picture.ts';
import { markerSwatch } from '../components/series-look.ts';
import { baseStyles } from '../components/styles.ts';
import type { Sheet } from '../picture/sheet.ts';
import { drawEmbeddings, embeddingsWidth } from './embedding-drawing.ts';
import { type EmbeddedKind, embeddedKinds, groupLabel, groupsOf, mapTable, matches } from './embedding-layout.ts';
import './embedding-map.ts';
import { curveText, reconstructionPoints, reconstructionTable } from './reconstruction.ts';
import type { EmbeddingsState } from './view-state.ts';

const kindTitles: Readonly<Record<EmbeddedKind, string>> = {
  code: l10n.t('Error codes'),
  site: l10n.t('Sites'),
};

/** The embeddings of a fit on a map, and how well embeddings of other sizes would do (slide 11). Emits `embeddings-change`. */
@customElement('embeddings-view')
export class EmbeddingsView extends LitElement {
  static override styles = [
    baseStyles,
    controlStyles,
    fieldStyles,
    css`
      .stack,
      section {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 12px;
      }

      .stack {
        gap: 28px;
      }

      header,
      .bar,
      .legend {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 6px 20px;
      }

      header h3 {
        flex: 1;
      }

      .legend {
        gap: 2px 16px;
        margin: 0;
        padding: 0;
        list-style: none;
      }

      .legend li {
        display: inline-flex;
        align-items: center;
        gap: 4px;
      }

      rate-chart {
        max-width: 720px;
      }

      .empty {
        padding: 48px 0;
        text-align: center;
      }
    `,
  ];

  @property({ attribute: false }) accessor embeddings: Answer<EmbeddingMap> = {};
  @property({ attribute: false }) accessor reconstruction: Answer<RunReconstruction> = {};
  @property({ attribute: false }) accessor choice: EmbeddingsState = {
    search: '',
    kinds: [...embeddedKinds],
    chosen: null,
  };
  /** Index of the fit that it is of, if the run has several. */
  @property({ attribute: false }) accessor fit: number | null = null;
  /** Why there is nothing to show; empty if there is something. */
  @property() accessor waiting = '';
  @state() private accessor mapAsTable = false;
  @state() private accessor curveAsTable = false;

  override render(): TemplateResult {
    if (this.waiting !== '') return html`<p class="empty quiet">${this.waiting}</p>`;
    return html`<div class="stack">${this.#renderMapSection()}${this.#renderCurveSection()}</div>`;
  }

  #renderMapSection(): TemplateResult {
    const { value: map, problem } = this.embeddings;
    if (problem !== undefined)
      return html`<p class="empty" role="status">${l10n.t('The embeddings cannot be shown: {0}', problem)}</p>`;
    if (!map) return html`<p class="empty quiet" role="status">${l10n.t('Laying out the embeddings…')}</p>`;
    return html`<section aria-label=${l10n.t('Map of the embeddings')}>
      <header>
        <h3>${this.#heading()}</h3>
        ${
          this.mapAsTable
            ? nothing
            : html`<save-picture name=${l10n.t('Embeddings')} width=${embeddingsWidth}
                .draw=${(sheet: Sheet) => drawEmbeddings(sheet, map, this.choice.kinds, this.choice.search)}></save-picture>`
        }
        ${this.#toggle(this.mapAsTable, l10n.t('the embeddings'), () => {
          this.mapAsTable = !this.mapAsTable;
        })}
      </header>
      ${this.mapAsTable ? html`<data-table untitled tall wrap caption=${l10n.t('Embeddings')} .table=${mapTable(map)}></data-table>` : this.#renderMap(map)}
    </section>`;
  }

  #heading(): string {
    return this.fit === null
      ? l10n.t('Embeddings of error codes and sites')
      : l10n.t('Embeddings of error codes and sites, training {0}', this.fit + 1);
  }

  #renderMap(map: EmbeddingMap): TemplateResult {
    const { search, kinds, chosen } = this.choice;
    const found =
      search === '' ? 0 : map.names.filter((name) => kinds.includes(name.kind) && matches(name, search)).length;
    return html`
      <div class="bar">
        <label>${l10n.t('Search')}
          <input type="search" placeholder=${l10n.t('code, site, family, tier')} .value=${search}
            @input=${(event: Event) => this.#change({ search: (event.target as HTMLInputElement).value })}>
        </label>
        ${search === '' ? nothing : html`<span class="quiet" role="status">${l10n.t({ message: '{0} found', args: [countText(found)], comment: ['number of codes and sites'] })}</span>`}
        ${embeddedKinds.map(
          (kind) => html`<label><input type="checkbox" .checked=${kinds.includes(kind)}
            @change=${() => this.#toggleKind(kind)}>${kindTitles[kind]}</label>`,
        )}
      </div>
      <ul class="legend" aria-label=${l10n.t('Families and tiers')}>
        ${groupsOf(map)
          .filter(({ kind }) => kinds.includes(kind))
          .map((group) => html`<li>${markerSwatch(group.series, group.kind === 'site')} ${groupLabel(group)}</li>`)}
      </ul>
      <embedding-map .map=${map} .kinds=${kinds} .search=${search} .chosen=${chosen}
        @point-select=${(event: CustomEvent<EmbeddingsState['chosen']>) => this.#change({ chosen: event.detail })}></embedding-map>
    `;
  }

  #renderCurveSection(): TemplateResult {
    return html`<section aria-label=${l10n.t('Reconstruction error by size')}>
      <header>
        <h3>${l10n.t('Reconstruction error by size of the embeddings')}</h3>
        ${
          this.reconstruction.value
            ? this.#toggle(this.curveAsTable, l10n.t('the errors'), () => {
                this.curveAsTable = !this.curveAsTable;
              })
            : nothing
        }
      </header>
      ${this.#renderCurve()}
    </section>`;
  }

  #renderCurve(): TemplateResult {
    const { value, problem } = this.reconstruction;
    if (problem !== undefined) return html`<p role="status">${l10n.t('The history cannot be read: {0}', problem)}</p>`;
    if (!value) return html`<p class="quiet" role="status">${l10n.t('Training embeddings of other sizes…')}</p>`;
    const { curve, stale } = value;
    const { points, own, most } = reconstructionPoints(curve);
    return html`
      ${stale ? html`<p role="status">${l10n.t('The history has changed since the run: the curve is of its pairs as they are now.')}</p>` : nothing}
      ${
        this.curveAsTable
          ? html`<data-table untitled caption=${l10n.t('Reconstruction error')} .table=${reconstructionTable(curve)}></data-table>`
          : html`<rate-chart caption=${l10n.t('Reconstruction error by size')} markedName=${l10n.t('this run')} xTitle=${l10n.t('size of the embeddings')} yTitle=${l10n.t('mean squared error')} .points=${points} .marked=${own}
              .xMost=${most.x} .yMost=${most.y} label=${curveText(curve)}></rate-chart>`
      }
      <p class="quiet">${curveText(curve)} ${l10n.t('Pre-training, as in the study: 180 epochs of Adam at 0.01 on which pairs the training tasks use.')}</p>
    `;
  }

  #toggle(asTable: boolean, what: string, act: () => void): TemplateResult {
    const title = asTable ? l10n.t('Show as chart') : l10n.t('Show as table');
    return html`<vscode-toolbar-button icon=${asTable ? 'graph-scatter' : 'table'} label="${title}: ${what}" title=${title} @click=${act}></vscode-toolbar-button>`;
  }

  #toggleKind(kind: EmbeddedKind): void {
    const { kinds } = this.choice;
    this.#change({ kinds: embeddedKinds.filter((one) => (one === kind) !== kinds.includes(one)) });
  }

  #change(change: Partial<EmbeddingsState>): void {
    emit(this, 'embeddings-change', { ...this.choice, ...change });
  }
}
