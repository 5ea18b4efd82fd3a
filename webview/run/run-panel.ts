import { css, html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { RunRecord } from '../../src/protocol/run.ts';
import { hostToRunPanel, type RunPanelToHost } from '../../src/protocol/run-panel.ts';
import type { PanelEvent } from '../components/emit.ts';
import '../components/data-table.ts';
import { baseStyles } from '../components/styles.ts';
import '../components/tab-list.ts';
import type { Tab } from '../components/tab-list.ts';
import type { Host } from '../host.ts';
import { announcementPause, progressAnnouncement } from './announcements.ts';
import { metricKeys } from './metrics.ts';
import { placeholderStyles, skeleton, unavailablePage } from './placeholders.ts';
import { runProgress } from './progress.ts';
import { resultsCaption, summaryNote, summaryTable } from './result-tables.ts';
import './run-header.ts';
import { RunModel } from './run-model.ts';
import { fitStatus, runStatus, stepWord } from './status.ts';
import './target-view.ts';
import { restoreState, type ViewState } from './view-state.ts';

/** Milliseconds between two paints of what arrives while a run trains. */
const paintPause = 100;

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

      .note {
        margin-top: 4px;
      }

      .panel {
        margin-top: 16px;
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
  @state() private accessor revision = 0;
  @state() private accessor viewState: ViewState = restoreState(undefined, '');
  @state() private accessor announcement = '';

  readonly #model = new RunModel();
  #paintTimer: ReturnType<typeof setTimeout> | null = null;
  #announcedAt = Number.NEGATIVE_INFINITY;
  #scrolled = false;
  #asked = false;

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('host') || this.host === null) return;
    const { host } = this;
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
      <main aria-busy=${run === null} @copy-text=${(event: PanelEvent<'copy-text'>) => this.#copy(event.detail)}>${run === null ? skeleton() : this.#renderRun(run)}</main>
      <p class="visually-hidden" role="status">${this.announcement}</p>
    `;
  }

  override updated(): void {
    if (this.#scrolled || this.#model.run === null) return;
    this.#scrolled = true;
    // The charts take their height when they are updated, which is after this element.
    requestAnimationFrame(() => window.scrollTo(0, this.viewState.scroll));
  }

  #renderRun(run: RunRecord): TemplateResult {
    const { maxEpochs, cancellable } = this.#model;
    const step = stepWord(run);
    return html`
      <run-header .run=${run} .progress=${runProgress(this.#model.allFits(), maxEpochs)} .maxEpochs=${maxEpochs} .cancellable=${cancellable}
        @cancel-run=${() => this.#post({ kind: 'cancel' })}
        @continue-run=${() => this.#post({ kind: 'continue' })}
        @open-file=${(event: PanelEvent<'open-file'>) => this.#post({ kind: 'open', what: event.detail })}></run-header>
      ${
        run.summary.length === 0
          ? ''
          : html`<section>
              <data-table caption=${resultsCaption[run.state]} .table=${summaryTable(run, step)}></data-table>
              <p class="note quiet">${summaryNote(run)}</p>
            </section>`
      }
      ${run.targets.length === 0 ? html`<p class="quiet">The run has no targets.</p>` : this.#renderTargets(run, step)}
    `;
  }

  #renderTargets(run: RunRecord, step: string): TemplateResult {
    const { viewState: view } = this;
    const selected = Math.max(
      run.targets.findIndex(({ target }) => target === view.target),
      0,
    );
    const { target, classes } = run.targets[selected];
    const hidden = view.hidden.find((one) => one.target === target)?.classes;
    return html`<section>
      ${
        run.targets.length > 1
          ? html`<tab-list label="Targets" .tabs=${run.targets.map((one) => this.#tab(one.target))} .selected=${selected}
              @tab-select=${(event: PanelEvent<'tab-select'>) => this.#remember({ target: run.targets[event.detail].target })}></tab-list>`
          : html`<h2>${target}</h2>`
      }
      <div class="panel" role=${run.targets.length > 1 ? 'tabpanel' : 'group'} aria-label=${target}>
        <target-view .target=${target} .classes=${classes} .fits=${this.#model.fitsOf(target)}
          .summary=${run.summary.find((one) => one.target === target) ?? null} .training=${run.state === 'running'}
          .step=${step} .maxEpochs=${this.#model.maxEpochs} .revision=${this.revision} .fit=${view.fit}
          .tables=${view.tables} .hiddenClasses=${this.#hiddenSet(hidden)}
          @fit-select=${(event: PanelEvent<'fit-select'>) => this.#remember({ fit: event.detail })}
          @table-toggle=${(event: PanelEvent<'table-toggle'>) => this.#toggleTable(event.detail)}
          @series-toggle=${(event: PanelEvent<'series-toggle'>) => this.#toggleClass(target, event.detail)}></target-view>
      </div>
    </section>`;
  }

  #tab(target: string): Tab {
    const fits = this.#model.fitsOf(target);
    const done = fits.filter((fit) => fit.state === 'done').length;
    const worst = (['failed', 'cancelled', 'running'] as const).find((one) => fits.some((fit) => fit.state === one));
    const { icon, text } = fitStatus[worst ?? (done === fits.length ? 'done' : 'waiting')];
    return { name: target, icon, count: `${done}/${fits.length}`, status: `${text}, fits done` };
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
        message: `A message to the run's panel was not understood: ${issue.message} at ${issue.path.join('.') || 'its top'}`,
      });
      return;
    }
    if (message.data.kind === 'snapshot' || message.data.kind === 'unavailable') this.#asked = false;
    if (!this.#model.apply(message.data)) this.#ask();
    if (message.data.kind === 'epoch') this.#paintSoon();
    else this.#paint();
  }

  /** Asks for a snapshot, unless one is on its way. */
  #ask(): void {
    if (this.#asked) return;
    this.#asked = true;
    this.#post({ kind: 'ready' });
  }

  /** Once for all that comes within the next `paintPause`. */
  #paintSoon(): void {
    this.#paintTimer ??= setTimeout(() => this.#paint(), paintPause);
  }

  #paint(): void {
    if (this.#paintTimer !== null) clearTimeout(this.#paintTimer);
    this.#paintTimer = null;
    this.revision++;
    this.#announce();
  }

  /** A sentence now and then while the run trains, and at once when it ends. */
  #announce(): void {
    const { run, maxEpochs } = this.#model;
    if (run === null) return;
    const now = performance.now() / 1000;
    if (run.state !== 'running') {
      this.announcement = runStatus[run.state].text;
    } else if (now - this.#announcedAt >= announcementPause) {
      this.#announcedAt = now;
      this.announcement = progressAnnouncement(runProgress(this.#model.allFits(), maxEpochs), stepWord(run));
    }
  }

  #copy(text: string): void {
    this.#post({ kind: 'copy', text });
    this.announcement = 'Copied';
  }

  #toggleTable(key: string): void {
    const { tables } = this.viewState;
    this.#remember({ tables: metricKeys.filter((one) => (one === key) !== tables.includes(one)) });
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
