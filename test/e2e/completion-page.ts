import { expect } from 'vitest';
import type { Locator, Page } from './browser.ts';
import { isThere } from './vscode.ts';

/** Asks for completions at the cursor until one with this text is there. @returns all that are proposed */
export async function complete(page: Page, text: string): Promise<Locator> {
  const rows = page.locator('.suggest-widget.visible .monaco-list-row');
  const isProposed = async (): Promise<boolean> => {
    await page.keyboard.press('Control+Space');
    if (await isThere(rows.filter({ hasText: text }), 5000)) return true;
    await page.keyboard.press('Escape');
    return false;
  };
  await expect.poll(isProposed, { timeout: 40_000 }).toBe(true);
  return rows;
}
