import * as l10n from '@vscode/l10n';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import { jsonText } from '../../src/protocol/json-text.ts';
import { orderedExperiment } from '../../src/protocol/ordered-experiment.ts';
import type { RunRecord } from '../../src/protocol/run.ts';
import '../components/data-table.ts';
import { emit } from '../components/emit.ts';
import { fieldStyles } from '../components/field-styles.ts';
import { countText } from '../components/number-text.ts';
import { baseStyles } from '../components/styles.ts';
import type { ShownFit } from './run-model.ts';
import { settingRows, settingsTable } from './settings-rows.ts';

/** Everything needed to make the run again, and the button that does. Emits `settings-search` and `run-again`. */
@customElement('settings-view')
export class SettingsView extends LitElement {
  static override styles = [
    baseStyles,
    fieldStyles,
    css`
      .stack {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 12px;
      }

      .bar {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px 16px;
      }
    `,
  ];

  @property({ attribute: false }) accessor run: RunRecord | null = null;
  @property({ attribute: false }) accessor fits: readonly ShownFit[] = [];
  @property() accessor search = '';
  /** Without VS Code behind it, which alone can train, open files and go to places. */
  @property({ type: Boolean }) accessor detached = false;

  override render(): TemplateResult | typeof nothing {
    const { run } = this;
    if (run === null) return nothing;
    const rows = settingRows(run, this.fits);
    const table = settingsTable(rows, this.search);
    const json = (): string => `${jsonText(orderedExperiment(run), 2)}\n`;
    return html`<div class="stack">
      <div class="bar">
        <input type="search" placeholder=${l10n.t('Search settings')} aria-label=${l10n.t('Search settings')} .value=${this.search} maxlength="200"
          @input=${(event: Event) => emit(this, 'settings-search', (event.target as HTMLInputElement).value)}>
        <span role="status">${l10n.t('Showing {0} of {1}', countText(table.rows.length), countText(rows.length))}</span>
        <vscode-button secondary icon="json" @click=${() => emit(this, 'copy-text', json())}>${l10n.t('Copy experiment')}</vscode-button>
        ${
          this.detached
            ? nothing
            : html`<vscode-button secondary icon="debug-restart" title=${l10n.t('Train the same model under the same protocol again, as a new run')}
                ?disabled=${run.state === 'running'} @click=${() => emit(this, 'run-again', null)}>${l10n.t({ message: 'Run again', comment: ['verb: train once more'] })}</vscode-button>`
        }
      </div>
      ${table.rows.length === 0 ? html`<p class="quiet">${l10n.t('No settings match.')}</p>` : html`<data-table wrap caption=${l10n.t('Settings')} .table=${table}></data-table>`}
    </div>`;
  }
}
