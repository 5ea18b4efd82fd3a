import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Browser, launchBrowser, type Page } from './browser.ts';
import { openFile, openWorkbench, runCommand, type Server, startServer, webviewFrame } from './vscode.ts';

/*
 * The panels are tested in a plain browser with the colours of VS Code's themes. This holds those files against the
 * real thing; after a new VS Code, `vitest run --project e2e -u test/e2e/themes.e2e.ts` writes them anew.
 */

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'workspace-'));
let browser: Browser;
let server: Server;
let page: Page;

beforeAll(async () => {
  fs.writeFileSync(path.join(folder, 'notes.md'), '# Notes\n');
  browser = await launchBrowser();
  server = await startServer();
  page = await openWorkbench(browser, server, { folder });
  await openFile(page, 'notes.md');
  await runCommand(page, 'Markdown: Open Preview');
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

test.each([
  ['dark', 'Default Dark Modern'],
  ['light', 'Default Light Modern'],
  ['high-contrast', 'Default High Contrast'],
  ['high-contrast-light', 'Default High Contrast Light'],
])('themes/%s.json holds the variables of %s', async (name, theme) => {
  fs.mkdirSync(path.join(folder, '.vscode'), { recursive: true });
  fs.writeFileSync(path.join(folder, '.vscode/settings.json'), JSON.stringify({ 'workbench.colorTheme': theme }));
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
