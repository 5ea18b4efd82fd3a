import { css } from 'lit';

export const taskDetailStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 10px;
    padding: 8px 12px 14px 22px;
    border-bottom: 1px solid var(--vscode-panel-border, var(--vscode-widget-border, transparent));
    background: var(--vscode-textBlockQuote-background);
  }

  .top {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    justify-content: space-between;
    gap: 4px 16px;
  }

  .heading {
    display: flex;
    align-items: center;
  }

  .heading h3 {
    margin-right: 8px;
  }

  .name {
    overflow-wrap: anywhere;
    max-height: 6em;
    overflow-y: auto;
    font-family: var(--vscode-editor-font-family, monospace);
    user-select: text;
  }

  .classes {
    display: grid;
    gap: 2px;
    margin: 0;
    padding: 0;
    list-style: none;
  }

  .classes li {
    display: grid;
    grid-template-columns: 14px minmax(4em, 10em) 3.5em minmax(3em, 14em) minmax(0, 1fr);
    align-items: center;
    gap: 8px;
  }

  .probability,
  .number,
  td {
    font-variant-numeric: tabular-nums;
  }

  .single {
    display: flex;
  }

  .bar {
    flex: 1;
    min-width: 0;
    height: 8px;
    border: 1px solid var(--vscode-contrastBorder, var(--vscode-widget-border, transparent));
  }

  .side-by-side {
    display: flex;
    flex-wrap: wrap;
    gap: 12px 32px;
    align-items: flex-start;
  }

  task-reasons {
    flex: 1 1 420px;
    min-width: min(100%, 300px);
  }

  .scroll {
    max-width: 100%;
    overflow-x: auto;
    padding: 2px;
  }

  table {
    border-collapse: separate;
    border-spacing: 1px;
  }

  th {
    font-weight: normal;
  }

  .group {
    padding: 0 4px;
    border-bottom: 2px solid var(--vscode-charts-green);
    text-align: left;
    white-space: nowrap;
  }

  .group.bad {
    border-bottom: 2px dashed var(--vscode-charts-red);
  }

  .group vscode-icon {
    color: inherit;
    vertical-align: text-bottom;
  }

  .site {
    height: 9em;
    padding: 4px 2px;
    vertical-align: bottom;
  }

  .site span {
    display: inline-block;
    max-height: 9em;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    writing-mode: sideways-lr;
  }

  .code {
    position: sticky;
    left: 0;
    max-width: 20em;
    padding: 0 8px 0 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    text-align: left;
    /* As the ground of the whole, but opaque: the table scrolls below it. */
    background: linear-gradient(
        var(--vscode-textBlockQuote-background, transparent),
        var(--vscode-textBlockQuote-background, transparent)
      )
      var(--vscode-editor-background);
  }

  tbody td {
    position: relative;
    min-width: 2.4em;
    height: 26px;
    padding: 0 3px;
    border: 1px solid var(--vscode-contrastBorder, transparent);
    background: var(--cell-background);
    color: var(--cell-text);
    text-align: center;
  }

  .drives {
    position: absolute;
    left: 0;
    width: max(2px, var(--share));
    height: 4px;
    /* A line around it, as the cell may have nearly its colour. */
    outline: 1px solid var(--vscode-editor-background);
  }

  .drives.for {
    bottom: 0;
    background: var(--vscode-charts-green);
  }

  .drives.against {
    top: 0;
    background: var(--vscode-charts-orange);
  }

  tbody td.none {
    border-color: transparent;
    background: none;
  }

  tbody td.listed {
    border: 1px dotted var(--vscode-descriptionForeground);
    background: none;
    color: var(--vscode-descriptionForeground);
  }

  .first-bad {
    box-shadow: -3px 0 0 -1px var(--vscode-charts-red);
  }

  dl {
    display: grid;
    gap: 4px;
    margin: 0;
    max-width: 70em;
  }

  dt {
    font-weight: 600;
  }

  dd {
    margin: 0;
  }

  @media (max-width: 480px) {
    :host {
      padding-inline: 8px;
    }

    .classes li {
      grid-template-columns: 14px minmax(4em, 1fr) 3.5em 9em;
    }

    .single {
      display: none;
    }

    .code {
      max-width: 9em;
    }
  }
`;
