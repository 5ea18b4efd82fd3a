import * as l10n from '@vscode/l10n';
import { css, html, nothing, type TemplateResult } from 'lit';
import '@vscode-elements/elements/dist/vscode-icon/index.js';

/** Says that a history was generated, where it was. */
export function syntheticBadge(isSynthetic: boolean): TemplateResult | typeof nothing {
  if (!isSynthetic) return nothing;
  return html`<span class="badge" title=${l10n.t('The history was generated: these numbers say nothing about real operators.')}>
    <vscode-icon name="beaker" size="14"></vscode-icon>${l10n.t('synthetic data')}
  </span>`;
}

export const badgeStyles = css`
  .badge {
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

  .badge vscode-icon {
    color: inherit;
  }
`;
