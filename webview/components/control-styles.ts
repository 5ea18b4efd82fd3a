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

  input:is([type='checkbox'], [type='radio']) {
    appearance: none;
    display: inline-grid;
    flex: none;
    place-content: center;
    width: 18px;
    height: 18px;
    margin: 0;
    border: 1px solid var(--vscode-checkbox-border, var(--vscode-contrastBorder, currentColor));
    border-radius: 3px;
    background: var(--vscode-checkbox-background);
    color: var(--vscode-checkbox-foreground, inherit);
    vertical-align: middle;
    cursor: pointer;
  }

  input[type='radio'] {
    border-radius: 50%;
  }

  input:is([type='checkbox'], [type='radio']):checked::before {
    content: '';
    width: 10px;
    height: 10px;
    background: currentColor;
  }

  /* A check mark. */
  input[type='checkbox']:checked::before {
    clip-path: polygon(12% 46%, 0 60%, 36% 94%, 100% 20%, 88% 8%, 35% 68%);
  }

  input[type='radio']:checked::before {
    clip-path: circle(4px);
  }

  input:disabled {
    opacity: 0.45;
    cursor: default;
  }

  input[type='range'] {
    appearance: none;
    width: 110px;
    height: 4px;
    border-radius: 2px;
    background: var(--vscode-settings-checkboxBorder, var(--vscode-checkbox-border, currentColor));
    cursor: pointer;
  }

  input[type='range']::-webkit-slider-thumb {
    appearance: none;
    width: 14px;
    height: 14px;
    border-radius: 50%;
    background: var(--vscode-button-background, var(--vscode-focusBorder));
  }

  label {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    max-width: 100%;
  }
`;
