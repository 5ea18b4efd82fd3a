import { css } from 'lit';

/** Text, links, tables and swatches as every component of the panels has them. */
export const baseStyles = css`
  :host {
    display: block;
    color: var(--vscode-foreground);
    font-family: var(--vscode-font-family);
    font-size: var(--vscode-font-size);
    line-height: 1.4;
  }

  :host([hidden]) {
    display: none;
  }

  * {
    box-sizing: border-box;
  }

  h1,
  h2,
  h3,
  p {
    margin: 0;
    font-weight: normal;
  }

  h2 {
    font-size: 1.15em;
    font-weight: 600;
  }

  h3 {
    font-size: 1em;
    font-weight: 600;
  }

  .quiet {
    color: var(--vscode-descriptionForeground);
  }

  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  button.link {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    max-width: 100%;
    padding: 0;
    border: 0;
    background: none;
    color: var(--vscode-textLink-foreground);
    font: inherit;
    cursor: pointer;
  }

  button.link:hover {
    color: var(--vscode-textLink-activeForeground);
    text-decoration: underline;
  }

  button.link vscode-icon {
    color: inherit;
    flex: none;
  }

  .clip {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  :focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: 1px;
  }

  /* On paper there is nothing to press. */
  @media print {
    vscode-button,
    vscode-toolbar-button,
    save-picture,
    .tools {
      display: none !important;
    }
  }

  .swatch {
    flex: none;
    vertical-align: middle;
  }

  .colour-blue {
    color: var(--vscode-charts-blue);
  }

  .colour-orange {
    color: var(--vscode-charts-orange);
  }

  .colour-green {
    color: var(--vscode-charts-green);
  }

  .colour-purple {
    color: var(--vscode-charts-purple);
  }

  .colour-red {
    color: var(--vscode-charts-red);
  }

  .colour-yellow {
    color: var(--vscode-charts-yellow);
  }
`;

/** The heading of a page, with badges and buttons in its line. */
export const pageTitleStyles = css`
  h1 {
    max-width: 100%;
    font-size: 1.5em;
    font-weight: 600;
    overflow-wrap: anywhere;
  }

  .title {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 12px;
    min-height: 28px;
  }
`;

/** Charts next to each other where there is room. */
export const chartGridStyles = css`
  :host {
    container-type: inline-size;
  }

  .stack,
  .charts {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 16px 32px;
  }

  @container (min-width: 760px) {
    .charts {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
  }
`;

/** What is above a table or a chart: its heading, and its tools at the right. */
export const titleStyles = css`
  header {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
    min-height: 24px;
  }

  .tools {
    display: flex;
  }
`;

/** Plain tables of text and numbers. */
export const tableStyles = css`
  table {
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }

  th,
  td {
    padding: 4px 12px 4px 0;
    border-bottom: 1px solid var(--vscode-panel-border, var(--vscode-widget-border, transparent));
    text-align: right;
    vertical-align: baseline;
    white-space: nowrap;
    font-weight: normal;
  }

  th:last-child,
  td:last-child {
    padding-right: 0;
  }

  thead th {
    color: var(--vscode-descriptionForeground);
  }

  th:first-child {
    text-align: left;
  }

  tbody th {
    max-width: var(--name-width, 16em);
    overflow: hidden;
    text-overflow: ellipsis;
  }
`;
