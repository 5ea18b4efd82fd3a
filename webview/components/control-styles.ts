import { css } from 'lit';

/** Selects, check boxes, radio buttons and sliders of the browser, in VS Code's colours. */
export const controlStyles = css`
  select {
    max-width: 100%;
    height: 26px;
    padding: 0 4px;
    border: 1px solid var(--vscode-dropdown-border, var(--vscode-contrastBorder, transparent));
    border-radius: 4px;
    background: var(--vscode-dropdown-background);
    color: var(--vscode-dropdown-foreground);
    font: inherit;
    text-overflow: ellipsis;
  }

  input[type='checkbox'],
  input[type='radio'] {
    flex: none;
    width: 16px;
    height: 16px;
    margin: 0;
    accent-color: var(--vscode-button-background, var(--vscode-focusBorder));
    vertical-align: middle;
    cursor: pointer;
  }

  input:disabled {
    cursor: default;
  }

  input[type='range'] {
    width: 110px;
    accent-color: var(--vscode-button-background, var(--vscode-focusBorder));
  }

  label {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    max-width: 100%;
  }
`;
