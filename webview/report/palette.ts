/*
 * The colours of a report: outside of VS Code nobody else gives them. Names are VS Code's, so that panels look the same
 * here; values are those of its default light and dark theme, except where a report on paper needs more contrast.
 */

const light: Readonly<Record<string, string>> = {
  'badge-background': '#cccccc',
  'badge-foreground': '#3b3b3b',
  'button-background': '#005fb8',
  'button-border': 'rgba(0, 0, 0, 0.1)',
  'button-foreground': '#ffffff',
  'button-hoverBackground': '#0258a8',
  'button-secondaryBackground': '#e5e5e5',
  'button-secondaryForeground': '#3b3b3b',
  'button-secondaryHoverBackground': '#cccccc',
  'button-separator': 'rgba(255, 255, 255, 0.4)',
  'charts-blue': '#1a85ff',
  'charts-green': '#388a34',
  'charts-lines': 'rgba(59, 59, 59, 0.5)',
  'charts-orange': '#d18616',
  'charts-purple': '#652d90',
  'charts-red': '#e51400',
  'charts-yellow': '#bf8803',
  'checkbox-background': '#f8f8f8',
  'checkbox-border': '#8c8c8c',
  'checkbox-foreground': '#3b3b3b',
  descriptionForeground: '#5c5c5c',
  disabledForeground: 'rgba(97, 97, 97, 0.5)',
  'dropdown-background': '#ffffff',
  'dropdown-border': '#8c8c8c',
  'dropdown-foreground': '#3b3b3b',
  'editor-background': '#ffffff',
  'editor-selectionBackground': '#add6ff',
  'editorWidget-background': '#f8f8f8',
  'editorWidget-border': '#c8c8c8',
  focusBorder: '#005fb8',
  foreground: '#3b3b3b',
  'icon-foreground': '#3b3b3b',
  'input-background': '#ffffff',
  'input-border': '#8c8c8c',
  'input-foreground': '#3b3b3b',
  'input-placeholderForeground': '#767676',
  'inputOption-activeBackground': '#bed6ed',
  'inputOption-activeBorder': '#005fb8',
  'inputOption-activeForeground': '#000000',
  'list-activeSelectionBackground': '#e8e8e8',
  'list-activeSelectionForeground': '#000000',
  'list-focusOutline': '#005fb8',
  'list-hoverBackground': '#f2f2f2',
  'menu-background': '#ffffff',
  'menu-border': '#cecece',
  'menu-foreground': '#3b3b3b',
  'menu-selectionBackground': '#005fb8',
  'menu-selectionForeground': '#ffffff',
  'panel-border': '#e5e5e5',
  'panelTitle-activeBorder': '#005fb8',
  'panelTitle-activeForeground': '#3b3b3b',
  'panelTitle-inactiveForeground': '#5c5c5c',
  'progressBar-background': '#005fb8',
  'radio-activeBackground': '#bed6ed',
  'radio-activeBorder': '#005fb8',
  'radio-activeForeground': '#000000',
  'radio-inactiveBorder': 'rgba(0, 0, 0, 0.2)',
  'radio-inactiveHoverBackground': 'rgba(184, 184, 184, 0.31)',
  'settings-checkboxBorder': '#8c8c8c',
  'textBlockQuote-background': '#f8f8f8',
  'textLink-activeForeground': '#005fb8',
  'textLink-foreground': '#005fb8',
  'toolbar-activeBackground': 'rgba(166, 166, 166, 0.31)',
  'toolbar-hoverBackground': 'rgba(184, 184, 184, 0.31)',
  'widget-border': '#e5e5e5',
  'widget-shadow': 'rgba(0, 0, 0, 0.16)',
};

const dark: Readonly<Record<keyof typeof light, string>> = {
  'badge-background': '#616161',
  'badge-foreground': '#f8f8f8',
  'button-background': '#0078d4',
  'button-border': 'rgba(255, 255, 255, 0.07)',
  'button-foreground': '#ffffff',
  'button-hoverBackground': '#026ec1',
  'button-secondaryBackground': '#313131',
  'button-secondaryForeground': '#cccccc',
  'button-secondaryHoverBackground': '#3c3c3c',
  'button-separator': 'rgba(255, 255, 255, 0.4)',
  'charts-blue': '#3794ff',
  'charts-green': '#89d185',
  'charts-lines': 'rgba(204, 204, 204, 0.5)',
  'charts-orange': '#d18616',
  'charts-purple': '#b180d7',
  'charts-red': '#f14c4c',
  'charts-yellow': '#cca700',
  'checkbox-background': '#313131',
  'checkbox-border': '#6b6b6b',
  'checkbox-foreground': '#cccccc',
  descriptionForeground: '#9d9d9d',
  disabledForeground: 'rgba(204, 204, 204, 0.5)',
  'dropdown-background': '#313131',
  'dropdown-border': '#6b6b6b',
  'dropdown-foreground': '#cccccc',
  'editor-background': '#1f1f1f',
  'editor-selectionBackground': '#264f78',
  'editorWidget-background': '#202020',
  'editorWidget-border': '#454545',
  focusBorder: '#0078d4',
  foreground: '#cccccc',
  'icon-foreground': '#cccccc',
  'input-background': '#313131',
  'input-border': '#6b6b6b',
  'input-foreground': '#cccccc',
  'input-placeholderForeground': '#989898',
  'inputOption-activeBackground': 'rgba(36, 137, 219, 0.51)',
  'inputOption-activeBorder': '#2488db',
  'inputOption-activeForeground': '#ffffff',
  'list-activeSelectionBackground': '#04395e',
  'list-activeSelectionForeground': '#ffffff',
  'list-focusOutline': '#0078d4',
  'list-hoverBackground': '#2a2d2e',
  'menu-background': '#1f1f1f',
  'menu-border': '#454545',
  'menu-foreground': '#cccccc',
  'menu-selectionBackground': '#0078d4',
  'menu-selectionForeground': '#ffffff',
  'panel-border': '#2b2b2b',
  'panelTitle-activeBorder': '#0078d4',
  'panelTitle-activeForeground': '#cccccc',
  'panelTitle-inactiveForeground': '#9d9d9d',
  'progressBar-background': '#0078d4',
  'radio-activeBackground': 'rgba(36, 137, 219, 0.51)',
  'radio-activeBorder': '#2488db',
  'radio-activeForeground': '#ffffff',
  'radio-inactiveBorder': 'rgba(255, 255, 255, 0.2)',
  'radio-inactiveHoverBackground': 'rgba(90, 93, 94, 0.5)',
  'settings-checkboxBorder': '#6b6b6b',
  'textBlockQuote-background': '#2b2b2b',
  'textLink-activeForeground': '#4daafc',
  'textLink-foreground': '#4daafc',
  'toolbar-activeBackground': 'rgba(99, 102, 103, 0.31)',
  'toolbar-hoverBackground': 'rgba(90, 93, 94, 0.31)',
  'widget-border': '#313131',
  'widget-shadow': 'rgba(0, 0, 0, 0.36)',
};

const fonts: Readonly<Record<string, string>> = {
  'font-family': 'system-ui, -apple-system, "Segoe UI", "Ubuntu", "Droid Sans", sans-serif',
  'font-size': '14px',
  'font-weight': 'normal',
  'editor-font-family': 'ui-monospace, "SF Mono", "Cascadia Mono", "Droid Sans Mono", monospace',
};

/** Names of the variables that the palette gives, without their prefix. */
export const paletteNames: readonly string[] = [...Object.keys(light), ...Object.keys(fonts)];

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
