import { css } from 'lit';

/** Text and number fields and sliders of the browser with their labels, in VS Code's colours. */
export const fieldStyles = css`
  input:is([type='search'], [type='number'], [type='text']) {
    max-width: 100%;
    height: 26px;
    padding: 2px 6px;
    border: 1px solid var(--vscode-input-border, var(--vscode-contrastBorder, transparent));
    border-radius: 4px;
    background: var(--vscode-input-background);
    color: var(--vscode-input-foreground);
    font: inherit;
  }

  input::placeholder {
    color: var(--vscode-input-placeholderForeground);
  }

  input:focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: -1px;
  }

  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 24px;
  }

  .slider input {
    flex: 1;
    min-width: 0;
  }

  output {
    font-variant-numeric: tabular-nums;
  }

  label {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    max-width: 100%;
  }
`;
