import { css, unsafeCSS } from 'lit';

/** Pixels. */
export const rowHeight = 26;
export const headerHeight = 28;
/** Below this width a row is broken into lines. */
export const narrowWidth = 620;

export const sampleListStyles = css`
  .scroller {
    position: relative;
    height: max(260px, 100vh - 300px);
    overflow: auto;
    border: 1px solid var(--vscode-panel-border, var(--vscode-widget-border, transparent));
    container-type: inline-size;
    scrollbar-gutter: stable;
  }

  .scroller:focus-visible {
    outline-offset: -1px;
  }

  .cells {
    display: grid;
    grid-template-columns: minmax(8em, 1fr) 8em 8em minmax(7em, 14em) 3.5em 4.5em;
    align-items: center;
    column-gap: 12px;
    padding: 0 8px 0 4px;
  }

  .with-fit .cells {
    grid-template-columns: minmax(8em, 1fr) 5em 8em 8em minmax(7em, 14em) 3.5em 4.5em;
  }

  .header {
    position: sticky;
    top: 0;
    z-index: 1;
    min-height: ${unsafeCSS(headerHeight)}px;
    border-bottom: 1px solid var(--vscode-panel-border, var(--vscode-widget-border, transparent));
    background: var(--vscode-editor-background);
  }

  .header button {
    display: inline-flex;
    align-items: center;
    gap: 2px;
    max-width: 100%;
    padding: 2px 0;
    border: 0;
    background: none;
    color: var(--vscode-descriptionForeground);
    font: inherit;
    white-space: nowrap;
    cursor: pointer;
  }

  .header button:hover,
  .header [aria-sort]:not([aria-sort='none']) button {
    color: var(--vscode-foreground);
  }

  .header .task {
    padding-left: 18px;
  }

  .rows {
    position: relative;
    height: var(--height);
  }

  .item {
    position: absolute;
    inset: 0 0 auto;
    transform: translateY(var(--start));
    contain: layout style;
  }

  /* Glyphs of the codicons' font: a separate element for each would cost more than the rest of the row. */
  .glyph {
    flex: none;
    width: 14px;
    font: 14px / 1 codicon;
  }

  .glyph.opened::before {
    content: '\\eab4';
  }

  .glyph.closed::before {
    content: '\\eab6';
  }

  .glyph.good::before {
    content: '\\eab2';
  }

  .glyph.bad::before {
    content: '\\ea76';
  }

  .row {
    min-height: ${unsafeCSS(rowHeight)}px;
    cursor: pointer;
  }

  .row:hover {
    background: var(--vscode-list-hoverBackground);
  }

  .row > span {
    display: flex;
    align-items: center;
    gap: 4px;
    min-width: 0;
  }

  .scroller:focus-visible .current {
    outline: 1px solid var(--vscode-list-focusOutline, var(--vscode-focusBorder));
    outline-offset: -1px;
    background: var(--vscode-list-activeSelectionBackground);
    color: var(--vscode-list-activeSelectionForeground);
  }

  .bar {
    flex: 1;
    min-width: 0;
    height: 10px;
    border: 1px solid var(--vscode-contrastBorder, transparent);
  }

  .number {
    font-variant-numeric: tabular-nums;
  }

  .row > .margin,
  .row > .fit {
    justify-content: flex-end;
  }

  .header .margin,
  .header .fit {
    text-align: right;
  }

  .row > .correct,
  .header .correct {
    justify-content: center;
    text-align: center;
  }

  .good {
    color: var(--vscode-charts-green);
  }

  .bad {
    color: var(--vscode-charts-red);
  }

  .current:is(.scroller:focus-visible *) .good,
  .current:is(.scroller:focus-visible *) .bad {
    color: inherit;
  }

  /* Narrow columns: the task above, the rest below it. */
  @container (max-width: ${unsafeCSS(narrowWidth)}px) {
    .cells,
    .with-fit .cells {
      display: flex;
      flex-wrap: wrap;
      gap: 0 10px;
    }

    .row {
      padding-bottom: 4px;
    }

    .row .task {
      flex: 0 0 100%;
    }

    .row > .task + span {
      margin-left: 18px;
    }

    .row .truth::after {
      content: '→';
    }

    .row .bar {
      display: none;
    }

    .row > .margin {
      margin-left: auto;
    }
  }
`;
