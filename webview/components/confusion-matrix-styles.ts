import { css } from 'lit';

export const matrixStyles = css`
  header {
    margin-bottom: 4px;
  }

  .scroll {
    max-width: 100%;
    overflow-x: auto;
    /* Room for the outline of cells at the edge. */
    padding: 2px;
    margin: -2px;
  }

  table {
    border-collapse: separate;
    border-spacing: 2px;
    font-variant-numeric: tabular-nums;
  }

  th {
    padding: 2px 8px;
    font-weight: normal;
  }

  .axis {
    color: var(--vscode-descriptionForeground);
  }

  th.axis[scope='colgroup'] {
    text-align: center;
  }

  th.axis[scope='rowgroup'] {
    padding: 0 2px;
    writing-mode: sideways-lr;
    text-align: center;
  }

  .column {
    max-width: 8em;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    vertical-align: bottom;
  }

  .row {
    max-width: 10em;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    text-align: right;
  }

  td {
    min-width: 84px;
    padding: 8px;
    border: 1px solid var(--vscode-contrastBorder, transparent);
    background: var(--cell-background);
    color: var(--cell-text);
    text-align: center;
    white-space: nowrap;
  }

  .selectable td:not(.none) {
    cursor: pointer;
  }

  .selectable td:not(.none):hover {
    outline: 1px dashed var(--vscode-focusBorder);
  }

  td:focus-visible {
    outline: 2px solid var(--vscode-focusBorder);
    outline-offset: 0;
    /* Apart from fills that are as blue as it. */
    box-shadow: inset 0 0 0 2px var(--vscode-editor-background);
  }

  /* Correct predictions. */
  td.diagonal .share {
    font-weight: 600;
  }

  td.none {
    color: var(--vscode-descriptionForeground);
    border: 1px dashed var(--vscode-descriptionForeground);
    background: none;
  }

  .share,
  .count {
    display: block;
  }

  .count {
    font-size: 0.85em;
  }

  @media (max-width: 480px) {
    td {
      min-width: 52px;
      padding: 4px 2px;
    }

    th {
      padding: 2px;
    }

    .spread {
      display: block;
      font-size: 0.85em;
    }

    .column {
      max-width: 4.5em;
    }

    .row {
      max-width: 6em;
    }
  }

  /* High contrast has no fills: the share is the length of a bar, the diagonal a thicker border. */
  .bar {
    display: none;
  }

  .high-contrast .bar {
    display: block;
    height: 4px;
    margin-top: 4px;
    border: 1px solid currentColor;
    background: linear-gradient(currentColor, currentColor) no-repeat 0 / var(--cell-share) 100%;
  }

  .high-contrast td.diagonal {
    border-width: 3px;
  }
`;
