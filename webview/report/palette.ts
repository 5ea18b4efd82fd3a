import palette from './palette.json';

/*
 * The colours of a report: outside of VS Code nobody else gives them. Names are VS Code's, so that panels look the same
 * here; values are those of its default light and dark theme, except where a report on paper needs more contrast.
 */

const { light, dark, fonts } = palette;

/**
 * The style sheet of the page: light, dark where the reader prefers that, and always light on paper. `data-printing` is set
 * before the browser lays the page out for a printer, because charts are painted before that.
 */
export const paletteStyles = `
:root { color-scheme: light; ${variables({ ...light, ...fonts })} }
@media screen and (prefers-color-scheme: dark) {
  :root:not([data-printing]) { color-scheme: dark; ${variables(dark)} }
}
html { background: var(--vscode-editor-background); }
body { margin: 0; color: var(--vscode-foreground); font-family: var(--vscode-font-family); font-size: var(--vscode-font-size); }
@page { margin: 12mm; }
`;

function variables(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `--vscode-${name}: ${value};`)
    .join(' ');
}
