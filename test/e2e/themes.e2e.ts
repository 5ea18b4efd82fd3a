import { beforeAll, expect, test } from 'vitest';
import type { Page } from './browser.ts';
import { PackagedVsCode } from './packaged-vscode.ts';
import { openFile, runCommand } from './vscode/commands.ts';
import { webviewFrame } from './vscode/webview.ts';
import { Workspace } from './workspace.ts';

/*
 * The panels are tested in a plain browser with the colours of VS Code's themes. This holds those files against the
 * real thing; after a new VS Code, `vitest run --project e2e -u test/e2e/themes.e2e.ts` writes them anew.
 */

const workspace = new Workspace();
const vscode = new PackagedVsCode(workspace);
let page: Page;

beforeAll(async () => {
  workspace.write('notes.md', '# Notes\n');
  page = await vscode.open();
  await openFile(page, 'notes.md');
  await runCommand(page, 'Markdown: Open Preview');
});

test.each([
  ['dark', 'Default Dark Modern'],
  ['light', 'Default Light Modern'],
  ['high-contrast', 'Default High Contrast'],
  ['high-contrast-light', 'Default High Contrast Light'],
])('themes/%s.json holds the variables of %s', async (name, theme) => {
  workspace.write('.vscode/settings.json', JSON.stringify({ 'workbench.colorTheme': theme }));
  const preview = await webviewFrame(page, `body[data-vscode-theme-kind="vscode-${name}"]`);
  await expect(await preview.evaluate(variables)).toMatchFileSnapshot(`./themes/${name}.json`);
  await expect(await preview.evaluate(defaultStyles)).toMatchFileSnapshot('./themes/webview-styles.txt');
});

/** The theme's kind, and the variables that a panel has a use for, as JSON. */
const variables = String.raw`JSON.stringify({
  kind: document.body.dataset.vscodeThemeKind,
  variables: Object.fromEntries([...document.documentElement.style].sort()
    .filter((name) => /^--vscode-(charts|font|foreground|\w+Foreground$|icon|focus|contrast|editor-(ba|fo)|editor(Error|Warning|Info|Widget|HoverWidget)|button|badge|checkbox|radio|dropdown|input|settings|text|toolbar|panel|progressBar|scrollbar|list|keybindingTable|tree|widget|menu|sideBar-|selection|sash)/.test(name))
    .map((name) => [name, document.documentElement.style.getPropertyValue(name)])),
}, null, 1)`;

/** What VS Code puts before the styles of every webview. */
const defaultStyles = `document.getElementById('_defaultStyles').textContent.replace(/^\\t\\t\\t?/gm, '').trim() + '\\n'`;
