import { beforeAll, expect, test } from 'vitest';
import type { Page } from './browser.ts';
import { PackagedVsCode } from './packaged-vscode.ts';
import { openFile } from './vscode.ts';
import { Workspace } from './workspace.ts';

let page: Page;
const workspace = new Workspace();
const vscode = new PackagedVsCode(workspace);

beforeAll(async () => {
  workspace.write('notes.txt', 'a line of text\n');
  await vscode.start();
  page = await vscode.open();
});

test('a real VS Code opens a file of the workspace', async () => {
  await openFile(page, 'notes.txt');
  expect(await page.locator('.monaco-editor .view-line').first().textContent()).toBe('a\u00a0line\u00a0of\u00a0text');
});
