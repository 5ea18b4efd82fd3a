import * as l10n from '@vscode/l10n';
import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import '@vscode-elements/elements/dist/vscode-icon/index.js';
import type {
  HistoryPanelDescription,
  HistoryPanelService,
  HistoryTarget,
  HistoryUpdate,
} from '../../src/protocol/history-panel.ts';
import '../components/bar-list.ts';
import { errorCodesText, sitesText, tasksText, workflowsText } from '../components/count-text.ts';
import { countText } from '../components/number-text.ts';
import { PanelElement, panelStyles } from '../components/panel-element.ts';
import { unavailablePage } from '../components/placeholders.ts';
import { syntheticBadge } from '../components/synthetic-badge.ts';
import type { PictureSubject } from '../picture/request.ts';
import { classBars, conflictText, keyFacts, leakageSentences, noiseSentence, useBars, workflowBars } from './facts.ts';
import './pair-map.ts';
import { restoreState, type ViewState } from './view-state.ts';

/** Columns of the uses of codes and sites, without their names. */
const useColumns = [l10n.t('tasks'), l10n.t('share'), l10n.t('sum of counts')];

/** Groups of tasks with different decisions that are listed for a target, and tasks of each. */
const maxConflicts = 8;
const maxLinks = 4;

/** What is in a history: sizes, decisions, codes and sites, workflows and what they leak, problems (slides 4–6). */
@customElement('history-panel')
export class HistoryPanel extends PanelElement<HistoryPanelService, HistoryUpdate, ViewState> {
  static override styles = [
    ...panelStyles,
    css`
      main {
        gap: 28px;
      }

      dl {
        display: flex;
        flex-wrap: wrap;
        gap: 12px 32px;
        margin: 12px 0 0;
      }

      dt {
        color: var(--vscode-descriptionForeground);
      }

      dd {
        margin: 0;
        font-size: 1.25em;
        font-variant-numeric: tabular-nums;
      }

      section {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 12px;
      }

      .columns {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 380px), 1fr));
        gap: 20px 40px;
        align-items: start;
      }

      .sentences {
        display: grid;
        gap: 8px;
        max-width: 46em;
      }

      .conflicts {
        display: grid;
        gap: 4px;
        margin: 0;
        padding: 0;
        list-style: none;
      }

      .conflicts li {
        display: flex;
        flex-wrap: wrap;
        gap: 2px 12px;
        overflow-wrap: anywhere;
      }

      .conflicts span {
        min-width: 16em;
      }

      .problems {
        margin: 0;
        padding: 0;
        list-style: none;
      }

      .problems li {
        display: flex;
        gap: 12px;
        overflow-wrap: anywhere;
      }

      .problems button {
        flex: none;
        font-variant-numeric: tabular-nums;
      }

      .notice {
        display: flex;
        gap: 8px;
        max-width: 60em;
        margin: 12px 0 0;
      }

      .notice vscode-icon {
        flex: none;
        color: var(--vscode-charts-blue);
      }
    `,
  ];

  @state() private accessor shown: HistoryUpdate = { kind: 'loading' };

  protected override readonly loadingText = l10n.t('Loading the history…');

  protected override restoreState(kept: unknown, identity: string): ViewState {
    return restoreState(kept, identity);
  }

  protected override take(update: HistoryUpdate): void {
    this.shown = update;
  }

  protected override renderPage(): TemplateResult | undefined {
    const { shown } = this;
    switch (shown.kind) {
      case 'loading':
        return undefined;
      case 'unavailable':
        return unavailablePage(l10n.t('{0} cannot be shown', this.#fileName), shown.reason, this.#fileLink());
      case 'snapshot':
        return this.#renderHistory(shown.history, shown.notice);
      default:
        throw new Error(`no update ${shown satisfies never}`);
    }
  }

  protected override subjectOf(): PictureSubject {
    if (this.shown.kind !== 'snapshot') return { lines: [], parts: [] };
    const { tasks, workflows, synthetic } = this.shown.history;
    const size = l10n.t({
      message: '{0} of {1}',
      args: [tasksText(tasks), workflowsText(workflows.count)],
      comment: ['9,522 tasks of 6,774 workflows'],
    });
    const name = this.#fileName;
    const lines = [[name, size, ...(synthetic ? [l10n.t('synthetic data')] : [])].join(' · ')];
    return { lines, parts: [name.replace(/\.jsonl?$/, '')] };
  }

  /** The identity is the file's path. */
  get #fileName(): string {
    return this.identity.slice(Math.max(this.identity.lastIndexOf('/'), this.identity.lastIndexOf('\\')) + 1);
  }

  #fileLink(): TemplateResult {
    return html`<button class="link" @click=${() => this.ask(({ reveal }) => reveal({}))}><vscode-icon name="go-to-file"></vscode-icon>${l10n.t('Open the file')}</button>`;
  }

  #renderHistory(history: HistoryPanelDescription, notice?: string): TemplateResult {
    return html`
      <header>
        <div class="title">
          <h1>${this.#fileName}</h1>
          ${syntheticBadge(history.synthetic)}
          ${this.#fileLink()}
        </div>
        ${notice === undefined ? nothing : html`<p class="notice"><vscode-icon name="info"></vscode-icon><span>${notice}</span></p>`}
        <dl>${keyFacts(history).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
      </header>
      ${this.#renderProblems(history)}
      <section aria-labelledby="decisions">
        <h2 id="decisions">${l10n.t('Decisions')}</h2>
        ${history.targets.length === 0 ? html`<p class="quiet">${l10n.t('No task has a parameter that could be predicted.')}</p>` : nothing}
        ${history.targets.map((target) => this.#renderTarget(target, history.tasks))}
      </section>
      ${history.targets.length === 0 ? nothing : this.#renderNoise(history)}
      <section aria-labelledby="uses">
        <h2 id="uses">${l10n.t('Error codes and sites')}</h2>
        <div class="columns">
          <bar-list caption=${l10n.t('Error codes, by tasks')} .columns=${[l10n.t('error code'), ...useColumns]}
            .bars=${useBars(history.codeUse, history.tasks)} limit="15"></bar-list>
          <bar-list caption=${l10n.t('Sites, by tasks')} .columns=${[l10n.t('site'), ...useColumns]}
            .bars=${useBars(history.siteUse, history.tasks)} limit="15"></bar-list>
        </div>
      </section>
      <section aria-labelledby="pairs">
        <h2 id="pairs">${l10n.t('Pairs of error code and site')}</h2>
        ${this.#renderPairsNote(history)}
        <pair-map .pairs=${history.pairs}></pair-map>
      </section>
      <section aria-labelledby="workflows">
        <h2 id="workflows">${l10n.t('Workflows, and what a split by task leaks')}</h2>
        <div class="columns">
          <bar-list caption=${l10n.t('Tasks per workflow')} .columns=${[l10n.t('size'), l10n.t('workflows'), l10n.t('share')]} .bars=${workflowBars(history)} limit="10"></bar-list>
          <div class="sentences">${leakageSentences(history).map((sentence) => html`<p>${sentence}</p>`)}</div>
        </div>
      </section>
    `;
  }

  #renderTarget({ name, classes, rawValues }: HistoryTarget, tasks: number): TemplateResult {
    const isMerged = rawValues.length !== classes.length;
    return html`<div class="columns">
      <bar-list caption=${isMerged ? l10n.t('{0}, merged classes', name) : name} .columns=${[l10n.t('class'), l10n.t('tasks'), l10n.t('share')]} .bars=${classBars(classes, tasks)}></bar-list>
      ${
        isMerged
          ? html`<bar-list caption=${l10n.t('{0}, values as written', name)} .columns=${[l10n.t('value'), l10n.t('tasks'), l10n.t('share')]} .bars=${classBars(rawValues, tasks)} limit="6"></bar-list>`
          : nothing
      }
    </div>`;
  }

  #renderNoise({ targets, tasks }: HistoryPanelDescription): TemplateResult {
    return html`<section aria-labelledby="noise">
      <h2 id="noise">${l10n.t('Same errors, different decisions')}</h2>
      ${targets.map(
        (target) => html`<div class="sentences">
          <p>${noiseSentence(target, tasks)}</p>
          ${target.noise.conflicts === 0 ? nothing : this.#renderConflicts(target)}
        </div>`,
      )}
    </section>`;
  }

  #renderConflicts({ name, noise: { review, conflicts } }: HistoryTarget): TemplateResult {
    const shown = review.slice(0, maxConflicts);
    return html`<ul class="conflicts" aria-label=${l10n.t('{0}: groups to review', name)}>
        ${shown.map(
          (group) => html`<li>
            <span>${conflictText(group)}</span>
            ${group.examples
              .slice(0, maxLinks)
              .map(
                ({ name: task, line, class: decided }) =>
                  html`<button class="link" title=${task} @click=${() => this.ask(({ reveal }) => reveal({ line }))}>${l10n.t('line {0}: {1}', line, decided)}</button>`,
              )}
          </li>`,
        )}
      </ul>
      ${shown.length < conflicts ? html`<p class="quiet">${l10n.t('Showing the {0} largest of {1} groups. oap history inspect --json lists more.', shown.length, countText(conflicts))}</p>` : nothing}`;
  }

  #renderPairsNote({ pairs, codes, sites }: HistoryPanelDescription): TemplateResult | typeof nothing {
    if (pairs.codes.length === codes && pairs.sites.length === sites) return nothing;
    return html`<p class="quiet">${l10n.t('Showing {0} of {1} and {2} of {3}: those of most tasks.', countText(pairs.codes.length), errorCodesText(codes), countText(pairs.sites.length), sitesText(sites))}</p>`;
  }

  #renderProblems({ problems, problemCount, skipped }: HistoryPanelDescription): TemplateResult | typeof nothing {
    if (problemCount === 0) return nothing;
    return html`<section aria-labelledby="problems">
      <h2 id="problems">${problemsText(problemCount, skipped)}</h2>
      <ul class="problems">
        ${problems
          .slice(0, 50)
          .map(
            ({ line, column, message }) =>
              html`<li><button class="link" @click=${() => this.ask(({ reveal }) => reveal({ line, column }))}>${line}:${column}</button><span>${message}</span></li>`,
          )}
      </ul>
      ${problemCount > 50 ? html`<p class="quiet">${l10n.t('Showing {0} of {1}.', 50, countText(problemCount))}</p>` : nothing}
    </section>`;
  }
}

function problemsText(problems: number, skipped: number): string {
  const text = problems === 1 ? l10n.t('1 problem') : l10n.t('{0} problems', countText(problems));
  return skipped === 0
    ? text
    : l10n.t({
        message: '{0}, {1} left out',
        args: [text, tasksText(skipped)],
        comment: ['2 problems, 1 task left out'],
      });
}
