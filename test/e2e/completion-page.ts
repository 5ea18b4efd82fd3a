import { expect } from 'vitest';
import type { Locator, Page } from './browser.ts';

/** Asks for completions at the cursor until one with this text is there. @returns all that are proposed */
export async function complete(page: Page, text: string): Promise<Locator> {
  const rows = page.locator('.suggest-widget.visible .monaco-list-row');
  const isThere = async (): Promise<boolean> => {
    await page.keyboard.press('Control+Space');
    return rows
      .filter({ hasText: text })
      .first()
      .waitFor({ timeout: 5000 })
      .then(
        () => true,
        async () => {
          await page.keyboard.press('Escape');
          return false;
        },
      );
  };
  await expect.poll(isThere, { timeout: 40_000 }).toBe(true);
  return rows;
}
