import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Browser, launchBrowser, type Page } from './browser.ts';
import { openFile, openWorkbench, type Server, startServer } from './vscode.ts';

let browser: Browser;
let server: Server;
let page: Page;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'workspace-'));

beforeAll(async () => {
  fs.writeFileSync(path.join(folder, 'notes.txt'), 'a line of text\n');
  browser = await launchBrowser();
  server = await startServer();
  page = await openWorkbench(browser, server, { folder });
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

test('a real VS Code opens a file of the workspace', async () => {
  await openFile(page, 'notes.txt');
  expect(await page.locator('.monaco-editor .view-line').first().textContent()).toBe('a\u00a0line\u00a0of\u00a0text');
});
