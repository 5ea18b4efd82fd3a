import { css, html, nothing, type TemplateResult } from 'lit';
import '@vscode-elements/elements/dist/vscode-icon/index.js';

/** Until the first snapshot: where things will be. @param text says what is loading */
export function skeleton(text: string): TemplateResult {
  return html`<div class="skeleton">
    <p class="visually-hidden" role="status">${text}</p>
    <div class="line title"></div>
    <div class="line"></div>
    <div class="line"></div>
    <div class="chart"></div>
    <div class="chart"></div>
  </div>`;
}

/** Instead of what cannot be shown. @param action what can be done about it */
export function unavailablePage(title: string, reason: string, action: unknown = nothing): TemplateResult {
  return html`<div class="unavailable">
    <vscode-icon name="warning" size="32"></vscode-icon>
    <h1>${title}</h1>
    <p>${reason}</p>
    ${action}
  </div>`;
}

export const placeholderStyles = css`
  .unavailable {
    display: grid;
    justify-items: center;
    gap: 12px;
    padding: 15vh 16px 0;
    text-align: center;
    overflow-wrap: anywhere;
  }

  .unavailable h1 {
    font-size: 1.3em;
    font-weight: 600;
  }

  .unavailable p {
    max-width: 60em;
  }

  .skeleton {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 400px), 1fr));
    gap: 16px 32px;
  }

  .skeleton div {
    height: 20px;
    border: 1px solid var(--vscode-contrastBorder, transparent);
    border-radius: 4px;
    background: var(--vscode-textBlockQuote-background);
  }

  .skeleton .line {
    grid-column: 1 / -1;
    width: 50%;
  }

  .skeleton .title {
    width: 25%;
    height: 28px;
  }

  .skeleton .chart {
    height: 240px;
  }

  @media (prefers-reduced-motion: no-preference) {
    .skeleton div {
      animation: breathe 1.6s ease-in-out infinite alternate;
    }

    @keyframes breathe {
      to {
        opacity: 0.4;
      }
    }
  }
`;
