import * as l10n from '@vscode/l10n';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-icon/index.js';
import { percentText } from '../../src/measures/percent-text.ts';
import { maxErrors, type Policy, type PolicyDetails } from '../../src/protocol/policy.ts';
import type { Answer } from '../components/answers.ts';
import { controlStyles } from '../components/control-styles.ts';
import '../components/data-table.ts';
import { emit } from '../components/emit.ts';
import { fieldStyles } from '../components/field-styles.ts';
import { baseStyles } from '../components/styles.ts';
import { policyNote, policyTable } from './policy-table.ts';
import './policy-details-view.ts';

/** When to act on a run's recommendations without asking. Emits `policy-change` and `policy-save`. */
@customElement('policy-view')
export class PolicyView extends LitElement {
  static override styles = [
    baseStyles,
    controlStyles,
    fieldStyles,
    css`
      .stack {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 16px;
      }

      .slider {
        flex: 0 1 420px;
      }

      output {
        min-width: 4em;
      }

      vscode-button {
        margin-left: auto;
      }

      .text {
        max-width: 60em;
      }

      .empty {
        display: grid;
        justify-items: center;
        gap: 10px;
        padding: 48px 0;
        text-align: center;
        overflow-wrap: anywhere;
      }

      .empty p {
        max-width: 60em;
      }
    `,
  ];

  @property({ attribute: false }) accessor policy: Answer<Policy> = {};
  @property({ attribute: false }) accessor details: Answer<PolicyDetails> = {};
  /** Names of the targets, in their order. */
  @property({ attribute: false }) accessor targets: readonly string[] = [];
  @property({ type: Number }) accessor maxError = 0.02;
  /** Without VS Code behind it, which alone can save files. */
  @property({ type: Boolean }) accessor detached = false;

  override render(): TemplateResult {
    return html`<div class="stack">
      <p class="text">${l10n.t('Recommendations that are confident enough can be followed without asking. Choose an acceptable error; the thresholds keep it.')}</p>
      <div class="bar">
        <label class="slider">${l10n.t('Acceptable error')}
          <input type="range" min="0" max=${maxErrors.length - 1} step="1" .value=${String(this.#step())}
            aria-valuetext=${percentText(this.maxError)} @change=${(event: Event) => this.#choose(event)}>
          <output>${percentText(this.maxError)}</output>
        </label>
        ${
          this.detached || !this.policy.value
            ? nothing
            : html`<vscode-button secondary icon="save" @click=${() => emit(this, 'policy-save', null)}>${l10n.t('Save Policy…')}</vscode-button>`
        }
      </div>
      ${this.#renderPolicy()}
    </div>`;
  }

  #renderPolicy(): TemplateResult {
    const { value, problem } = this.policy;
    if (problem !== undefined) {
      return html`<div class="empty" role="status"><vscode-icon name="info" size="24"></vscode-icon><p>${problem}</p></div>`;
    }
    if (!value) return html`<p class="empty quiet" role="status">${l10n.t('Choosing thresholds…')}</p>`;
    return html`<data-table caption=${l10n.t('Act or ask')} .table=${policyTable(value, this.targets)}></data-table>
      <p class="quiet text" role="status">${policyNote(value)}</p>
      <policy-details-view .policy=${value} .details=${this.details}></policy-details-view>`;
  }

  /** Place of the error among those to choose from. */
  #step(): number {
    return Math.max(0, maxErrors.indexOf(this.maxError));
  }

  #choose(event: Event): void {
    emit(this, 'policy-change', maxErrors[Number((event.target as HTMLInputElement).value)]);
  }
}
