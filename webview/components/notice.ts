import { css, html, type TemplateResult } from 'lit';
import '@vscode-elements/elements/dist/vscode-icon/index.js';

/** A sentence in a box, with the colour of its icon at the left. @param tone as components/tones.ts has them */
export function boxedNotice(icon: string, tone: string, text: string): TemplateResult {
  return html`<div class="boxed notice ${tone}" role="note"><vscode-icon name=${icon}></vscode-icon><p>${text}</p></div>`;
}

/** A sentence that warns of what follows it. */
export function warning(text: string): TemplateResult {
  return html`<p class="notice"><vscode-icon name="warning"></vscode-icon><span>${text}</span></p>`;
}

export const noticeStyles = css`
  .notice {
    display: flex;
    gap: 8px;
    overflow-wrap: anywhere;
  }

  .notice vscode-icon {
    flex: none;
    color: var(--vscode-charts-yellow);
  }

  .boxed {
    padding: 8px 12px;
    border: 1px solid var(--vscode-contrastBorder, transparent);
    border-left: 3px solid currentColor;
    background: var(--vscode-textBlockQuote-background);
  }

  .boxed p {
    color: var(--vscode-foreground);
  }

  .boxed vscode-icon {
    color: inherit;
  }
`;
