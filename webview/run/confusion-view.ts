import * as l10n from '@vscode/l10n';
import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { joinMatrices, type Normalisation, normalisations } from '../../src/measures/normalise.ts';
import '../components/confusion-matrix.ts';
import { controlStyles } from '../components/control-styles.ts';
import { emit, type PanelEvent } from '../components/emit.ts';
import { fieldStyles } from '../components/field-styles.ts';
import { baseStyles } from '../components/styles.ts';
import { type ShownFit, selectedFit } from './run-model.ts';

const normalisationText: Readonly<Record<Normalisation, string>> = {
  true: l10n.t('true class'),
  predicted: l10n.t('predicted class'),
  all: l10n.t('all examples'),
  none: l10n.t('nothing (counts)'),
};

/** A target's confusion matrix. A cell leads to its samples. Emits `normalise-change` and `samples-show`. */
@customElement('confusion-view')
export class ConfusionView extends LitElement {
  static override styles = [
    baseStyles,
    controlStyles,
    fieldStyles,
    css`
      .stack {
        display: grid;
        grid-template-columns: minmax(0, max-content);
        gap: 12px;
      }

      .empty {
        padding: 48px 0;
        text-align: center;
      }
    `,
  ];

  @property({ attribute: false }) accessor classes: readonly string[] = [];
  @property({ attribute: false }) accessor fits: readonly ShownFit[] = [];
  /** Index of the fit that is shown; null = all. */
  @property({ attribute: false }) accessor fit: number | null = null;
  @property() accessor normalisation: Normalisation = 'true';
  /** Why there is nothing to show. */
  @property() accessor waiting = '';

  override render(): TemplateResult {
    const chosen = selectedFit(this.fit, this.fits);
    const records = this.fits.flatMap(({ record, index }) =>
      record && (chosen === null || index === chosen) ? record : [],
    );
    if (records.length === 0) return html`<p class="empty quiet">${this.waiting}</p>`;
    const confusions = records.map(({ confusion }) => confusion);
    const matrix = { classes: this.classes, fits: records.length, ...joinMatrices(confusions, this.normalisation) };
    return html`<div class="stack">
      <label>${l10n.t({ message: 'Normalised by', comment: ['before a choice: true class, nothing (counts) …'] })}
        <select @change=${this.#onChange}>
          ${normalisations.map((one) => html`<option value=${one} .selected=${one === this.normalisation}>${normalisationText[one]}</option>`)}
        </select>
      </label>
      <confusion-matrix .matrix=${matrix} .normalisation=${this.normalisation} action=${l10n.t('Show its samples')}
        @cell-select=${this.#onCell}></confusion-matrix>
      <p class="quiet">${l10n.t('A click on a cell, or Enter, shows its samples.')}</p>
    </div>`;
  }

  #onChange(event: Event): void {
    const { selectedIndex } = event.target as HTMLSelectElement;
    emit(this, 'normalise-change', normalisations[selectedIndex]);
  }

  #onCell({ detail: { row, column } }: PanelEvent<'cell-select'>): void {
    emit(this, 'samples-show', { truth: row, predicted: column });
  }
}
