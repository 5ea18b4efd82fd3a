import * as l10n from '@vscode/l10n';
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-icon/index.js';
import { type ComparePanelToHost, hostToComparePanel } from '../../src/protocol/compare-panel.ts';
import { controlStyles } from '../components/control-styles.ts';
import '../components/data-table.ts';
import type { PanelEvent } from '../components/emit.ts';
import { countText } from '../components/number-text.ts';
import { PaintPause } from '../components/paint-pause.ts';
import { sendPicture } from '../components/picture-message.ts';
import { baseStyles } from '../components/styles.ts';
import type { PictureRequest } from '../picture/request.ts';
import '../components/tab-list.ts';
import type { Host } from '../host.ts';
import { placeholderStyles, skeleton } from '../run/placeholders.ts';
import { toneStyles } from '../run/tones.ts';
import './compare-curves.ts';
import './compare-events.ts';
import { CompareModel, type Question, type TargetRun } from './compare-model.ts';
import './compare-table.ts';
import { type Drawn, firstDrawn, maxDrawn, toggleDrawn } from './drawn.ts';
import { columnKeys, nextSorting, type Sorting } from './metric-table.ts';
import type { DrawnCurves } from './overlay-curves.ts';
import './overview-plot.ts';
import type { OverviewTarget } from './overview-plot.ts';
import './pair-view.ts';
import { comparisonSubject } from './picture-subject.ts';
import { settingsTable } from './settings.ts';
import { restoreState, type ViewState } from './view-state.ts';
import { comparabilityWarnings, selectionNotes } from './warnings.ts';

/** Several runs side by side. The host owns the truth; the panel asks for the curves and pairs that are in sight. */
@customElement('compare-panel')
export class ComparePanel extends LitElement {
  static override styles = [
    baseStyles,
    placeholderStyles,
    controlStyles,
    toneStyles,
    css`
      :host {
        max-width: 1500px;
        margin: 0 auto;
        padding: 16px 20px 32px;
        overflow-wrap: anywhere;
      }

      main {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 20px;
      }

      h1 {
        font-size: 1.5em;
        font-weight: 600;
      }

      .title {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 12px;
        min-height: 28px;
      }

      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        margin-left: auto;
      }

      .synthetic {
        display: inline-flex;
        align-items: center;
        gap: 4px;
        padding: 0 8px;
        border: 1px solid var(--vscode-contrastBorder, transparent);
        border-radius: 10px;
        background: var(--vscode-badge-background);
        color: var(--vscode-badge-foreground);
        font-size: 0.9em;
        line-height: 20px;
      }

      .synthetic vscode-icon {
        color: inherit;
      }

      .notices {
        display: grid;
        gap: 6px;
      }

      .notice {
        display: flex;
        gap: 8px;
        padding: 8px 12px;
        border: 1px solid var(--vscode-contrastBorder, transparent);
        border-left: 3px solid currentColor;
        background: var(--vscode-textBlockQuote-background);
        overflow-wrap: anywhere;
      }

      .notice p {
        color: var(--vscode-foreground);
      }

      .notice vscode-icon {
        flex: none;
        color: inherit;
      }

      .panel {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 28px;
        margin-top: 16px;
      }

      .heading {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 20px;
      }

      .note {
        margin-top: 4px;
      }

      @media (max-width: 480px) {
        :host {
          padding-inline: 12px;
        }
      }
    `,
  ];

  /** Identity of the comparison for the host; kept in the state. */
  @property() accessor identity = '';
  @property({ attribute: false }) accessor host: Host<ComparePanelToHost> | null = null;
  /** Without VS Code behind it, which alone can train, open files and go to places. */
  @property({ type: Boolean }) accessor detached = false;
  /** The model is mutable; this says that it changed. */
  @state() private accessor revision = 0;
  @state() private accessor viewState: ViewState = restoreState(undefined, '');
  @state() private accessor announcement = '';

  readonly #model = new CompareModel();
  #scrolled = false;
  readonly #painting = new PaintPause(() => {
    this.revision++;
  }, 50);
  #overview: readonly OverviewTarget[] = [];

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('host') || this.host === null) return;
    const { host } = this;
    this.viewState = restoreState(host.getState(), this.identity);
    host.setState(this.viewState);
    host.onMessage((data) => this.#receive(data));
    this.#post({ kind: 'ready' });
    document.addEventListener('scrollend', () => {
      // The short page before the first message says nothing of where its reader was.
      if (this.#scrolled) this.#remember({ scroll: window.scrollY });
    });
  }

  override render(): TemplateResult {
    const { runs } = this.#model;
    return html`
      <main aria-busy=${runs === null} data-revision=${this.revision} @copy-text=${(event: PanelEvent<'copy-text'>) => this.#copy(event.detail)}
        @save-picture=${(event: PanelEvent<'save-picture'>) => this.#savePicture(event.detail)}
        @open-run=${(event: PanelEvent<'open-run'>) => this.#post({ kind: 'open', folder: event.detail })}
        @table-toggle=${(event: PanelEvent<'table-toggle'>) => this.#toggleTable(event.detail)}>
        ${runs === null ? skeleton(l10n.t('Loading the comparison…')) : this.#renderComparison()}
      </main>
      <p class="visually-hidden" role="status">${this.announcement}</p>
    `;
  }

  override updated(): void {
    const target = this.#target();
    if (target !== undefined) this.#ask(target);
    if (this.#scrolled || this.#model.runs === null) return;
    this.#scrolled = true;
    // The charts take their height when they are updated, which is after this element.
    requestAnimationFrame(() => window.scrollTo(0, this.viewState.scroll));
  }

  #renderComparison(): TemplateResult {
    const runs = this.#model.runs ?? [];
    const target = this.#target();
    return html`
      ${this.#renderHeader()}
      ${this.#renderNotices()}
      ${runs.length > 0 && target !== undefined ? this.#renderRuns(target) : this.#renderNothing()}
    `;
  }

  #renderHeader(): TemplateResult {
    const runs = this.#model.runs ?? [];
    return html`<div class="title">
      <h1>${comparisonTitle(runs.length)}</h1>
      ${
        runs.some(({ run }) => run.history.synthetic)
          ? html`<span class="synthetic" title=${l10n.t('The history was generated: these numbers say nothing about real operators.')}>
              <vscode-icon name="beaker" size="14"></vscode-icon>${l10n.t('synthetic data')}
            </span>`
          : nothing
      }
      ${this.detached ? nothing : this.#renderActions()}
    </div>`;
  }

  #renderActions(): TemplateResult {
    return html`<span class="actions">
      <vscode-button secondary icon="checklist" @click=${() => this.#post({ kind: 'choose' })}>${l10n.t('Choose Runs…')}</vscode-button>
      <vscode-button secondary icon="export" @click=${() => this.#post({ kind: 'export-report' })}>${l10n.t('Export Report…')}</vscode-button>
    </span>`;
  }

  #renderNotices(): TemplateResult | typeof nothing {
    const runs = this.#model.runs ?? [];
    const unreadable = this.#model.unreadable.map(({ name, error }) => l10n.t('{0} cannot be shown: {1}', name, error));
    const notices = [...unreadable, ...comparabilityWarnings(runs)];
    if (runs.length === 1) notices.push(l10n.t('One run is nothing to compare with: choose another.'));
    if (notices.length === 0) return nothing;
    return html`<div class="notices">
      ${notices.map(
        (text) =>
          html`<div class="notice warning" role="note"><vscode-icon name="warning"></vscode-icon><p>${text}</p></div>`,
      )}
    </div>`;
  }

  #renderNothing(): TemplateResult {
    return html`<div class="unavailable">
      <vscode-icon name="checklist" size="32"></vscode-icon>
      <h1>${l10n.t('No runs to compare')}</h1>
      <p>${l10n.t('Choose runs here, or check them in the Runs view.')}</p>
    </div>`;
  }

  #renderRuns(target: string): TemplateResult {
    const targets = this.#model.targets();
    return html`
      <overview-plot .targets=${this.#overview} .asTable=${this.viewState.tables.includes('overview')}></overview-plot>
      <section aria-label=${l10n.t('Targets')}>
        <tab-list label=${l10n.t('Targets')} .tabs=${targets.map((name) => this.#tab(name))} .selected=${targets.indexOf(target)}
          @tab-select=${(event: PanelEvent<'tab-select'>) => this.#remember({ target: targets[event.detail], window: null })}></tab-list>
        <div class="panel" role="tabpanel" aria-label=${target}>${this.#renderTarget(target)}</div>
      </section>
    `;
  }

  #renderTarget(target: string): TemplateResult {
    const { viewState } = this;
    const runs = this.#model.runsOf(target);
    const drawn = this.#drawn(runs);
    const baseline = this.#baseline(runs);
    const others = this.#others(runs, drawn, baseline);
    const results = others.map((other) =>
      baseline && this.#isComparable(baseline, other)
        ? (this.#model.pairOf(target, baseline.folder, other.folder) ?? null)
        : null,
    );
    const curves = this.#drawnCurves(target, runs, drawn);
    const { examples, scale, smoothing } = viewState;
    return html`
      <div>
        <compare-table .runs=${runs} .drawn=${drawn} .baseline=${baseline?.folder ?? null} .sorting=${viewState.sorting}
          .hiddenColumns=${viewState.hiddenColumns}
          @draw-toggle=${(event: PanelEvent<'draw-toggle'>) => this.#remember({ drawn: [...toggleDrawn(this.#allDrawn(), event.detail)] })}
          @baseline-select=${(event: PanelEvent<'baseline-select'>) => this.#remember({ baseline: event.detail })}
          @sort-by=${(event: PanelEvent<'sort-by'>) => this.#sort(event.detail)}
          @column-toggle=${(event: PanelEvent<'column-toggle'>) => this.#toggleColumn(event.detail)}></compare-table>
        ${this.#renderTableNote(target, runs, drawn)}
      </div>
      <compare-curves .drawn=${curves} .waiting=${drawn.length - curves.length} .look=${{ examples, scale, smoothing }}
        .window=${viewState.window} .tables=${viewState.tables}
        @curve-look=${(event: PanelEvent<'curve-look'>) => this.#remember(event.detail)}
        @window-change=${(event: PanelEvent<'window-change'>) => this.#remember({ window: event.detail && [...event.detail] })}></compare-curves>
      <pair-view .baseline=${baseline} .others=${others} .results=${results} .other=${viewState.other ?? ''}
        @other-select=${(event: PanelEvent<'other-select'>) => this.#remember({ other: event.detail })}></pair-view>
      ${this.#renderSettings(runs)}
    `;
  }

  #renderTableNote(target: string, runs: readonly TargetRun[], drawn: readonly Drawn[]): TemplateResult {
    const all = this.#model.runs ?? [];
    const without = all.filter(({ folder }) => runs.every((run) => run.folder !== folder)).map(({ name }) => name);
    return html`
      ${selectionNotes(all).map((text) => html`<p class="note">${text}</p>`)}
      <p class="quiet note">
        ${l10n.t('Mean ± standard deviation over the trainings, below it the difference to the baseline; a star marks the best.')}
        ${
          runs.length > maxDrawn
            ? html`<b>${l10n.t('Curves and tests show {0} of {1} runs, at most {2}. Check other runs to show them.', drawn.length, countText(runs.length), maxDrawn)}</b>`
            : nothing
        }
      </p>
      ${without.length > 0 ? html`<p class="quiet note">${l10n.t('Without {0}: {1}.', target, without.join(', '))}</p>` : nothing}
    `;
  }

  #renderSettings(runs: readonly TargetRun[]): TemplateResult {
    const { differencesOnly } = this.viewState;
    const table = settingsTable(runs, differencesOnly);
    return html`<section aria-label=${l10n.t('Settings')}>
      <div class="heading">
        <h3>${l10n.t('Settings')}</h3>
        <label>
          <input type="checkbox" .checked=${differencesOnly} @change=${() => this.#remember({ differencesOnly: !differencesOnly })} />
          ${l10n.t('Differences only')}
        </label>
      </div>
      ${
        table.columns.length === 1
          ? html`<p class="quiet">${l10n.t('All settings are the same.')}</p>`
          : html`<data-table untitled caption=${l10n.t('Settings')} .table=${table}></data-table>`
      }
    </section>`;
  }

  #tab(target: string) {
    const runs = this.#model.runsOf(target);
    const done = runs.filter(({ summary }) => summary !== null).length;
    return {
      name: target,
      icon: done === runs.length ? 'target' : 'clockface',
      count: String(runs.length),
      status: resultsText(runs.length, done),
    };
  }

  /** The target that was looked at last, if there still is one of the name. */
  #target(): string | undefined {
    const targets = this.#model.targets();
    const { target } = this.viewState;
    return target !== null && targets.includes(target) ? target : targets[0];
  }

  #allDrawn(): readonly Drawn[] {
    return this.viewState.drawn ?? firstDrawn((this.#model.runs ?? []).map(({ folder }) => folder));
  }

  #drawn(runs: readonly TargetRun[]): readonly Drawn[] {
    return this.#allDrawn().filter(({ folder }) => runs.some((run) => run.folder === folder));
  }

  #baseline(runs: readonly TargetRun[]): TargetRun | null {
    const finished = runs.filter(({ summary }) => summary !== null);
    return finished.find(({ folder }) => folder === this.viewState.baseline) ?? finished[0] ?? null;
  }

  #others(runs: readonly TargetRun[], drawn: readonly Drawn[], baseline: TargetRun | null): readonly TargetRun[] {
    return runs.filter(({ folder }) => folder !== baseline?.folder && drawn.some((one) => one.folder === folder));
  }

  /** Predictions of runs that train are not all there. */
  #isComparable(baseline: TargetRun, other: TargetRun): boolean {
    return [baseline, other].every(({ run }) => run.state !== 'running');
  }

  #drawnCurves(target: string, runs: readonly TargetRun[], drawn: readonly Drawn[]): DrawnCurves[] {
    return drawn.flatMap(({ folder, slot }) => {
      const curves = this.#model.curvesOf(folder, target);
      const name = runs.find((run) => run.folder === folder)?.name ?? '';
      return curves === undefined ? [] : [{ slot, name, curves }];
    });
  }

  /** Asks the host for what is in sight and not known, or old. */
  #ask(target: string): void {
    const runs = this.#model.runsOf(target);
    const drawn = this.#drawn(runs);
    const baseline = this.#baseline(runs);
    const curves = drawn.map(({ folder }): Question => ({ kind: 'curves', folder, target }));
    const pairs = this.#others(runs, drawn, baseline).flatMap((other): Question[] =>
      baseline !== null && this.#isComparable(baseline, other)
        ? [{ kind: 'pair', target, baseline: baseline.folder, other: other.folder }]
        : [],
    );
    for (const question of this.#model.ask([...curves, ...pairs])) this.#post(question);
  }

  #receive(data: unknown): void {
    const message = hostToComparePanel.safeParse(data);
    if (!message.success) {
      const [issue] = message.error.issues;
      this.#post({
        kind: 'failed',
        message: `A message to the comparison was not understood: ${issue.message} at ${issue.path.join('.') || 'its top'}`,
      });
      return;
    }
    this.#model.apply(message.data);
    if (message.data.kind === 'runs' || message.data.kind === 'run') {
      this.#overview = this.#model.targets().map((target) => ({ target, runs: this.#model.runsOf(target) }));
      this.revision++;
    } else {
      this.#painting.soon();
    }
  }

  #sort(name: string): void {
    const column = ['name' as const, ...columnKeys].find((key) => key === name) satisfies Sorting['column'] | undefined;
    if (column !== undefined) this.#remember({ sorting: nextSorting(this.viewState.sorting, column) });
  }

  #toggleColumn(name: string): void {
    const { hiddenColumns } = this.viewState;
    this.#remember({ hiddenColumns: columnKeys.filter((key) => (key === name) !== hiddenColumns.includes(key)) });
  }

  #toggleTable(name: string): void {
    const { tables } = this.viewState;
    const all = ['cross-entropy', 'confusion-mse', 'precision', 'recall', 'overview'] as const;
    this.#remember({ tables: all.filter((key) => (key === name) !== tables.includes(key)) });
  }

  #copy(text: string): void {
    this.#post({ kind: 'copy', text });
    this.announcement = l10n.t('Copied');
  }

  async #savePicture(request: PictureRequest): Promise<void> {
    const target = request.ofAllTargets ? undefined : this.#target();
    const runs = target === undefined ? (this.#model.runs ?? []) : this.#model.runsOf(target);
    const subject = comparisonSubject(runs, target ?? null);
    this.announcement = await sendPicture((message) => this.#post(message), request, subject);
  }

  #remember(change: Partial<ViewState>): void {
    this.viewState = { ...this.viewState, ...change };
    this.host?.setState(this.viewState);
  }

  #post(message: ComparePanelToHost): void {
    this.host?.post(message);
  }
}

function comparisonTitle(runs: number): string {
  return runs === 1 ? l10n.t('Comparison of 1 run') : l10n.t('Comparison of {0} runs', countText(runs));
}

/** What is behind a target's count of runs, for those who do not see its icon. */
function resultsText(runs: number, done: number): string {
  return runs === 1
    ? l10n.t('1 run, {0} with results', done)
    : l10n.t('{0} runs, {1} with results', countText(runs), done);
}
