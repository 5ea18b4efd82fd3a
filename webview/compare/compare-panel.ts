import * as l10n from '@vscode/l10n';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-icon/index.js';
import type { ComparePanelService, ComparisonUpdate, PairResult } from '../../src/protocol/compare-panel.ts';
import type { AnswerOptions } from '../components/answers.ts';
import { referenceOf } from '../components/baselines.ts';
import { controlStyles } from '../components/control-styles.ts';
import type { Reference } from '../components/curve.ts';
import '../components/data-table.ts';
import type { PanelEvent } from '../components/emit.ts';
import { boxedNotice, noticeStyles } from '../components/notice.ts';
import { countText } from '../components/number-text.ts';
import { PaintPause } from '../components/paint-pause.ts';
import { PanelElement, panelStyles } from '../components/panel-element.ts';
import { syntheticBadge } from '../components/synthetic-badge.ts';
import { toneStyles } from '../components/tones.ts';
import type { PictureRequest, PictureSubject } from '../picture/request.ts';
import '../components/tab-list.ts';
import './compare-curves.ts';
import './compare-events.ts';
import { CompareModel, type TargetRun } from './compare-model.ts';
import './compare-table.ts';
import { type Drawn, firstDrawn, maxDrawn, toggleDrawn } from './drawn.ts';
import { columnKeys, comparedBaselines, nextSorting, type Sorting } from './metric-table.ts';
import type { DrawnCurves } from './overlay-curves.ts';
import './overview-plot.ts';
import type { OverviewTarget } from './overview-plot.ts';
import './pair-view.ts';
import { comparisonSubject } from './picture-subject.ts';
import { settingsTable } from './settings.ts';
import { restoreState, type ViewState } from './view-state.ts';
import { comparabilityWarnings, selectionNotes } from './warnings.ts';

/** Several runs side by side; curves and pairs are requested as they come into sight. */
@customElement('compare-panel')
export class ComparePanel extends PanelElement<ComparePanelService, ComparisonUpdate, ViewState> {
  static override styles = [
    ...panelStyles,
    controlStyles,
    toneStyles,
    noticeStyles,
    css`
      :host {
        max-width: 1500px;
        overflow-wrap: anywhere;
      }

      .stack {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 20px;
      }

      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        margin-left: auto;
      }

      .notices {
        display: grid;
        gap: 6px;
      }

      .panel {
        gap: 28px;
      }

      .heading {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 20px;
      }

      .note {
        margin-top: 4px;
      }
    `,
  ];

  /** The model is mutable; this says that it changed. */
  @state() private accessor revision = 0;

  protected override readonly loadingText = l10n.t('Loading the comparison…');
  readonly #model = new CompareModel();
  protected override readonly answerOptions: AnswerOptions = { newestOnly: false, kept: () => 500 };
  readonly #painting = new PaintPause(() => {
    this.revision++;
  }, 50);
  #overview: readonly OverviewTarget[] = [];
  #references: ReadonlyMap<string, Reference | null> = new Map();

  protected override restoreState(kept: unknown, identity: string): ViewState {
    return restoreState(kept, identity);
  }

  protected override answered(): void {
    this.#painting.soon();
  }

  protected override take(update: ComparisonUpdate): void {
    this.#model.apply(update);
    this.#overview = this.#model.targets().map((target) => {
      const runs = this.#model.runsOf(target);
      return { target, runs: [...runs, ...comparedBaselines(runs)] };
    });
    this.#references = new Map(this.#overview.map(({ target }) => [target, this.#referenceOf(target)]));
    this.revision++;
  }

  #referenceOf(target: string): Reference | null {
    return referenceOf(this.#model.runsOf(target).find(({ summary }) => summary?.baselines)?.summary ?? null);
  }

  protected override renderPage(): TemplateResult | undefined {
    if (this.#model.runs === null) return undefined;
    return html`<div class="stack" data-revision=${this.revision}
      @open-run=${({ detail: folder }: PanelEvent<'open-run'>) => this.ask(({ open }) => open({ folder }))}
      @table-toggle=${(event: PanelEvent<'table-toggle'>) => this.#toggleTable(event.detail)}>${this.#renderComparison()}</div>`;
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
      ${syntheticBadge(runs.some(({ run }) => run.history.synthetic))}
      ${this.detached ? nothing : this.#renderActions()}
    </div>`;
  }

  #renderActions(): TemplateResult {
    return html`<span class="actions">
      <vscode-button secondary icon="checklist" @click=${() => this.ask(({ choose }) => choose(null))}>${l10n.t('Choose Runs…')}</vscode-button>
      <vscode-button secondary icon="export" @click=${() => this.ask(({ exportReport }) => exportReport(null))}>${l10n.t('Export Report…')}</vscode-button>
    </span>`;
  }

  #renderNotices(): TemplateResult | typeof nothing {
    const runs = this.#model.runs ?? [];
    const unreadable = this.#model.unreadable.map(({ name, error }) => l10n.t('{0} cannot be shown: {1}', name, error));
    const notices = [...unreadable, ...comparabilityWarnings(runs)];
    if (runs.length === 1) notices.push(l10n.t('Choose another run to compare.'));
    if (notices.length === 0) return nothing;
    return html`<div class="notices">
      ${notices.map((text) => boxedNotice('warning', 'warning', text))}
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
          @tab-select=${(event: PanelEvent<'tab-select'>) => this.remember({ target: targets[event.detail], window: null })}></tab-list>
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
      baseline && this.#isComparable(baseline, other) ? this.#pairOf(target, baseline.folder, other.folder) : null,
    );
    const curves = this.#drawnCurves(target, runs, drawn);
    const { examples, scale, smoothing } = viewState;
    return html`
      <div>
        <compare-table .runs=${runs} .drawn=${drawn} .baseline=${baseline?.folder ?? null} .sorting=${viewState.sorting}
          .hiddenColumns=${viewState.hiddenColumns}
          @draw-toggle=${(event: PanelEvent<'draw-toggle'>) => this.remember({ drawn: [...toggleDrawn(this.#allDrawn(), event.detail)] })}
          @baseline-select=${(event: PanelEvent<'baseline-select'>) => this.remember({ baseline: event.detail })}
          @sort-by=${(event: PanelEvent<'sort-by'>) => this.#sort(event.detail)}
          @column-toggle=${(event: PanelEvent<'column-toggle'>) => this.#toggleColumn(event.detail)}></compare-table>
        ${this.#renderTableNote(target, runs, drawn)}
      </div>
      <compare-curves .drawn=${curves} .waiting=${drawn.length - curves.length} .look=${{ examples, scale, smoothing }}
        .window=${viewState.window} .tables=${viewState.tables} .reference=${this.#references.get(target) ?? null}
        @curve-look=${(event: PanelEvent<'curve-look'>) => this.remember(event.detail)}
        @window-change=${(event: PanelEvent<'window-change'>) => this.remember({ window: event.detail && [...event.detail] })}></compare-curves>
      <pair-view .baseline=${baseline} .others=${others} .results=${results} .other=${viewState.other ?? ''}
        @other-select=${(event: PanelEvent<'other-select'>) => this.remember({ other: event.detail })}></pair-view>
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
          <input type="checkbox" .checked=${differencesOnly} @change=${() => this.remember({ differencesOnly: !differencesOnly })} />
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

  /** The target that was shown last, if one of that name still exists. */
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
      const curves = this.answers.of('curves', { folder, target }, this.#model.versionOf(folder)).value;
      const name = runs.find((run) => run.folder === folder)?.name ?? '';
      return curves === undefined ? [] : [{ slot, name, curves }];
    });
  }

  /** Null until it is known. */
  #pairOf(target: string, baseline: string, other: string): PairResult | null {
    const version = this.#model.versionOf(baseline, other);
    const { value, problem } = this.answers.of('pair', { target, baseline, other }, version);
    return problem === undefined ? (value ?? null) : { kind: 'incomparable', reason: problem };
  }

  #sort(name: string): void {
    const column = ['name' as const, ...columnKeys].find((key) => key === name) satisfies Sorting['column'] | undefined;
    if (column !== undefined) this.remember({ sorting: nextSorting(this.viewState.sorting, column) });
  }

  #toggleColumn(name: string): void {
    const { hiddenColumns } = this.viewState;
    this.remember({ hiddenColumns: columnKeys.filter((key) => (key === name) !== hiddenColumns.includes(key)) });
  }

  #toggleTable(name: string): void {
    const { tables } = this.viewState;
    const all = ['cross-entropy', 'confusion-mse', 'precision', 'recall', 'overview'] as const;
    this.remember({ tables: all.filter((key) => (key === name) !== tables.includes(key)) });
  }

  protected override subjectOf({ ofAllTargets }: PictureRequest): PictureSubject {
    const target = ofAllTargets ? undefined : this.#target();
    const runs = target === undefined ? (this.#model.runs ?? []) : this.#model.runsOf(target);
    return comparisonSubject(runs, target ?? null);
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
