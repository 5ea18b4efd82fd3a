import * as l10n from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';
import '@vscode-elements/elements/dist/vscode-toolbar-button/index.js';
import { emit } from './emit.ts';
import { csvTable, markdownTable, type TextTable } from './table-text.ts';

/** Two buttons that copy a table. `name` says which, to those who do not see where they are. */
export function copyButtons(name: string, table: () => TextTable): TemplateResult {
  const copy = (event: Event, format: (table: TextTable) => string): void => {
    if (event.currentTarget !== null) emit(event.currentTarget, 'copy-text', format(table()));
  };
  return html`
    <vscode-toolbar-button icon="markdown" label=${l10n.t('Copy {0} as Markdown', name)} title=${l10n.t('Copy as Markdown')}
      @click=${(event: Event) => copy(event, markdownTable)}></vscode-toolbar-button>
    <vscode-toolbar-button icon="copy" label=${l10n.t('Copy {0} as CSV', name)} title=${l10n.t('Copy as CSV')}
      @click=${(event: Event) => copy(event, csvTable)}></vscode-toolbar-button>
  `;
}
