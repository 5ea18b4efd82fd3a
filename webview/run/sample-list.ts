import * as l10n from '@vscode/l10n';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { ref } from 'lit/directives/ref.js';
import { repeat } from 'lit/directives/repeat.js';
import '@vscode-elements/elements/dist/vscode-icon/index.js';
import type { RunTask } from '../../src/protocol/run-panel.ts';
import type { Answer } from '../components/answers.ts';
import { cssProperties } from '../components/css-properties.ts';
import { emit } from '../components/emit.ts';
import { markerSwatch } from '../components/series-look.ts';
import { baseStyles } from '../components/styles.ts';
import { VirtualRows } from '../components/virtual-rows.ts';
import { probabilityBar } from './probability-bar.ts';
import { outcomeText, type SampleOrder, type SortKey } from './sample-filter.ts';
import { headerHeight, narrowWidth, rowHeight, sampleListStyles } from './sample-list-styles.ts';
import type { SampleTable } from './sample-table.ts';
import './task-detail.ts';
import type { ExplanationOf } from './task-detail.ts';

interface Column {
  readonly key: SortKey;
  readonly title: string;
  /** What the column is, where its title is short. */
  readonly hint: string;
}

const columns: readonly Column[] = [
  { key: 'task', title: l10n.t('Task'), hint: l10n.t('Task') },
  { key: 'fit', title: l10n.t('Training'), hint: l10n.t('Training that evaluated the task') },
  { key: 'truth', title: l10n.t('Truth'), hint: l10n.t('What the operator decided') },
  { key: 'predicted', title: l10n.t('Prediction'), hint: l10n.t('What the model would have decided') },
  {
    key: 'confidence',
    title: l10n.t('Probabilities'),
    hint: l10n.t('Probability of each class; sorted by that of the prediction'),
  },
  {
    key: 'correct',
    title: l10n.t({ message: 'Correct', comment: ['whether a prediction is correct'] }),
    hint: l10n.t('Whether prediction and truth are the same'),
  },
  {
    key: 'margin',
    title: l10n.t('Margin'),
    hint: l10n.t('How far the prediction is ahead of the next class; below 0 if another class is more probable'),
  },
];

/**
 * Samples as a list of which only the rows in sight are rendered; a row opens and shows its task. Arrow keys move, Enter
 * opens and closes, Ctrl+Enter shows the task in the history. Emits `sample-sort`, `sample-open` and `go-to-task`.
 */
@customElement('sample-list')
export class SampleList extends LitElement {
  static override styles = [baseStyles, sampleListStyles];

  @property({ attribute: false }) accessor table: SampleTable | null = null;
  /** Samples that are shown, in order. */
  @property({ attribute: false }) accessor rows: Int32Array = new Int32Array();
  @property({ attribute: false }) accessor order: SampleOrder = { by: 'task', descending: false };
  /** The task that is open; its first row is, where several fits have evaluated it. */
  @property({ attribute: false }) accessor open: string | null = null;
  @property({ attribute: false }) accessor detail: Answer<RunTask> = {};
  @property({ attribute: false }) accessor explanationOf: ExplanationOf = () => ({});
  @property({ type: Boolean }) accessor withFit = false;
  /** Without VS Code behind it, which alone can train, open files and go to places. */
  @property({ type: Boolean }) accessor detached = false;
  /** Place in `rows` that the keys are at. */
  @state() private accessor current = 0;

  readonly #virtual = new VirtualRows(
    this,
    () => this.renderRoot.querySelector<HTMLElement>('.scroller'),
    rowHeight,
    headerHeight,
  );
  /** The sample whose detail is shown, so that of a task's samples only one is open. */
  #openSample: number | null = null;
  /** Samples that were open and may be of another height than the others. */
  readonly #opened = new Set<number>();
  /** Rows that are broken into lines have their own heights. */
  #isNarrow = false;
  readonly #observer = new ResizeObserver(([{ contentRect }]) => this.#fit(contentRect.width));

  override connectedCallback(): void {
    super.connectedCallback();
    this.#observer.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer.disconnect();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('rows')) this.current = 0;
    if (changed.has('table')) this.#opened.clear();
    if (changed.has('rows') || changed.has('open')) this.#settleOpen();
    this.#virtual.show(this.rows.length, (index) => this.rows[index] ?? index);
  }

  override render(): TemplateResult | typeof nothing {
    const { table } = this;
    if (table === null) return nothing;
    const shown = columns.filter(({ key }) => key !== 'fit' || this.withFit);
    return html`<div class="scroller ${this.withFit ? 'with-fit' : ''}" role="treegrid" tabindex="0" aria-label=${l10n.t('Samples')}
      aria-rowcount=${this.rows.length + 1} aria-colcount=${shown.length}
      aria-activedescendant=${this.rows.length > 0 ? `row-${this.current}` : nothing} @keydown=${this.#onKey}>
      <div class="header cells" role="row" aria-rowindex="1">${shown.map((column) => this.#renderHeader(column))}</div>
      <div class="rows" role="rowgroup" ${cssProperties({ '--height': `${this.#virtual.height}px` })}>
        ${repeat(
          this.#virtual.rows,
          ({ key }) => key,
          ({ index, start }) =>
            html`<div class="item" role="presentation" data-index=${index} ${ref(this.#isMeasured(index) ? this.#virtual.measure : undefined)}
              ${cssProperties({ '--start': `${start}px` })}>${this.#renderSample(table, index)}</div>`,
        )}
      </div>
    </div>`;
  }

  /** Whether a row may be of another height than the others. */
  #isMeasured(index: number): boolean {
    return this.#isNarrow || this.#opened.has(this.rows[index]);
  }

  /** Takes over the look that the style sheet gives at this width. */
  #fit(width: number): void {
    const isNarrow = width <= narrowWidth;
    if (isNarrow === this.#isNarrow) return;
    this.#isNarrow = isNarrow;
    this.#virtual.resize(isNarrow ? 2 * rowHeight : rowHeight);
    this.requestUpdate();
  }

  #renderHeader({ key, title, hint }: Column): TemplateResult {
    const { by, descending } = this.order;
    const sort = by !== key ? 'none' : descending ? 'descending' : 'ascending';
    return html`<div class=${key} role="columnheader" aria-sort=${sort}>
      <button title=${l10n.t('{0}. Click to sort.', hint)} @click=${() => emit(this, 'sample-sort', key)}>${title}${
        sort === 'none'
          ? nothing
          : html`<vscode-icon name=${descending ? 'arrow-down' : 'arrow-up'} size="12"></vscode-icon>`
      }</button>
    </div>`;
  }

  #renderSample(table: SampleTable, index: number): TemplateResult {
    const { classes } = table;
    const sample = this.rows[index];
    const [truth, predicted] = [table.truth[sample], table.predicted[sample]];
    const isRight = truth === predicted;
    const verdict = outcomeText[isRight ? 'right' : 'wrong'];
    const isOpen = sample === this.#openSample;
    const name = table.names[table.task[sample]];
    const probabilities = this.#probabilitiesOf(table, sample);
    return html`
      <div class="row cells ${index === this.current ? 'current' : ''}" role="row" id="row-${index}" aria-rowindex=${index + 2}
        aria-expanded=${isOpen} aria-selected=${index === this.current} @click=${() => this.#clicked(index)}>
        <span class="task" role="gridcell" title=${name}><span class="glyph ${isOpen ? 'opened' : 'closed'}"></span><span class="clip">${name}</span></span>
        ${this.withFit ? html`<span class="fit" role="gridcell">${table.fit[sample] + 1}</span>` : nothing}
        <span class="truth" role="gridcell" title=${l10n.t('truth: {0}', classes[truth])}>${markerSwatch(truth)}<span class="clip">${classes[truth]}</span></span>
        <span class="predicted" role="gridcell" title=${l10n.t('prediction: {0}', classes[predicted])}>${markerSwatch(predicted)}<span
          class="clip">${classes[predicted]}</span></span>
        <span class="confidence" role="gridcell" title=${probabilityText(classes, probabilities)}>
          ${probabilityBar(probabilities)}
          <span class="number">${table.confidence[sample].toFixed(2)}</span></span>
        <span class="correct" role="gridcell" title=${verdict}><span
          class="glyph ${isRight ? 'good' : 'bad'}"></span><span class="visually-hidden">${verdict}</span></span>
        <span class="margin number" role="gridcell">${table.margin[sample].toFixed(2)}</span>
      </div>
      ${
        isOpen
          ? html`<div role="row"><task-detail role="gridcell" .name=${name} .classes=${classes} .truth=${truth}
              .predicted=${predicted} .probabilities=${probabilities} ?detached=${this.detached}
              .target=${table.target} .fit=${table.fit[sample]} .explanationOf=${this.explanationOf}
              .detail=${this.detail}></task-detail></div>`
          : nothing
      }
    `;
  }

  #probabilitiesOf({ probabilities, classes }: SampleTable, sample: number): Float32Array {
    return probabilities.subarray(sample * classes.length, (sample + 1) * classes.length);
  }

  #nameAt(index: number): string {
    return this.table?.names[this.table.task[this.rows[index]]] ?? '';
  }

  /** Keeps the open sample, or takes the first of the open task. */
  #settleOpen(): void {
    const { table, open, rows } = this;
    const isOpen = (sample: number): boolean => table?.names[table.task[sample]] === open;
    if (open === null || table === null) this.#openSample = null;
    else if (this.#openSample === null || !isOpen(this.#openSample)) this.#openSample = rows.find(isOpen) ?? null;
  }

  #clicked(index: number): void {
    this.current = index;
    this.#toggle(index);
  }

  #toggle(index: number): void {
    const sample = this.rows[index];
    if (sample === undefined) return;
    const closes = sample === this.#openSample;
    this.#openSample = closes ? null : sample;
    this.#opened.add(sample);
    this.requestUpdate();
    if (!closes) this.#virtual.makeRoomBelow(index);
    emit(this, 'sample-open', closes ? null : this.#nameAt(index));
  }

  #onKey(event: KeyboardEvent): void {
    // Keys within an open row are its own.
    if (event.target !== event.currentTarget) return;
    const isOpen = this.rows[this.current] === this.#openSample;
    const moves = new Map([
      ['ArrowUp', -1],
      ['ArrowDown', 1],
      ['PageUp', -this.#virtual.inSight],
      ['PageDown', this.#virtual.inSight],
      ['Home', -this.rows.length],
      ['End', this.rows.length],
    ]);
    const by = moves.get(event.key);
    if (by !== undefined) this.#move(this.current + by);
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) this.#goTo();
    else if (event.key === 'Enter' || event.key === ' ') this.#toggle(this.current);
    else if (event.key === 'ArrowRight' && !isOpen) this.#toggle(this.current);
    else if (event.key === 'ArrowLeft' && isOpen) this.#toggle(this.current);
    else return;
    event.preventDefault();
  }

  #move(to: number): void {
    this.current = Math.max(Math.min(to, this.rows.length - 1), 0);
    this.#virtual.reveal(this.current);
  }

  #goTo(): void {
    if (this.rows.length > 0 && !this.detached) emit(this, 'go-to-task', this.#nameAt(this.current));
  }
}

function probabilityText(classes: readonly string[], probabilities: ArrayLike<number>): string {
  return classes.map((name, c) => `${name} ${probabilities[c].toFixed(2)}`).join(', ');
}
