import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import palette from '../../../webview/report/palette.json';
import { paletteStyles } from '../../../webview/report/palette.ts';

/*
 * Outside of VS Code nobody gives colours but the report's palette: what a view uses and the palette does not have is
 * nothing to see.
 */

const given = [...Object.keys(palette.light), ...Object.keys(palette.fonts)];
/** Only in high contrast. */
const highContrastOnly = ['contrastBorder', 'contrastActiveBorder', 'toolbar-hoverOutline', 'menu-selectionBorder'];

function sources(folder: string): string[] {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return sources(file);
    return /\.(ts|js)$/.test(entry.name) ? [fs.readFileSync(file, 'utf8')] : [];
  });
}

test('a report has every colour that its views use', () => {
  const elements = ['vscode-button', 'vscode-icon', 'vscode-progress-bar', 'vscode-toolbar-button'];
  const folders = [
    ...['compare', 'components', 'report', 'run'].map((name) => path.join('webview', name)),
    ...elements.map((name) => path.join('node_modules/@vscode-elements/elements/dist', name)),
  ];
  const used = folders
    .flatMap(sources)
    .flatMap((text) => [...text.matchAll(/--vscode-([A-Za-z-]+\w)/g)].map(([, name]) => name));
  const missing = [...new Set(used)].filter((name) => !given.includes(name) && !highContrastOnly.includes(name));
  expect(missing).toEqual([]);
});

test('both colour schemes have the same names', () => {
  const [light, dark] = paletteStyles.split('@media screen');
  const names = (css: string): string[] => [...css.matchAll(/--vscode-[\w-]+(?=:)/g)].map(([name]) => name);
  const fonts = names(light).filter((name) => name.includes('font'));
  expect(names(dark)).toEqual(names(light).filter((name) => !fonts.includes(name)));
});
