import * as l10n from '@vscode/l10n';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { TargetStatus } from '../../src/measures/run-status.ts';
import { trainingTasksOf } from '../../src/measures/watched-folds.ts';
import type { ModelTraits } from '../../src/protocol/model-traits.ts';
import { usualConfidence } from '../../src/protocol/policy.ts';
import type { RunRecord } from '../../src/protocol/run.ts';
import type { RunPanelService, RunSamples, RunUpdate } from '../../src/protocol/run-panel.ts';
import type { AnswerOptions } from '../components/answers.ts';
import { chartKeys } from '../components/chart-metric.ts';
import type { PanelEvent } from '../components/emit.ts';
import { PaintPause } from '../components/paint-pause.ts';
import { PanelElement, panelStyles } from '../components/panel-element.ts';
import { unavailablePage } from '../components/placeholders.ts';
import { fitStatus, runStatus } from '../components/status.ts';
import type { PictureSubject } from '../picture/request.ts';
import '../components/tab-list.ts';
import type { Tab } from '../components/tab-list.ts';
import { announcementPause, progressAnnouncement } from './announcements.ts';
import './calibration-view.ts';
import './confusion-view.ts';
import './curves-view.ts';
import './drivers-view.ts';
import './embeddings-view.ts';
import './fit-choice.ts';
import { runSubject } from './picture-subject.ts';
import { type Progress, runProgress } from './progress-text.ts';
import './run-events.ts';
import './run-header.ts';
import { RunModel, type ShownFit, selectedFit } from './run-model.ts';
import { anySample, fittingFilter, type SampleFilter } from './sample-filter.ts';
import { type SampleTable, sampleTable } from './sample-table.ts';
import './policy-view.ts';
import './samples-view.ts';
import type { ExplanationOf } from './task-detail.ts';
import './settings-view.ts';
import './summary-view.ts';
import './thresholds-view.ts';
import { restoreState, type TabName, tabNames, type ViewState } from './view-state.ts';

const tabTitles: Readonly<Record<TabName, string>> = {
  summary: l10n.t('Summary'),
  curves: l10n.t('Curves'),
  confusion: l10n.t({ message: 'Confusion', comment: ['the confusion matrix'] }),
  samples: l10n.t('Samples'),
  drivers: l10n.t({ message: 'Drivers', comment: ['what drives a decision'] }),
  thresholds: l10n.t('Thresholds'),
  calibration: l10n.t('Calibration'),
  policy: l10n.t({ message: 'Policy', comment: ['when to act on recommendations, and when to ask'] }),
  embeddings: l10n.t('Embeddings'),
  settings: l10n.t('Settings'),
};

type TargetTab = Exclude<TabName, 'summary' | 'policy' | 'settings'>;

const noIntervals = {};
const noDetails = {};

/** How a tab shows all fits of a target. */
const together: Readonly<Record<Exclude<TargetTab, 'calibration'>, (fits: number) => string>> = {
  curves: meanText,
  confusion: meanText,
  samples: allText,
  drivers: allText,
  thresholds: allText,
  embeddings: (fits) => l10n.t('First of {0} trainings', fits),
};

/** A run, live or finished. */
@customElement('run-panel')
export class RunPanel extends PanelElement<RunPanelService, RunUpdate, ViewState> {
  static override styles = [
    ...panelStyles,
    css`
      .panel .panel {
        margin-top: 0;
      }
    `,
  ];

  @state() private accessor revision = 0;

  protected override readonly loadingText = l10n.t('Loading the run…');
  readonly #model = new RunModel();
  protected override readonly answerOptions: AnswerOptions = {
    newestOnly: true,
    kept: (name) => (name === 'samples' ? 1 : 50),
  };
  readonly #painting = new PaintPause(() => {
    this.revision++;
    this.#announce();
  }, 100);
  #announcedAt = Number.NEGATIVE_INFINITY;
  #announcedState: RunRecord['state'] | undefined;
  #focusOnView = false;

  protected override restoreState(kept: unknown, identity: string): ViewState {
    return restoreState(kept, identity);
  }

  protected override renderPage(): TemplateResult | undefined {
    const { run, unavailable } = this.#model;
    if (unavailable !== null) return unavailablePage(l10n.t('This run cannot be shown'), unavailable);
    return run === null ? undefined : this.#renderRun(run);
  }

  override updated(): void {
    super.updated();
    if (this.#focusOnView) this.#focusView();
  }

  #renderRun(run: RunRecord): TemplateResult {
    const { maxEpochs, traits, cancellable } = this.#model;
    return html`
      <run-header .run=${run} .progress=${this.#progress(run)} .maxEpochs=${maxEpochs} .step=${traits.step} .cancellable=${cancellable} .notices=${this.#model.notices}
        ?detached=${this.detached}
        @cancel-run=${() => this.ask(({ cancel }) => cancel(null))}
        @continue-run=${() => this.ask((calls) => calls.continue(null))}
        @open-file=${({ detail: what }: PanelEvent<'open-file'>) => this.ask(({ open }) => open({ what }))}></run-header>
      ${this.#renderTabs(run)}
    `;
  }

  #progress(run: RunRecord): Progress {
    const { maxEpochs, timeLeft } = this.#model;
    return runProgress(this.#model.statusOf(run), this.#model.allFits(), maxEpochs, timeLeft);
  }

  #renderTabs(run: RunRecord): TemplateResult {
    const tabs = tabsOf(this.#model.traits);
    const tab = this.#tab(run);
    return html`<section>
      <tab-list label=${l10n.t('Views of the run')} .tabs=${tabs.map((name): Tab => ({ name: tabTitles[name] }))}
        .selected=${tabs.indexOf(tab)}
        @tab-select=${(event: PanelEvent<'tab-select'>) => this.remember({ tab: tabs[event.detail] })}></tab-list>
      <div class="panel" id="view" role="tabpanel" tabindex="-1" aria-label=${tabTitles[tab]}
        @samples-show=${(event: PanelEvent<'samples-show'>) => this.#showSamples(event.detail)}>${this.#renderTab(run, tab)}</div>
    </section>`;
  }

  #renderTab(run: RunRecord, tab: TabName): TemplateResult {
    const fits = this.#model.allFits();
    switch (tab) {
      case 'summary':
        return html`<summary-view .run=${run} .fits=${fits} .step=${this.#model.traits.step}
          .intervals=${run.summary.length > 0 ? this.answers.of('intervals', null, String(fits.filter(isDone).length)) : noIntervals}></summary-view>`;
      case 'settings':
        return html`<settings-view .run=${run} .fits=${fits} .search=${this.viewState.settings} ?detached=${this.detached}
          @settings-search=${(event: PanelEvent<'settings-search'>) => this.remember({ settings: event.detail })}
          @run-again=${() => this.ask(({ runAgain }) => runAgain(null))}></settings-view>`;
      case 'policy':
        return this.#renderPolicy(run);
      case 'curves':
      case 'confusion':
      case 'samples':
      case 'drivers':
      case 'thresholds':
      case 'calibration':
      case 'embeddings':
        return run.targets.length === 0
          ? html`<p class="quiet">${l10n.t('The run has no targets.')}</p>`
          : this.#renderTargets(run, tab);
      default:
        throw new Error(`no tab ${tab satisfies never}`);
    }
  }

  #renderPolicy(run: RunRecord): TemplateResult {
    const fits = this.#model.allFits();
    const waiting = waitingText(fits, null, run.state === 'running');
    if (waiting !== '') return html`<p class="quiet">${waiting}</p>`;
    const request = { maxError: this.viewState.maxError, confidence: usualConfidence };
    const done = String(fits.filter(isDone).length);
    const policy = this.answers.of('policy', request, done);
    return html`<policy-view .policy=${policy} .details=${policy.value ? this.answers.of('policyDetails', request, done) : noDetails} .maxError=${request.maxError} ?detached=${this.detached}
      .targets=${run.targets.map(({ target }) => target)}
      @policy-change=${(event: PanelEvent<'policy-change'>) => this.remember({ maxError: event.detail })}
      @policy-save=${() => this.ask(({ savePolicy }) => savePolicy(request))}></policy-view>`;
  }

  #renderTargets(run: RunRecord, tab: TargetTab): TemplateResult {
    const selected = this.#selectedTarget(run);
    const { target, classes } = run.targets[selected];
    const fits = this.#model.fitsOf(target);
    return html`
      ${
        run.targets.length > 1
          ? html`<tab-list label=${l10n.t('Targets')} .tabs=${this.#model.statusOf(run).targets.map(targetTab)} .selected=${selected}
              @tab-select=${(event: PanelEvent<'tab-select'>) => this.#chooseTarget(run.targets[event.detail].target)}></tab-list>`
          : html`<h2>${target}</h2>`
      }
      <div class="panel" role=${run.targets.length > 1 ? 'tabpanel' : 'group'} aria-label=${target}>
        ${tab === 'calibration' ? nothing : this.#renderFitChoice(run, tab, fits)}
        ${this.#renderTarget(run, tab, target, classes, fits)}
      </div>`;
  }

  #renderFitChoice(run: RunRecord, tab: Exclude<TargetTab, 'calibration'>, fits: readonly ShownFit[]): TemplateResult {
    return html`<fit-choice .fits=${fits} .selected=${selectedFit(this.viewState.fit, fits)} .step=${this.#model.traits.step}
          .together=${together[tab](fits.length)} .maxEpochs=${this.#model.maxEpochs}
          .revision=${this.revision} ?training=${run.state === 'running'}
          @fit-select=${(event: PanelEvent<'fit-select'>) => this.remember({ fit: event.detail })}></fit-choice>`;
  }

  #renderTarget(
    run: RunRecord,
    tab: TargetTab,
    target: string,
    classes: readonly string[],
    fits: readonly ShownFit[],
  ): TemplateResult {
    const { viewState: view } = this;
    const fit = selectedFit(view.fit, fits);
    const training = run.state === 'running';
    switch (tab) {
      case 'curves': {
        const hidden = view.hidden.find((one) => one.target === target)?.classes;
        return html`<curves-view .classes=${classes} .fits=${fits} .training=${training} .step=${this.#model.traits.step}
          .revision=${this.revision} .fit=${fit} .tables=${view.tables} .summary=${run.summary.find((one) => one.target === target) ?? null}
          .hiddenClasses=${this.#hiddenSet(hidden)}
          @table-toggle=${(event: PanelEvent<'table-toggle'>) => this.#toggleTable(event.detail)}
          @series-toggle=${(event: PanelEvent<'series-toggle'>) => this.#toggleClass(target, event.detail)}></curves-view>`;
      }
      case 'confusion':
        return html`<confusion-view .classes=${classes} .fits=${fits} .fit=${fit} .normalisation=${view.normalise}
          .waiting=${waitingText(fits, fit, training)}
          @normalise-change=${(event: PanelEvent<'normalise-change'>) => this.remember({ normalise: event.detail })}></confusion-view>`;
      case 'samples':
        return this.#renderSamples(target, classes, fit, waitingText(fits, fit, training));
      case 'drivers': {
        const { scope } = view.drivers;
        const explained = Math.min(view.drivers.class, classes.length - 1);
        const waiting = waitingText(fits, fit, training);
        // With more fits the tasks are others.
        const done = String(this.#model.allFits().filter(isDone).length);
        const question = { target, fit, class: explained, scope };
        return html`<drivers-view .classes=${classes} .explained=${explained} .scope=${scope}
          .answer=${waiting === '' ? this.answers.of('drivers', question, done) : undefined} .waiting=${waiting}
          @drivers-change=${(event: PanelEvent<'drivers-change'>) => this.remember({ drivers: event.detail })}></drivers-view>`;
      }
      case 'thresholds': {
        const positive = Math.min(view.threshold.class, classes.length - 1);
        const done = String(fits.filter(isDone).length);
        const question = { target, fit, class: positive };
        const counts = done === '0' ? undefined : this.answers.of('thresholds', question, done);
        return html`<thresholds-view .classes=${classes} .positive=${positive} .at=${view.threshold.at}
          .counts=${counts?.value ?? null} .waiting=${counts?.problem ?? waitingText(fits, fit, training)}
          @threshold-change=${(event: PanelEvent<'threshold-change'>) => this.remember({ threshold: event.detail })}></thresholds-view>`;
      }
      case 'calibration':
        return html`<calibration-view .summary=${run.summary.find((one) => one.target === target)}
          .waiting=${waitingText(fits, null, training) || l10n.t('Not calibrated yet: this happens when all trainings of the target are complete, or at the first prediction of the run.')}></calibration-view>`;
      case 'embeddings': {
        const shown = embeddedFit(fit, fits);
        const isComplete = fits[shown]?.state === 'done';
        return html`<embeddings-view .embeddings=${isComplete ? this.answers.of('embeddings', { target, fit: shown }) : undefined}
          .reconstruction=${isComplete ? this.answers.of('reconstruction', trainingTasksOf(run.experiment, target, shown)) : undefined}
          .choice=${view.embeddings} .fit=${fits.length > 1 ? shown : null} .waiting=${waitingText(fits, fit, training)}
          @embeddings-change=${(event: PanelEvent<'embeddings-change'>) => this.remember({ embeddings: event.detail })}></embeddings-view>`;
      }
      default:
        throw new Error(`no tab ${tab satisfies never}`);
    }
  }

  #renderSamples(target: string, classes: readonly string[], fit: number | null, waiting: string): TemplateResult {
    const { filter, order, open } = this.viewState;
    const done = this.#model.fitsOf(target).filter(isDone).length;
    const samples = done === 0 ? undefined : this.answers.of('samples', { target }, String(done));
    const table = samples?.value ? this.#tableOf(samples.value, classes) : null;
    const { code, site } = filter;
    const isSearched = table !== null && (code !== '' || site !== '');
    return html`<samples-view .table=${table} .filter=${this.#fittingFilter(classes.length)} .order=${order} .fit=${fit}
      .found=${isSearched ? this.answers.of('find', { target, code, site }, String(done)) : undefined} .open=${open}
      .detail=${open === null ? undefined : this.answers.of('task', { target, name: open })}
      .explanationOf=${this.#explanationOf}
      .waiting=${samples?.problem ?? waiting} ?detached=${this.detached}
      @samples-change=${(event: PanelEvent<'samples-change'>) => this.remember(event.detail)}
      @sample-open=${(event: PanelEvent<'sample-open'>) => this.remember({ open: event.detail })}
      @go-to-task=${({ detail: name }: PanelEvent<'go-to-task'>) => this.ask(({ goToTask }) => goToTask({ target, name }))}></samples-view>`;
  }

  /** Another function with every answer, so that those who call it are drawn again. */
  #explanationOf: ExplanationOf = (question) => this.answers.of('explain', question);

  #lastTable: { readonly of: RunSamples; readonly table: SampleTable } | undefined;

  /** The same table as long as the samples are the same. */
  #tableOf(samples: RunSamples, classes: readonly string[]): SampleTable {
    if (this.#lastTable?.of !== samples) this.#lastTable = { of: samples, table: sampleTable(samples, classes) };
    return this.#lastTable.table;
  }

  /** The tab that is shown: that which was chosen, else the curves as long as there are new ones to come. */
  #tab(run: RunRecord): TabName {
    const { tab } = this.viewState;
    return tab !== null && tabsOf(this.#model.traits).includes(tab)
      ? tab
      : run.state === 'running'
        ? 'curves'
        : 'summary';
  }

  #selectedTarget({ targets }: RunRecord): number {
    return Math.max(
      targets.findIndex(({ target }) => target === this.viewState.target),
      0,
    );
  }

  /** Classes are those of a target, so what was chosen among them goes with it. */
  #chooseTarget(target: string): void {
    const { filter, threshold, drivers } = this.viewState;
    this.remember({
      target,
      filter: { ...filter, truth: null, predicted: null, side: null },
      threshold: { ...threshold, class: 0 },
      drivers: { ...drivers, class: 0 },
    });
  }

  #showSamples(filter: Partial<SampleFilter>): void {
    this.remember({ tab: 'samples', filter: { ...anySample, ...filter } });
    this.#focusOnView = true;
  }

  /** To the tab that another one led to, as the focus was on what is gone. */
  #focusView(): void {
    this.#focusOnView = false;
    this.renderRoot.querySelector<HTMLElement>('#view')?.focus();
  }

  #lastFilter: { readonly of: SampleFilter; readonly classes: number; readonly fitting: SampleFilter } = {
    of: anySample,
    classes: 0,
    fitting: anySample,
  };

  /** The same filter as long as the state's is the same, so that samples are searched only when there is a change. */
  #fittingFilter(classes: number): SampleFilter {
    const { filter } = this.viewState;
    if (this.#lastFilter.of !== filter || this.#lastFilter.classes !== classes) {
      this.#lastFilter = { of: filter, classes, fitting: fittingFilter(filter, classes) };
    }
    return this.#lastFilter.fitting;
  }

  #lastHidden: { classes: readonly number[] | undefined; set: ReadonlySet<number> } = {
    classes: undefined,
    set: new Set(),
  };

  /** The same set as long as the state's list is the same, so that charts see a change only where there is one. */
  #hiddenSet(classes: readonly number[] | undefined): ReadonlySet<number> {
    if (this.#lastHidden.classes !== classes) this.#lastHidden = { classes, set: new Set(classes) };
    return this.#lastHidden.set;
  }

  protected override answered(): void {
    this.#explanationOf = (question) => this.answers.of('explain', question);
    this.revision++;
  }

  protected override take(update: RunUpdate): void {
    if (update.kind === 'show-sample') {
      this.#chooseTarget(update.target);
      this.remember({ fit: null, open: update.name });
      this.#showSamples({ text: update.name });
      return;
    }
    if (update.kind === 'run' && update.run.state !== 'running') this.#stayWhereTheFocusIs();
    if (!this.#model.apply(update)) this.follow();
    if (update.kind === 'epochs') this.#painting.soon();
    else this.#painting.now();
  }

  /** The end of a run shows the summary, unless the user is at work in the curves. */
  #stayWhereTheFocusIs(): void {
    const { run } = this.#model;
    const isInside = this.shadowRoot?.activeElement?.closest('#view') != null;
    if (run?.state === 'running' && isInside) this.remember({ tab: this.#tab(run) });
  }

  /** A sentence now and then while the run trains, and at once when it ends or begins again. */
  #announce(): void {
    const { run } = this.#model;
    if (run === null) return;
    const now = performance.now() / 1000;
    // A run that is continued is no longer cancelled.
    if (run.state !== this.#announcedState) this.#announcedAt = Number.NEGATIVE_INFINITY;
    this.#announcedState = run.state;
    if (run.state !== 'running') {
      this.announcement = runStatus[run.state].text;
    } else if (now - this.#announcedAt >= announcementPause) {
      this.#announcedAt = now;
      this.announcement = progressAnnouncement(this.#progress(run), this.#model.traits.step);
    }
  }

  protected override subjectOf(): PictureSubject {
    const { run } = this.#model;
    if (run === null) return { lines: [], parts: [] };
    const tab = this.#tab(run);
    const isOfTarget = tab !== 'summary' && tab !== 'policy' && tab !== 'settings';
    const target = isOfTarget ? run.targets[this.#selectedTarget(run)].target : null;
    const fits = target === null ? [] : this.#model.fitsOf(target);
    const chosen = selectedFit(this.viewState.fit, fits);
    const fit = tab === 'embeddings' && fits.length > 1 ? embeddedFit(chosen, fits) : chosen;
    return runSubject(run, target, fit);
  }

  #toggleTable(key: string): void {
    const { tables } = this.viewState;
    this.remember({ tables: chartKeys.filter((one) => (one === key) !== tables.includes(one)) });
  }

  #toggleClass(target: string, index: number): void {
    const { hidden } = this.viewState;
    const classes = hidden.find((one) => one.target === target)?.classes ?? [];
    const toggled = classes.includes(index) ? classes.filter((one) => one !== index) : [...classes, index];
    this.remember({ hidden: [...hidden.filter((one) => one.target !== target), { target, classes: toggled }] });
  }
}

function targetTab({ target, state, done, total }: TargetStatus): Tab {
  const { icon, text } = fitStatus[state];
  return {
    name: target,
    icon,
    count: `${done}/${total}`,
    status: l10n.t({
      message: '{0}, trainings done',
      args: [text],
      comment: ['after a count as 3/5; {0} is a state of trainings'],
    }),
  };
}

/** The tabs of a run: only embeddings have a map. */
function tabsOf({ embeddings }: ModelTraits): readonly TabName[] {
  return embeddings ? tabNames : tabNames.filter((name) => name !== 'embeddings');
}

/** Index of the fit whose embeddings are shown: the chosen one, else the first that is complete. */
function embeddedFit(chosen: number | null, fits: readonly ShownFit[]): number {
  return (
    chosen ??
    Math.max(
      fits.findIndex(({ state }) => state === 'done'),
      0,
    )
  );
}

function isDone({ state }: ShownFit): boolean {
  return state === 'done';
}

function meanText(fits: number): string {
  return l10n.t('Mean of {0} trainings', fits);
}

function allText(fits: number): string {
  return l10n.t('All {0} trainings', fits);
}

/** Why there is nothing of this fit, or of any; empty if there is something. */
function waitingText(fits: readonly ShownFit[], fit: number | null, training: boolean): string {
  if (fits.some(({ state, index }) => state === 'done' && (fit === null || fit === index))) return '';
  if (!training) {
    return fit === null ? l10n.t('No training is complete.') : l10n.t('Training {0} is not complete.', fit + 1);
  }
  return fit === null
    ? l10n.t('Waiting for the first training to be complete…')
    : l10n.t('Waiting for training {0} to be complete…', fit + 1);
}
