import * as l10n from '@vscode/l10n';
import { css, html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { TargetStatus } from '../../src/measures/run-status.ts';
import type { ModelTraits } from '../../src/protocol/model-traits.ts';
import type { RunRecord } from '../../src/protocol/run.ts';
import { type HostToRunPanel, hostToRunPanel, type RunPanelToHost } from '../../src/protocol/run-panel.ts';
import { chartKeys } from '../components/chart-metric.ts';
import type { PanelEvent } from '../components/emit.ts';
import { PaintPause } from '../components/paint-pause.ts';
import { sendPicture } from '../components/picture-message.ts';
import { baseStyles } from '../components/styles.ts';
import type { PictureRequest } from '../picture/request.ts';
import '../components/tab-list.ts';
import type { Tab } from '../components/tab-list.ts';
import type { Host } from '../host.ts';
import { announcementPause, progressAnnouncement } from './announcements.ts';
import './confusion-view.ts';
import './curves-view.ts';
import { DriverStore, type DriversQuestion } from './driver-store.ts';
import './drivers-view.ts';
import { EmbeddingStore } from './embedding-store.ts';
import './embeddings-view.ts';
import './fit-choice.ts';
import { runSubject } from './picture-subject.ts';
import { placeholderStyles, skeleton, unavailablePage } from './placeholders.ts';
import { type Progress, runProgress } from './progress-text.ts';
import './run-events.ts';
import './run-header.ts';
import { RunModel, type ShownFit, selectedFit } from './run-model.ts';
import { anySample, fittingFilter, type SampleFilter } from './sample-filter.ts';
import { SampleStore } from './sample-store.ts';
import './samples-view.ts';
import './settings-view.ts';
import { fitStatus, runStatus } from './status.ts';
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
  embeddings: l10n.t('Embeddings'),
  settings: l10n.t('Settings'),
};

type TargetTab = Exclude<TabName, 'summary' | 'settings'>;

/** How a tab shows all fits of a target. */
const together: Readonly<Record<TargetTab, (fits: number) => string>> = {
  curves: meanText,
  confusion: meanText,
  samples: allText,
  drivers: allText,
  thresholds: allText,
  embeddings: (fits) => l10n.t('First of {0} trainings', fits),
};

/** A run, live or finished. The host owns the truth: the panel asks for a snapshot and takes deltas in after it. */
@customElement('run-panel')
export class RunPanel extends LitElement {
  static override styles = [
    baseStyles,
    placeholderStyles,
    css`
      :host {
        max-width: 1400px;
        margin: 0 auto;
        padding: 16px 20px 32px;
      }

      main {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 20px;
      }

      .panel {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 16px;
        margin-top: 16px;
      }

      .panel .panel {
        margin-top: 0;
      }

      @media (max-width: 480px) {
        :host {
          padding-inline: 12px;
        }
      }
    `,
  ];

  /** Identity of the run for the host; kept in the state. */
  @property() accessor identity = '';
  @property({ attribute: false }) accessor host: Host<RunPanelToHost> | null = null;
  /** Without VS Code behind it, which alone can train, open files and go to places. */
  @property({ type: Boolean }) accessor detached = false;
  @state() private accessor revision = 0;
  @state() private accessor viewState: ViewState = restoreState(undefined, '');
  @state() private accessor announcement = '';

  readonly #model = new RunModel();
  readonly #samples = new SampleStore((message) => this.#post(message));
  readonly #drivers = new DriverStore((message) => this.#post(message));
  readonly #embeddings = new EmbeddingStore((message) => this.#post(message));
  readonly #painting = new PaintPause(() => {
    this.revision++;
    this.#announce();
  }, 100);
  #announcedAt = Number.NEGATIVE_INFINITY;
  #announcedState: RunRecord['state'] | undefined;
  #scrolled = false;
  #asked = false;
  #focusOnView = false;

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('host') && this.host !== null) this.#begin(this.host);
    // Before anything is drawn, as what there is of another fit is not to be seen.
    if (this.#model.run === null) return;
    this.#askForEmbeddings(this.#model.run);
    this.#askForDrivers(this.#model.run);
  }

  #begin(host: Host<RunPanelToHost>): void {
    this.viewState = restoreState(host.getState(), this.identity);
    host.setState(this.viewState);
    host.onMessage((data) => this.#receive(data));
    this.#ask();
    document.addEventListener('scrollend', () => {
      // The short page before the first snapshot says nothing of where its reader was.
      if (this.#scrolled) this.#remember({ scroll: window.scrollY });
    });
  }

  override render(): TemplateResult {
    const { run, unavailable } = this.#model;
    if (unavailable !== null) return unavailablePage(unavailable);
    return html`
      <main aria-busy=${run === null} @copy-text=${(event: PanelEvent<'copy-text'>) => this.#copy(event.detail)}
        @save-picture=${(event: PanelEvent<'save-picture'>) => this.#savePicture(event.detail)}>${run === null ? skeleton(l10n.t('Loading the run…')) : this.#renderRun(run)}</main>
      <p class="visually-hidden" role="status">${this.announcement}</p>
    `;
  }

  override updated(): void {
    if (this.#model.run !== null) this.#askForSamples(this.#model.run);
    if (this.#focusOnView) this.#focusView();
    if (this.#scrolled || this.#model.run === null) return;
    this.#scrolled = true;
    // The charts take their height when they are updated, which is after this element.
    requestAnimationFrame(() => window.scrollTo(0, this.viewState.scroll));
  }

  #renderRun(run: RunRecord): TemplateResult {
    const { maxEpochs, traits, cancellable } = this.#model;
    return html`
      <run-header .run=${run} .progress=${this.#progress(run)} .maxEpochs=${maxEpochs} .step=${traits.step} .cancellable=${cancellable} .notices=${this.#model.notices}
        ?detached=${this.detached}
        @cancel-run=${() => this.#post({ kind: 'cancel' })}
        @continue-run=${() => this.#post({ kind: 'continue' })}
        @open-file=${(event: PanelEvent<'open-file'>) => this.#post({ kind: 'open', what: event.detail })}></run-header>
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
        @tab-select=${(event: PanelEvent<'tab-select'>) => this.#remember({ tab: tabs[event.detail] })}></tab-list>
      <div class="panel" id="view" role="tabpanel" tabindex="-1" aria-label=${tabTitles[tab]}
        @samples-show=${(event: PanelEvent<'samples-show'>) => this.#showSamples(event.detail)}>${this.#renderTab(run, tab)}</div>
    </section>`;
  }

  #renderTab(run: RunRecord, tab: TabName): TemplateResult {
    const fits = this.#model.allFits();
    switch (tab) {
      case 'summary':
        return html`<summary-view .run=${run} .fits=${fits} .step=${this.#model.traits.step}></summary-view>`;
      case 'settings':
        return html`<settings-view .run=${run} .fits=${fits} .search=${this.viewState.settings} ?detached=${this.detached}
          @settings-search=${(event: PanelEvent<'settings-search'>) => this.#remember({ settings: event.detail })}
          @run-again=${() => this.#post({ kind: 'run-again' })}></settings-view>`;
      case 'curves':
      case 'confusion':
      case 'samples':
      case 'drivers':
      case 'thresholds':
      case 'embeddings':
        return run.targets.length === 0
          ? html`<p class="quiet">${l10n.t('The run has no targets.')}</p>`
          : this.#renderTargets(run, tab);
      default:
        throw new Error(`no tab ${tab satisfies never}`);
    }
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
        <fit-choice .fits=${fits} .selected=${selectedFit(this.viewState.fit, fits)} .step=${this.#model.traits.step}
          .together=${together[tab](fits.length)} .maxEpochs=${this.#model.maxEpochs}
          .revision=${this.revision} ?training=${run.state === 'running'}
          @fit-select=${(event: PanelEvent<'fit-select'>) => this.#remember({ fit: event.detail })}></fit-choice>
        ${this.#renderTarget(run, tab, target, classes, fits)}
      </div>`;
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
          .revision=${this.revision} .fit=${fit} .tables=${view.tables} .hiddenClasses=${this.#hiddenSet(hidden)}
          @table-toggle=${(event: PanelEvent<'table-toggle'>) => this.#toggleTable(event.detail)}
          @series-toggle=${(event: PanelEvent<'series-toggle'>) => this.#toggleClass(target, event.detail)}></curves-view>`;
      }
      case 'confusion':
        return html`<confusion-view .classes=${classes} .fits=${fits} .fit=${fit} .normalisation=${view.normalise}
          .waiting=${waitingText(fits, fit, training)}
          @normalise-change=${(event: PanelEvent<'normalise-change'>) => this.#remember({ normalise: event.detail })}></confusion-view>`;
      case 'samples': {
        const { table, found, tasks, explanations } = this.#samples;
        return html`<samples-view .table=${table} .filter=${this.#fittingFilter(classes.length)} .order=${view.order} .fit=${fit}
          .found=${found} .open=${view.open} .detail=${view.open === null ? null : (tasks.get(view.open) ?? null)}
          .explanations=${explanations}
          .waiting=${waitingText(fits, fit, training)} ?detached=${this.detached}
          @samples-change=${(event: PanelEvent<'samples-change'>) => this.#remember(event.detail)}
          @sample-open=${(event: PanelEvent<'sample-open'>) => this.#remember({ open: event.detail })}
          @explanation-want=${({ detail: { name, fit: by, class: explained } }: PanelEvent<'explanation-want'>) => this.#samples.wantExplanation(target, name, by, explained)}
          @go-to-task=${(event: PanelEvent<'go-to-task'>) => this.#post({ kind: 'go-to-task', target, name: event.detail })}></samples-view>`;
      }
      case 'drivers': {
        const question = this.#driversQuestion(target, classes.length, fit);
        return html`<drivers-view .classes=${classes} .explained=${question.class} .scope=${question.scope}
          .answer=${this.#drivers.answer(question) ?? null} .progress=${this.#drivers.progress} .waiting=${waitingText(fits, fit, training)}
          @drivers-change=${(event: PanelEvent<'drivers-change'>) => this.#remember({ drivers: event.detail })}></drivers-view>`;
      }
      case 'thresholds':
        return html`<thresholds-view .classes=${classes} .positive=${this.#positive(classes.length)} .at=${view.threshold.at}
          .counts=${this.#samples.thresholds} .waiting=${waitingText(fits, fit, training)}
          @threshold-change=${(event: PanelEvent<'threshold-change'>) => this.#remember({ threshold: event.detail })}></thresholds-view>`;
      case 'embeddings':
        return html`<embeddings-view .embeddings=${this.#embeddings.map} .reconstruction=${this.#embeddings.curve}
          .choice=${view.embeddings} .fit=${fits.length > 1 ? embeddedFit(fit, fits) : null}
          .waiting=${waitingText(fits, fit, training)}
          @embeddings-change=${(event: PanelEvent<'embeddings-change'>) => this.#remember({ embeddings: event.detail })}></embeddings-view>`;
      default:
        throw new Error(`no tab ${tab satisfies never}`);
    }
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

  #driversQuestion(target: string, classes: number, fit: number | null): DriversQuestion {
    const { class: explained, scope } = this.viewState.drivers;
    return { target, fit, class: Math.min(explained, classes - 1), scope };
  }

  #positive(classes: number): number {
    return Math.min(this.viewState.threshold.class, classes - 1);
  }

  /** Classes are those of a target, so what was chosen among them goes with it. */
  #chooseTarget(target: string): void {
    const { filter, threshold, drivers } = this.viewState;
    this.#remember({
      target,
      filter: { ...filter, truth: null, predicted: null, side: null },
      threshold: { ...threshold, class: 0 },
      drivers: { ...drivers, class: 0 },
    });
  }

  #showSamples(filter: Partial<SampleFilter>): void {
    this.#remember({ tab: 'samples', filter: { ...anySample, ...filter } });
    this.#focusOnView = true;
  }

  /** Asks for what the tab in sight needs and is not there. */
  #askForSamples(run: RunRecord): void {
    const tab = this.#tab(run);
    if ((tab !== 'samples' && tab !== 'thresholds') || run.targets.length === 0) return;
    const { target, classes } = run.targets[this.#selectedTarget(run)];
    const fits = this.#model.fitsOf(target);
    const { filter, fit, open } = this.viewState;
    this.#samples.want(target, fits.filter(({ state }) => state === 'done').length);
    if (this.#samples.table === null) return;
    if (tab === 'thresholds') {
      this.#samples.wantThresholds(target, selectedFit(fit, fits), this.#positive(classes.length));
      return;
    }
    this.#samples.wantFound(target, filter.code, filter.site);
    if (open !== null) this.#samples.wantTask(target, open);
  }

  #askForDrivers(run: RunRecord): void {
    if (this.#tab(run) !== 'drivers' || run.targets.length === 0) return;
    const { target, classes } = run.targets[this.#selectedTarget(run)];
    const fits = this.#model.fitsOf(target);
    const fit = selectedFit(this.viewState.fit, fits);
    if (waitingText(fits, fit, false) !== '') return;
    const done = this.#model.allFits().filter(({ state }) => state === 'done').length;
    this.#drivers.want(this.#driversQuestion(target, classes.length, fit), done);
  }

  /** Those of the chosen fit, or of the first that is complete. */
  #askForEmbeddings(run: RunRecord): void {
    if (this.#tab(run) !== 'embeddings' || run.targets.length === 0) return;
    const { target } = run.targets[this.#selectedTarget(run)];
    const fits = this.#model.fitsOf(target);
    const fit = embeddedFit(selectedFit(this.viewState.fit, fits), fits);
    if (fits[fit]?.state === 'done') this.#embeddings.want(target, fit);
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

  #receive(data: unknown): void {
    const message = hostToRunPanel.safeParse(data);
    if (!message.success) {
      const [issue] = message.error.issues;
      this.#post({
        kind: 'failed',
        message: `The run's panel got an invalid message: ${issue.message} at ${issue.path.join('.') || 'its top'}`,
      });
      return;
    }
    this.#take(message.data);
  }

  #take(message: HostToRunPanel): void {
    switch (message.kind) {
      case 'samples':
      case 'thresholds':
      case 'task':
      case 'found':
      case 'explanation':
        this.#samples.apply(message, (target) => this.#classesOf(target));
        this.revision++;
        return;
      case 'drivers':
      case 'drivers-progress':
        this.#drivers.apply(message);
        this.revision++;
        return;
      case 'embeddings':
      case 'reconstruction':
        this.#embeddings.apply(message);
        this.revision++;
        return;
      case 'show-sample':
        this.#chooseTarget(message.target);
        this.#remember({ fit: null, open: message.name });
        this.#showSamples({ text: message.name });
        return;
      case 'epochs':
        if (!this.#model.apply(message)) this.#ask();
        this.#painting.soon();
        return;
      case 'run':
        if (message.run.state !== 'running') this.#stayWhereTheFocusIs();
        break;
      case 'snapshot':
      case 'unavailable':
        this.#asked = false;
        break;
      case 'fit':
        break;
      default:
        throw new Error(`no message ${message satisfies never}`);
    }
    if (!this.#model.apply(message)) this.#ask();
    this.#painting.now();
  }

  #classesOf(target: string): readonly string[] {
    return this.#model.run?.targets.find((one) => one.target === target)?.classes ?? [];
  }

  /** The end of a run shows the summary, unless somebody is at work in the curves. */
  #stayWhereTheFocusIs(): void {
    const { run } = this.#model;
    const isInside = this.shadowRoot?.activeElement?.closest('#view') != null;
    if (run?.state === 'running' && isInside) this.#remember({ tab: this.#tab(run) });
  }

  /** Asks for a snapshot, unless one is on its way. */
  #ask(): void {
    if (this.#asked) return;
    this.#asked = true;
    this.#post({ kind: 'ready' });
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

  #copy(text: string): void {
    this.#post({ kind: 'copy', text });
    this.announcement = l10n.t('Copied');
  }

  async #savePicture(request: PictureRequest): Promise<void> {
    const { run } = this.#model;
    if (run === null) return;
    const tab = this.#tab(run);
    const isOfTarget = tab !== 'summary' && tab !== 'settings';
    const target = isOfTarget ? run.targets[this.#selectedTarget(run)].target : null;
    const fits = target === null ? [] : this.#model.fitsOf(target);
    const chosen = selectedFit(this.viewState.fit, fits);
    const fit = tab === 'embeddings' && fits.length > 1 ? embeddedFit(chosen, fits) : chosen;
    this.announcement = await sendPicture((message) => this.#post(message), request, runSubject(run, target, fit));
  }

  #toggleTable(key: string): void {
    const { tables } = this.viewState;
    this.#remember({ tables: chartKeys.filter((one) => (one === key) !== tables.includes(one)) });
  }

  #toggleClass(target: string, index: number): void {
    const { hidden } = this.viewState;
    const classes = hidden.find((one) => one.target === target)?.classes ?? [];
    const toggled = classes.includes(index) ? classes.filter((one) => one !== index) : [...classes, index];
    this.#remember({ hidden: [...hidden.filter((one) => one.target !== target), { target, classes: toggled }] });
  }

  #remember(change: Partial<ViewState>): void {
    this.viewState = { ...this.viewState, ...change };
    this.host?.setState(this.viewState);
  }

  #post(message: RunPanelToHost): void {
    this.host?.post(message);
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
