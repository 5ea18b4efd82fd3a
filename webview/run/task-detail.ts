import * as l10n from '@vscode/l10n';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import '@vscode-elements/elements/dist/vscode-icon/index.js';
import type { RunExplanation, RunQuestions, RunTask, TaskErrors } from '../../src/protocol/run-panel.ts';
import type { ArgumentOf } from '../../src/protocol/service.ts';
import type { Answer } from '../components/answers.ts';
import { copyButtons } from '../components/copy-buttons.ts';
import { sitesText } from '../components/count-text.ts';
import { cssProperties } from '../components/css-properties.ts';
import { emit, type PanelEvent } from '../components/emit.ts';
import { noticeStyles, warning } from '../components/notice.ts';
import { countText } from '../components/number-text.ts';
import { markerSwatch } from '../components/series-look.ts';
import { cellColours } from '../components/share-colour.ts';
import { baseStyles } from '../components/styles.ts';
import { ThemeController } from '../components/theme-controller.ts';
import { cssColour } from '../picture/colour.ts';
import { type HeatCell, type HeatMap, heatMap } from './heat-map.ts';
import { probabilityBar } from './probability-bar.ts';
import { CellReasons, contributionText } from './reasons.ts';
import { errorsText } from './sample-text.ts';
import { taskDetailStyles } from './task-detail-styles.ts';
import './task-reasons.ts';

/** Why a fit gives, or does not give, a class to a task; asks for it if it is not known. */
export type ExplanationOf = (question: ArgumentOf<RunQuestions['explain']>) => Answer<RunExplanation>;

/** A task that was evaluated: what the model thought of it, and what had failed where. Emits `go-to-task`. */
@customElement('task-detail')
export class TaskDetail extends LitElement {
  static override styles = [baseStyles, noticeStyles, taskDetailStyles];

  @property() accessor name = '';
  @property({ attribute: false }) accessor classes: readonly string[] = [];
  @property({ type: Number }) accessor truth = 0;
  @property({ type: Number }) accessor predicted = 0;
  /** [classes] */
  @property({ attribute: false }) accessor probabilities: ArrayLike<number> = [];
  @property({ attribute: false }) accessor detail: Answer<RunTask> = {};
  /** Without VS Code behind it, which alone can go to places and ask the model. */
  @property({ type: Boolean }) accessor detached = false;
  @property() accessor target = '';
  /** Index of the fit that evaluated the task. */
  @property({ type: Number }) accessor fit = 0;
  @property({ attribute: false }) accessor explanationOf: ExplanationOf = () => ({});
  /** The class that was chosen to be explained; null = the predicted one. */
  @state() private accessor chosen: number | null = null;

  readonly #theme = new ThemeController(this);

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('name') || changed.has('fit') || changed.has('target')) this.chosen = null;
  }

  override render(): TemplateResult {
    const errors = this.detail.value?.errors ?? null;
    const line = errors === null ? null : countText(errors.line);
    return html`
      <div class="top">
        <p class="name">${this.name}</p>
        ${
          this.detached
            ? html`<span class="quiet">${line === null ? nothing : l10n.t('line {0}', line)}</span>`
            : html`<button class="link" title=${l10n.t('Show the task in the history (Ctrl+Enter)')} @click=${() => emit(this, 'go-to-task', this.name)}>
          <vscode-icon name="go-to-file"></vscode-icon>${line === null ? l10n.t('Go to task') : l10n.t('Go to task (line {0})', line)}
        </button>`
        }
      </div>
      <ul class="classes">
        ${this.classes.map((name, c) => this.#renderClass(name, c))}
      </ul>
      ${this.#renderHistory(this.detail)}
    `;
  }

  #renderClass(name: string, c: number): TemplateResult {
    const roles = [c === this.truth ? l10n.t('truth') : [], c === this.predicted ? l10n.t('prediction') : []].flat();
    return html`<li>
      ${markerSwatch(c)}<span class="class clip" title=${name}>${name}</span>
      <span class="probability">${this.probabilities[c]?.toFixed(3)}</span>
      <span class="single">${probabilityBar(Array.from(this.classes, (_, i) => (i === c ? this.probabilities[c] : 0)))}</span>
      <span class="quiet">${roles.join(', ')}</span>
    </li>`;
  }

  #renderHistory({ value, problem }: Answer<RunTask>): TemplateResult {
    if (problem !== undefined) return warning(l10n.t('The history cannot be read: {0}', problem));
    if (!value) return html`<p class="quiet" role="status">${l10n.t('Reading the task…')}</p>`;
    const { errors } = value;
    const stale = value.stale
      ? warning(l10n.t('Stale: the history has changed since this run. What is shown is the file as it is now.'))
      : nothing;
    if (errors === null) return html`${stale}${warning(l10n.t('The history no longer has this task.'))}`;
    return html`${stale}${errors.codes.length === 0 ? html`<p>${l10n.t('The task has no errors.')}</p>${this.#renderReasons(errors)}` : this.#renderErrors(errors)}`;
  }

  #explained(): number {
    return this.chosen ?? this.predicted;
  }

  #explanation(): Answer<RunExplanation> {
    const { target, name, fit } = this;
    return this.explanationOf({ target, name, fit, class: this.#explained() });
  }

  #renderErrors(errors: TaskErrors): TemplateResult {
    const map = heatMap(errors);
    const { value } = this.detached ? {} : this.#explanation();
    const reasons = value ? new CellReasons(value.explanation) : null;
    const good = map.sites.filter((site) => site.good).length;
    const bad = map.sites.length - good;
    return html`
      <div class="heading"><h3>${l10n.t('Errors by code and site')}</h3>${copyButtons(l10n.t('Errors of the task'), () => errorsText(errors))}</div>
      <div class="side-by-side">
      <div class="scroll" tabindex="0" role="region" aria-label=${l10n.t('Errors of the task')}>
        <table>
          <caption class="visually-hidden">${l10n.t('Errors by code and site; counts of failed jobs')}</caption>
          <thead>
            <tr>
              <td></td>
              ${good > 0 ? html`<th class="group" colspan=${good} scope="colgroup"><vscode-icon name="pass" size="14"></vscode-icon> ${l10n.t('Good sites')}</th>` : nothing}
              ${bad > 0 ? html`<th class="group bad" colspan=${bad} scope="colgroup"><vscode-icon name="circle-slash" size="14"></vscode-icon> ${l10n.t('Bad sites')}</th>` : nothing}
            </tr>
            <tr>
              <td></td>
              ${map.sites.map(({ site }, i) => html`<th class="site ${i === good ? 'first-bad' : ''}" scope="col" title=${site}><span>${site}</span></th>`)}
            </tr>
          </thead>
          <tbody>
            ${map.rows.map(
              ({ code, title, cells }) => html`<tr>
                <th class="code" scope="row" title=${codeHint(code)}><span class="number">${code.code}</span> <span
                  class="quiet">${title}</span></th>
                ${cells.map((cell, i) => this.#renderCell(cell, i === good, reasons, code.code, map.sites[i]))}
              </tr>`,
            )}
          </tbody>
        </table>
        ${reasons === null ? nothing : html`<p class="quiet">${l10n.t('Bars in the cells: at the bottom for {0}, at the top against it.', this.classes[this.#explained()])}</p>`}
      </div>
      ${this.#renderReasons(errors)}
      </div>
      ${this.#renderLegend(map)}
    `;
  }

  #renderReasons({ codes }: TaskErrors): TemplateResult | typeof nothing {
    if (this.detached) return nothing;
    return html`<task-reasons .classes=${this.classes} .truth=${this.truth} .predicted=${this.predicted}
      .explained=${this.#explained()} .titles=${new Map(codes.map(({ code, title }) => [code, title]))}
      .reasons=${this.#explanation()}
      @class-explain=${(event: PanelEvent<'class-explain'>) => {
        this.chosen = event.detail;
      }}></task-reasons>`;
  }

  #renderCell(
    { count, heat }: HeatCell,
    firstBad: boolean,
    reasons: CellReasons | null,
    code: string,
    { site, good }: TaskErrors['sites'][number],
  ): TemplateResult {
    const edge = firstBad ? 'first-bad' : '';
    if (count === 0) return html`<td class="none ${edge}"><span class="visually-hidden">0</span></td>`;
    const contribution = reasons?.of(code, site, good);
    const bar =
      reasons === null || contribution === undefined ? nothing : this.#renderBar(contribution, reasons.largest);
    if (heat === null) return html`<td class="listed ${edge}">${countText(count)}${bar}</td>`;
    const { background, text } = cellColours(heat, this.#theme.theme);
    return html`<td class=${edge} ${cssProperties({ '--cell-background': cssColour(background), '--cell-text': cssColour(text) })}>${countText(count)}${bar}</td>`;
  }

  /** What a cell adds: how long the bar is, and at which edge. */
  #renderBar(contribution: number, largest: number): TemplateResult {
    const share = largest === 0 ? 0 : Math.abs(contribution) / largest;
    return html`<span class="drives ${contribution < 0 ? 'against' : 'for'}" aria-hidden="true" title=${contributionText(contribution)}
      ${cssProperties({ '--share': `${(100 * share).toFixed(1)}%` })}></span><span class="visually-hidden">, ${l10n.t('{0} for {1}', contributionText(contribution), this.classes[this.#explained()])}</span>`;
  }

  #renderLegend({ rows, sites, allSites, allCodes }: HeatMap): TemplateResult {
    const described = rows.filter(({ code }) => code.description !== '');
    const left =
      sites.length < allSites || rows.length < allCodes
        ? html`<p class="quiet">${l10n.t('Showing {0} of {1} and {2} of {3}, those with most errors.', rows.length, codesText(allCodes), sites.length, sitesText(allSites))}</p>`
        : nothing;
    return html`${left}${
      described.length === 0
        ? nothing
        : html`<dl>
            ${described.map(
              ({ code }) => html`<div><dt><span class="number">${code.code}</span> ${code.title}</dt>
                <dd>${code.description}.${code.usualAction === '' ? nothing : html` <span class="quiet">${l10n.t('Usual action: {0}.', code.usualAction)}</span>`}</dd></div>`,
            )}
          </dl>`
    }`;
  }
}

function codesText(count: number): string {
  return count === 1 ? l10n.t('1 code') : l10n.t('{0} codes', countText(count));
}

function codeHint({ code, title, description }: TaskErrors['codes'][number]): string {
  return [`${code} ${title}`.trim(), description].filter((part) => part !== '').join(': ');
}
