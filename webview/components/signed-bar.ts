import { css, html, type TemplateResult } from 'lit';
import { cssProperties } from './css-properties.ts';

/** A bar from the middle: to the right = above zero, to the left and hatched = below. `share` is of the longest bar, −1 … 1. */
export function signedBar(share: number): TemplateResult {
  const length = `${(50 * Math.min(Math.abs(share), 1)).toFixed(2)}%`;
  return html`<span class="signed ${share < 0 ? 'below' : 'above'}" aria-hidden="true"><span
    ${cssProperties({ '--length': length })}></span></span>`;
}

export const signedBarStyles = css`
  .signed {
    display: block;
    position: relative;
    min-width: 60px;
    height: 12px;
  }

  /* Zero. */
  .signed::before {
    content: '';
    position: absolute;
    left: calc(50% - 0.5px);
    width: 1px;
    height: 100%;
    background: var(--vscode-descriptionForeground);
  }

  .signed span {
    position: absolute;
    top: 2px;
    box-sizing: border-box;
    width: max(1px, var(--length));
    height: 8px;
    border: 1px solid var(--bar-colour);
    background: var(--bar-colour);
  }

  .above {
    --bar-colour: var(--vscode-charts-green);
  }

  .above span {
    left: 50%;
  }

  .below {
    --bar-colour: var(--vscode-charts-orange);
  }

  .signed.below span {
    right: 50%;
    background: repeating-linear-gradient(135deg, var(--bar-colour) 0 2px, transparent 2px 4px);
  }
`;
