import { eventually } from '../eventually.ts';
import type { Locator, Page } from './browser.ts';

/** Asks for completions at the cursor until one with this text is there. @returns all that are proposed */
export async function complete(page: Page, text: string): Promise<Locator> {
  const rows = page.locator('.suggest-widget.visible .monaco-list-row');
  await eventually(async () => {
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+Space');
    await rows.filter({ hasText: text }).first().waitFor({ timeout: 5000 });
  });
  return rows;
}
