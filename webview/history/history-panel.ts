import * as l10n from '@vscode/l10n';
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import '@vscode-elements/elements/dist/vscode-icon/index.js';
import {
  type HistoryPanelDescription,
  type HistoryPanelToHost,
  type HistoryTarget,
  type HostToHistoryPanel,
  hostToHistoryPanel,
} from '../../src/protocol/history-panel.ts';
import '../components/bar-list.ts';
import { errorCodesText, sitesText, tasksText, workflowsText } from '../components/count-text.ts';
import type { PanelEvent } from '../components/emit.ts';
import { countText } from '../components/number-text.ts';
import { sendPicture } from '../components/picture-message.ts';
import { baseStyles } from '../components/styles.ts';
import type { Host } from '../host.ts';
import type { PictureRequest } from '../picture/request.ts';
import { placeholderStyles, skeleton } from '../run/placeholders.ts';
import { classBars, keyFacts, leakageSentences, useBars, workflowBars } from './facts.ts';
import './pair-map.ts';

/** Columns of the uses of codes and sites, without their names. */
const useColumns = [l10n.t('tasks'), l10n.t('share'), l10n.t('sum of counts')];

/** What is in a history: sizes, decisions, codes and sites, workflows and what they leak, problems (slides 4–6). */
@customElement('history-panel')
export class HistoryPanel extends LitElement {
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
        gap: 28px;
      }

      h1 {
        font-size: 1.5em;
        font-weight: 600;
        overflow-wrap: anywhere;
      }

      .title {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 12px;
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

      .unavailable p {
        max-width: 60em;
      }

      @media (max-width: 480px) {
        :host {
          padding-inline: 12px;
        }
      }
    `,
  ];

  /** Path of the file; kept in the state. */
  @property() accessor identity = '';
  @property({ attribute: false }) accessor host: Host<HistoryPanelToHost> | null = null;
  @state() private accessor message: HostToHistoryPanel | null = null;

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('host') || this.host === null) return;
    const { host } = this;
    host.setState({ identity: this.identity });
    host.onMessage((data) => this.#receive(data));
    host.post({ kind: 'ready' });
  }

  override render(): TemplateResult {
    const { message } = this;
    if (message === null || message.kind === 'loading')
      return html`<main aria-busy="true">${skeleton(l10n.t('Loading the history…'))}</main>`;
    if (message.kind === 'unavailable') return this.#renderUnavailable(message.file, message.reason);
    return html`<main @copy-text=${(event: PanelEvent<'copy-text'>) => this.host?.post({ kind: 'copy', text: event.detail })}
      @save-picture=${(event: PanelEvent<'save-picture'>) => this.#savePicture(event.detail, message.file, message.history)}>
      ${this.#renderHistory(message.file, message.history, message.notice)}
    </main>`;
  }

  #savePicture(request: PictureRequest, file: string, history: HistoryPanelDescription): void {
    const size = l10n.t({
      message: '{0} of {1}',
      args: [tasksText(history.tasks), workflowsText(history.workflows.count)],
      comment: ['9,522 tasks of 6,774 workflows'],
    });
    const lines = [[fileName(file), size, ...(history.synthetic ? [l10n.t('synthetic data')] : [])].join(' · ')];
    const parts = [fileName(file).replace(/\.jsonl?$/, '')];
    void sendPicture((answer) => this.host?.post(answer), request, { lines, parts });
  }

  #receive(data: unknown): void {
    const message = hostToHistoryPanel.safeParse(data);
    if (message.success) {
      this.message = message.data;
      return;
    }
    const [issue] = message.error.issues;
    this.host?.post({ kind: 'failed', message: `${issue.path.join('.')}: ${issue.message}` });
    this.message = {
      kind: 'unavailable',
      file: this.identity,
      reason: l10n.t('The panel and the extension do not understand each other: reload the window.'),
    };
  }

  #renderHistory(file: string, history: HistoryPanelDescription, notice?: string): TemplateResult {
    return html`
      <header>
        <div class="title">
          <h1>${fileName(file)}</h1>
          ${
            history.synthetic
              ? html`<span class="synthetic" title=${l10n.t('The history was generated: it says nothing about real operations.')}><vscode-icon name="beaker" size="14"></vscode-icon>${l10n.t('synthetic data')}</span>`
              : nothing
          }
          <button class="link" @click=${() => this.host?.post({ kind: 'reveal' })}><vscode-icon name="go-to-file"></vscode-icon>${l10n.t('Open the file')}</button>
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
              html`<li><button class="link" @click=${() => this.host?.post({ kind: 'reveal', line, column })}>${line}:${column}</button><span>${message}</span></li>`,
          )}
      </ul>
      ${problemCount > 50 ? html`<p class="quiet">${l10n.t('Showing {0} of {1}.', 50, countText(problemCount))}</p>` : nothing}
    </section>`;
  }

  #renderUnavailable(file: string, reason: string): TemplateResult {
    return html`<main class="unavailable">
      <vscode-icon name="warning" size="32"></vscode-icon>
      <h1>${l10n.t('{0} cannot be shown', fileName(file))}</h1>
      <p>${reason}</p>
      <button class="link" @click=${() => this.host?.post({ kind: 'reveal' })}><vscode-icon name="go-to-file"></vscode-icon>${l10n.t('Open the file')}</button>
    </main>`;
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

function fileName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}
