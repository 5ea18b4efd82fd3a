import * as l10n from '@vscode/l10n';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import '@vscode-elements/elements/dist/vscode-icon/index.js';
import { emit } from '../components/emit.ts';
import { fitStatus } from '../components/status.ts';
import { type Step, stepAtText, stepsText } from '../components/step-text.ts';
import { baseStyles } from '../components/styles.ts';
import { toneStyles } from '../components/tones.ts';
import type { ShownFit } from './run-model.ts';

/** How far each fit of a target is, and which is shown: all as mean and spread, or one. Emits `fit-select`. */
@customElement('fit-choice')
export class FitChoice extends LitElement {
  static override styles = [
    baseStyles,
    toneStyles,
    css`
      fieldset {
        display: flex;
        flex-wrap: wrap;
        gap: 4px;
        margin: 0;
        padding: 0;
        border: 0;
      }

      label {
        position: relative;
        display: inline-flex;
        align-items: center;
        gap: 6px;
        padding: 2px 10px 2px 8px;
        border: 1px solid var(--vscode-radio-inactiveBorder, var(--vscode-widget-border, transparent));
        border-radius: 4px;
        cursor: pointer;
        font-variant-numeric: tabular-nums;
      }

      label:hover {
        background: var(--vscode-radio-inactiveHoverBackground, var(--vscode-list-hoverBackground));
      }

      label:has(input:checked) {
        border-color: var(--vscode-radio-activeBorder, var(--vscode-focusBorder));
        background: var(--vscode-radio-activeBackground);
        color: var(--vscode-radio-activeForeground, var(--vscode-foreground));
        font-weight: 600;
      }

      label:has(input:focus-visible) {
        outline: 1px solid var(--vscode-focusBorder);
        outline-offset: 1px;
      }

      input {
        position: absolute;
        inset: 0;
        margin: 0;
        opacity: 0;
        cursor: pointer;
      }

      .alone {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        font-variant-numeric: tabular-nums;
      }

      .detail {
        font-weight: normal;
      }
    `,
  ];

  @property({ attribute: false }) accessor fits: readonly ShownFit[] = [];
  /** Index of the fit that is shown; null = all. */
  @property({ attribute: false }) accessor selected: number | null = null;
  /** What the choice of all fits is called. */
  @property() accessor together = '';
  @property() accessor step: Step = 'epoch';
  @property({ type: Number }) accessor maxEpochs = 0;
  /** Whether fits that have not begun will. */
  @property({ type: Boolean }) accessor training = false;
  /** The fits are mutable in their epochs; this says that they changed. */
  @property({ type: Number }) accessor revision = 0;

  override render(): TemplateResult {
    if (this.fits.length === 1) {
      const [fit] = this.fits;
      return html`<span class="alone">${this.#icon(fit)} ${l10n.t({ message: '1 training:', comment: ['before its state'] })} ${this.#detail(fit)}</span>`;
    }
    return html`<fieldset>
      <legend class="visually-hidden">${l10n.t('Training that is shown')}</legend>
      ${this.#option(null, html`${this.together}`)}
      ${this.fits.map((fit) =>
        this.#option(
          fit.index,
          html`${this.#icon(fit)} <span>${l10n.t('Training {0}', fit.index + 1)}</span> <span class="detail">${this.#detail(fit)}</span>`,
        ),
      )}
    </fieldset>`;
  }

  #option(index: number | null, content: TemplateResult): TemplateResult {
    return html`<label>
      <input type="radio" name="fit" .checked=${this.selected === index}
        @change=${() => emit(this, 'fit-select', index)} />
      ${content}
    </label>`;
  }

  #icon({ state }: ShownFit): TemplateResult {
    const { icon, tone } = fitStatus[state];
    return html`<vscode-icon class=${tone} name=${icon} size="14"></vscode-icon>`;
  }

  #detail({ state, epochs, error }: ShownFit): TemplateResult {
    const { text } = fitStatus[state];
    const ran = stepsText(this.step, epochs.length);
    switch (state) {
      case 'running':
        return html`${stepAtText(this.step, epochs.length)} <span class="quiet">${l10n.t({ message: 'of at most {0}', args: [this.maxEpochs], comment: ['after epoch 12'] })}</span>`;
      case 'done':
        return html`${ran}<span class="visually-hidden">, ${text}</span>`;
      case 'waiting':
        return html`<span class="quiet">${this.training ? text : l10n.t({ message: 'not begun', comment: ['state of a training'] })}</span>`;
      case 'failed':
      case 'cancelled':
        return html`${epochs.length > 0 ? endText(state, ran) : text}${error === undefined ? nothing : html`: ${error}`}`;
      default:
        throw new Error(`no state ${state satisfies never}`);
    }
  }
}

/** How a fit ended, and when. */
function endText(state: 'failed' | 'cancelled', ran: string): string {
  return state === 'failed'
    ? l10n.t({ message: 'failed after {0}', args: [ran], comment: ['state of a training'] })
    : l10n.t({ message: 'cancelled after {0}', args: [ran], comment: ['state of a training'] });
}
