import * as l10n from '@vscode/l10n';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-icon/index.js';
import '@vscode-elements/elements/dist/vscode-progress-bar/index.js';
import { canContinue } from '../../src/measures/run-status.ts';
import { splitOf } from '../../src/measures/watched-folds.ts';
import type { RunRecord } from '../../src/protocol/run.ts';
import { errorCodesText, sitesText, tasksText } from '../components/count-text.ts';
import { emit, type PanelEvents } from '../components/emit.ts';
import { boxedNotice, noticeStyles } from '../components/notice.ts';
import { durationText } from '../components/number-text.ts';
import { endNotice, protocolText, runStatus } from '../components/status.ts';
import type { Step } from '../components/step-text.ts';
import { baseStyles, pageTitleStyles } from '../components/styles.ts';
import { badgeStyles, syntheticBadge } from '../components/synthetic-badge.ts';
import { toneStyles } from '../components/tones.ts';
import { type Progress, progressSentence, runningSentence } from './progress-text.ts';

/** Which run this is, how far it is, and what can be done. Emits `cancel-run`, `continue-run` and `open-file`. */
@customElement('run-header')
export class RunHeader extends LitElement {
  static override styles = [
    baseStyles,
    pageTitleStyles,
    toneStyles,
    noticeStyles,
    badgeStyles,
    css`
      header {
        display: grid;
        gap: 8px;
      }

      .state {
        display: inline-flex;
        align-items: center;
        gap: 4px;
      }

      vscode-button {
        margin-left: auto;
      }

      .links {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 16px;
      }

      .links span {
        max-width: 24em;
      }

      .fact {
        display: inline-flex;
        align-items: center;
        gap: 4px;
      }

      .progress {
        display: grid;
        gap: 4px;
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  @property({ attribute: false }) accessor run: RunRecord | null = null;
  @property({ attribute: false }) accessor progress: Progress | null = null;
  @property({ type: Number }) accessor maxEpochs = 0;
  @property() accessor step: Step = 'epoch';
  @property({ type: Boolean }) accessor cancellable = false;
  /** Without VS Code behind it, which alone can train, open files and go to places. */
  @property({ type: Boolean }) accessor detached = false;
  /** What could not be read of the run, a sentence each. */
  @property({ attribute: false }) accessor notices: readonly string[] = [];

  override render(): TemplateResult | typeof nothing {
    const { run, progress } = this;
    if (run === null || progress === null) return nothing;
    const status = runStatus[run.state];
    const { history } = run;
    const size = [tasksText(history.tasks), errorCodesText(history.codes), sitesText(history.sites)];
    return html`
      <header>
        <div class="title">
          <h1>${run.model}</h1>
          <span class="state">
            <vscode-icon class=${status.tone} name=${status.icon}></vscode-icon>${this.#stateText(run)}
          </span>
          ${syntheticBadge(history.synthetic)}
          ${this.#renderSiblings(run)}
          ${this.#renderAction(run)}
        </div>
        <p>${protocolText(run.protocol, run.fitsPerTarget)} <span class="quiet">· ${l10n.t('seed {0}', run.seed)}</span></p>
        <div class="links">
          ${this.#link('experiment', 'beaker', run.experimentFile, l10n.t('Open the experiment'))}
          ${this.#link('history', 'database', history.file, l10n.t('Open the history'))}
          <span class="quiet">${size.join(', ')}</span>
          ${this.detached ? nothing : this.#link('folder', 'folder-opened', l10n.t('Run folder'), l10n.t('Show the folder of the run'))}
        </div>
        ${this.#renderProgress(run, progress)}
        ${this.#renderEnd(run, progress)}
        ${this.notices.map((text) => boxedNotice('warning', 'warning', text))}
      </header>
    `;
  }

  /** How many test tasks a model may know by their siblings; by far most are decided alike. */
  #renderSiblings({ summary, experiment }: RunRecord): TemplateResult | typeof nothing {
    const known = Math.max(0, ...summary.map(({ baselines }) => baselines?.sameWorkflow.known ?? 0));
    if (splitOf(experiment).by !== 'task' || known < 0.005) return nothing;
    const title = l10n.t(
      'Other tasks of their workflows were trained on, and tasks of a workflow are often decided alike. For scores on new workflows, set "split": {"by": "workflow"} in the experiment.',
    );
    return html`<span class="badge" title=${title}><vscode-icon name="type-hierarchy" size="14"></vscode-icon>${l10n.t('{0} % of test tasks have siblings in training', (100 * known).toFixed(0))}</span>`;
  }

  #renderAction({ state }: RunRecord): TemplateResult | typeof nothing {
    if (this.detached) return nothing;
    if (this.cancellable) {
      return html`<vscode-button secondary icon="stop-circle"
        @click=${() => emit(this, 'cancel-run', null)}>${l10n.t('Cancel')}</vscode-button>`;
    }
    if (!canContinue(state)) return nothing;
    return html`<vscode-button secondary icon="debug-continue" title=${l10n.t('Do the missing trainings')}
      @click=${() => emit(this, 'continue-run', null)}>${l10n.t('Continue')}</vscode-button>`;
  }

  #stateText({ state, seconds }: RunRecord): string {
    return state === 'done' && seconds !== undefined
      ? l10n.t('Done in {0}', durationText(seconds))
      : runStatus[state].text;
  }

  #link(what: PanelEvents['open-file'], icon: string, text: string, title: string): TemplateResult {
    const content = html`<vscode-icon name=${icon}></vscode-icon><span class="clip">${text}</span>`;
    if (this.detached) return html`<span class="fact" title=${text}>${content}</span>`;
    return html`<button class="link" title="${title}: ${text}"
      @click=${() => emit(this, 'open-file', what)}>${content}</button>`;
  }

  #renderProgress(run: RunRecord, progress: Progress): TemplateResult | typeof nothing {
    if (run.state === 'done') return nothing;
    const bar = html`<vscode-progress-bar aria-label=${l10n.t('Trainings done')} .value=${100 * progress.share}></vscode-progress-bar>`;
    return html`<div class="progress">
      ${run.state === 'running' ? bar : nothing}
      <p>${progressSentence(progress)}</p>
      ${progress.running.length > 0 ? html`<p class="quiet">${runningSentence(progress, this.maxEpochs, this.step)}</p>` : nothing}
    </div>`;
  }

  #renderEnd(run: RunRecord, progress: Progress): TemplateResult | typeof nothing {
    const notice = endNotice(run, progress);
    const { icon, tone } = runStatus[run.state];
    return notice === null ? nothing : boxedNotice(icon, tone, notice);
  }
}
