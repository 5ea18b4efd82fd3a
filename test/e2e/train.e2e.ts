import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Browser, type FrameLocator, launchBrowser, type Page } from './browser.ts';
import {
  openFile,
  openView,
  openWorkbench,
  runCommand,
  type Server,
  startServer,
  treeRows,
  webview,
} from './vscode.ts';

/* The whole way in a real VS Code, from the packaged extension: an experiment, Train Model, live charts, the result. */

const root = fileURLToPath(new URL('../../', import.meta.url));
const vsix = path.join(root, 'build/operator-action-predictions.vsix');
const extension = 'operator-actions.operator-action-predictions';
const artifacts = path.join(root, 'artifacts');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'workspace-'));
let browser: Browser;
let server: Server;
let page: Page;

beforeAll(async () => {
  fs.mkdirSync(artifacts, { recursive: true });
  oap('history', 'generate', '--tasks', '3000', '--out', path.join(folder, 'history.json'));
  fs.copyFileSync(path.join(root, 'examples/study/study.oap.json'), path.join(folder, 'study.oap.json'));
  browser = await launchBrowser();
  server = await startServer({ vsix: [vsix] });
  page = await openWorkbench(browser, server, { folder });
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

test('Train Model from the palette shows the run beside the experiment and ends with its results', async () => {
  await openFile(page, 'study.oap.json');
  await runCommand(page, 'Operator Actions: Train Model');
  const panel = runPanel();
  await panel.getByText('Confusion MSE').first().waitFor();
  await screenshot('training');
  await panel.getByText(/done/i).first().waitFor({ timeout: 60_000 });
  await screenshot('trained');
  const runs = fs.readdirSync(path.join(folder, '.oap/runs'));
  expect(runs).toHaveLength(1);
  const run = JSON.parse(fs.readFileSync(path.join(folder, '.oap/runs', runs[0], 'run.json'), 'utf8'));
  expect(run.state).toBe('done');
  expect(run.summary).toHaveLength(4);
});

function runPanel(): FrameLocator {
  return webview(page, extension);
}

async function screenshot(name: string): Promise<void> {
  await page.screenshot({ path: path.join(artifacts, `vscode-${name}.png`) });
}

function oap(...args: string[]): void {
  execFileSync(process.execPath, [path.join(root, 'dist/oap.js'), ...args], { stdio: 'pipe' });
}

void openView;
void treeRows;
