import { css } from 'lit';

/** Colours of states, in addition to their icons and words. */
export const toneStyles = css`
  .active {
    color: var(--vscode-charts-blue);
  }

  .good {
    color: var(--vscode-charts-green);
  }

  .bad {
    color: var(--vscode-charts-red);
  }

  .warning {
    color: var(--vscode-charts-yellow);
  }

  vscode-icon.quiet {
    color: var(--vscode-descriptionForeground);
  }
`;
