import { expect } from 'vitest';
import { eventually } from '../eventually.ts';
import type { Locator, Page } from './browser.ts';
import { openFile, runCommand } from './vscode/commands.ts';

/* Problems of open histories, and what mends them. */

/** Our own problems in the Problems view, once there are as many. */
export async function problems(page: Page, count: number): Promise<string[]> {
  await runCommand(page, 'Problems: Focus on Problems View');
  const rows = page.locator('.markers-panel .monaco-list-row', { hasText: 'Operator Actions' });
  await expect.poll(() => rows.count(), { timeout: 30_000 }).toBe(count);
  return rows.allTextContents();
}

/** Takes a quick fix in a line of a history. */
export async function takeFix(page: Page, file: string, line: number, title: string): Promise<void> {
  const action = page.locator('.action-widget .monaco-list-row', { hasText: title }).first();
  await eventually(async () => {
    await page.keyboard.press('Escape');
    await openFile(page, file, line);
    await page.keyboard.press('Control+.');
    await action.waitFor({ timeout: 3000 });
    for (let steps = 0; steps < 10 && !(await isFocused(action)); steps++) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await action.waitFor({ state: 'hidden', timeout: 3000 });
  });
}

async function isFocused(row: Locator): Promise<boolean> {
  return /\bfocused\b/.test((await row.getAttribute('class')) ?? '');
}
