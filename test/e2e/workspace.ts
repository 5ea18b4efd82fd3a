import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach } from 'vitest';
import type { RunRecord } from '../../src/protocol/run.ts';
import type { FrameLocator, Page } from './browser.ts';
import { webview } from './vscode/webview.ts';

export const root = fileURLToPath(new URL('../../', import.meta.url));
export const vsix = path.join(root, 'build/operator-action-predictions.vsix');
export const extension = 'operator-actions.operator-action-predictions';
const screenshots = path.join(root, 'artifacts/screenshots');

/** The extension's panel that is in sight. */
export function panelOf(page: Page): FrameLocator {
  return webview(page, extension);
}

/** @param part the part of the window that it is of; all of it unless given */
export async function takeScreenshot(
  page: Page,
  name: string,
  part?: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
): Promise<void> {
  fs.mkdirSync(screenshots, { recursive: true });
  await page.screenshot({ path: path.join(screenshots, `${name}.png`), ...(part && { clip: part }) });
}

/** Takes a picture of the window after every test of the file that fails. */
export function takeScreenshotOnFailure(page: () => Page): void {
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    await takeScreenshot(page(), `failed-${task.name.replaceAll(/[^a-z]+/gi, '-').slice(0, 60)}`);
  });
}

/** A folder to open. */
export class Workspace {
  readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), 'workspace-'));

  /** @param tasks of a generated history, history.json; none is generated without it */
  constructor(tasks?: number) {
    if (tasks !== undefined)
      this.oap('history', 'generate', '--tasks', String(tasks), '--out', this.path('history.json'));
  }

  path(...names: readonly string[]): string {
    return path.join(this.folder, ...names);
  }

  write(name: string, content: string): void {
    fs.mkdirSync(path.dirname(this.path(name)), { recursive: true });
    fs.writeFileSync(this.path(name), content);
  }

  read(name: string): string {
    return fs.readFileSync(this.path(name), 'utf8');
  }

  has(...names: readonly string[]): boolean {
    return fs.existsSync(this.path(...names));
  }

  /** Names in a folder. */
  list(...names: readonly string[]): string[] {
    return fs.readdirSync(this.path(...names));
  }

  /** The runs that are there. */
  runs(): RunRecord[] {
    const runs = this.path('.oap', 'runs');
    if (!fs.existsSync(runs)) return [];
    return fs
      .readdirSync(runs)
      .map((name) => path.join(runs, name, 'run.json'))
      .filter((file) => fs.existsSync(file))
      .map((file) => JSON.parse(fs.readFileSync(file, 'utf8')) as RunRecord);
  }

  /** Runs the command line, which must succeed. @returns what it prints */
  oap(...args: readonly string[]): string {
    const command = [path.join(root, 'dist/oap.js'), ...args];
    return execFileSync(process.execPath, command, { stdio: 'pipe', encoding: 'utf8' });
  }

  /** Writes a history in another layout, as another file. */
  format(from: string, to: string, layout: 'task-per-line' | 'pretty' | 'lines'): void {
    this.oap('history', 'format', this.path(from), '--out', this.path(to), '--layout', layout);
  }

  remove(): void {
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}
