import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import '@vscode-elements/elements/dist/vscode-icon/index.js';
import type { RunTask, TaskErrors } from '../../src/protocol/run-panel.ts';
import { cssColour } from '../components/colour.ts';
import { copyButtons } from '../components/copy-buttons.ts';
import { cssProperties } from '../components/css-properties.ts';
import { emit } from '../components/emit.ts';
import { countOf, countText } from '../components/number-text.ts';
import { markerSwatch } from '../components/series-look.ts';
import { cellColours } from '../components/share-colour.ts';
import { baseStyles } from '../components/styles.ts';
import { ThemeController } from '../components/theme-controller.ts';
import { type HeatCell, type HeatMap, heatMap } from './heat-map.ts';
import { probabilityBar } from './probability-bar.ts';
import { errorsText } from './sample-text.ts';
import { taskDetailStyles } from './task-detail-styles.ts';

/** A task that was evaluated: what the model thought of it, and what had failed where. Emits `go-to-task`. */
@customElement('task-detail')
export class TaskDetail extends LitElement {
  static override styles = [baseStyles, taskDetailStyles];

  @property() accessor name = '';
  @property({ attribute: false }) accessor classes: readonly string[] = [];
  @property({ type: Number }) accessor truth = 0;
  @property({ type: Number }) accessor predicted = 0;
  /** [classes] */
  @property({ attribute: false }) accessor probabilities: ArrayLike<number> = [];
  /** Null until the host has answered. */
  @property({ attribute: false }) accessor detail: RunTask | null = null;
  /** Without VS Code behind it, which alone can train, open files and go to places. */
  @property({ type: Boolean }) accessor detached = false;

  readonly #theme = new ThemeController(this);

  override render(): TemplateResult {
    const errors = this.detail?.errors ?? null;
    const place = errors === null ? nothing : html`line ${countText(errors.line)}`;
    return html`
      <div class="top">
        <p class="name">${this.name}</p>
        ${
          this.detached
            ? html`<span class="quiet">${place}</span>`
            : html`<button class="link" title="Show the task in the history (Ctrl+Enter)" @click=${() => emit(this, 'go-to-task', this.name)}>
          <vscode-icon name="go-to-file"></vscode-icon>Go to task${errors === null ? nothing : html` (${place})`}
        </button>`
        }
      </div>
      <ul class="classes">
        ${this.classes.map((name, c) => this.#renderClass(name, c))}
      </ul>
      ${this.detail === null ? html`<p class="quiet" role="status">Reading the task…</p>` : this.#renderHistory(this.detail)}
    `;
  }

  #renderClass(name: string, c: number): TemplateResult {
    const roles = [c === this.truth ? 'truth' : [], c === this.predicted ? 'prediction' : []].flat();
    return html`<li>
      ${markerSwatch(c)}<span class="class clip" title=${name}>${name}</span>
      <span class="probability">${this.probabilities[c]?.toFixed(3)}</span>
      <span class="single">${probabilityBar(Array.from(this.classes, (_, i) => (i === c ? this.probabilities[c] : 0)))}</span>
      <span class="quiet">${roles.join(', ')}</span>
    </li>`;
  }

  #renderHistory({ history, errors }: RunTask): TemplateResult {
    if (history.problem !== undefined) return notice(`The history cannot be read: ${history.problem}`);
    const stale = history.stale
      ? notice('Stale: the history has changed since this run. What is shown is the file as it is now.')
      : nothing;
    if (errors === null) return html`${stale}${notice('The history does not have this task any more.')}`;
    return html`${stale}${errors.codes.length === 0 ? html`<p>The task has no errors.</p>` : this.#renderErrors(errors)}`;
  }

  #renderErrors(errors: TaskErrors): TemplateResult {
    const map = heatMap(errors);
    const good = map.sites.filter((site) => site.good).length;
    const bad = map.sites.length - good;
    return html`
      <div class="heading"><h3>Errors by code and site</h3>${copyButtons('Errors of the task', () => errorsText(errors))}</div>
      <div class="scroll" tabindex="0" role="region" aria-label="Errors of the task">
        <table>
          <caption class="visually-hidden">Errors by code and site; counts of failed jobs</caption>
          <thead>
            <tr>
              <td></td>
              ${good > 0 ? html`<th class="group" colspan=${good} scope="colgroup"><vscode-icon name="pass" size="14"></vscode-icon> Good sites</th>` : nothing}
              ${bad > 0 ? html`<th class="group bad" colspan=${bad} scope="colgroup"><vscode-icon name="circle-slash" size="14"></vscode-icon> Bad sites</th>` : nothing}
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
                ${cells.map((cell, i) => this.#renderCell(cell, i === good))}
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
      ${this.#renderLegend(map)}
    `;
  }

  #renderCell({ count, heat }: HeatCell, firstBad: boolean): TemplateResult {
    const edge = firstBad ? 'first-bad' : '';
    if (count === 0) return html`<td class="none ${edge}"><span class="visually-hidden">0</span></td>`;
    if (heat === null) return html`<td class="listed ${edge}">${countText(count)}</td>`;
    const { background, text } = cellColours(heat, this.#theme.theme);
    return html`<td class=${edge} ${cssProperties({ '--cell-background': cssColour(background), '--cell-text': cssColour(text) })}>${countText(count)}</td>`;
  }

  #renderLegend({ rows, sites, allSites, allCodes }: HeatMap): TemplateResult {
    const described = rows.filter(({ code }) => code.description !== '');
    const left =
      sites.length < allSites || rows.length < allCodes
        ? html`<p class="quiet">Showing ${rows.length} of ${countOf(allCodes, 'code')} and ${sites.length} of ${countOf(allSites, 'site')}, those with most errors.</p>`
        : nothing;
    return html`${left}${
      described.length === 0
        ? nothing
        : html`<dl>
            ${described.map(
              ({ code }) => html`<div><dt><span class="number">${code.code}</span> ${code.title}</dt>
                <dd>${code.description}.${code.usualAction === '' ? nothing : html` <span class="quiet">Usual action: ${code.usualAction}.</span>`}</dd></div>`,
            )}
          </dl>`
    }`;
  }
}

function codeHint({ code, title, description }: TaskErrors['codes'][number]): string {
  return [`${code} ${title}`.trim(), description].filter((part) => part !== '').join(': ');
}

function notice(text: string): TemplateResult {
  return html`<p class="notice"><vscode-icon name="warning"></vscode-icon><span>${text}</span></p>`;
}
