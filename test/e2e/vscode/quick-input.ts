import { eventually } from '../../eventually.ts';
import type { Locator, Page } from '../browser.ts';

/* Quick inputs of a window: the palette, quick picks, and the dialogs for files, which are quick inputs in a browser. */

/** Those that are open. */
export function quickInput(page: Page): Locator {
  return page.locator('.quick-input-widget:visible');
}

/** Their field to type in. */
export function quickInputField(page: Page): Locator {
  return quickInput(page).locator('input.input');
}

/**
 * Runs a command by its full title, `Category: Title`, as people do. Again until it is there: the list is a snapshot that late
 * extensions are not in, and a quick input that is closing swallows the next.
 */
export async function runFromPalette(page: Page, title: string): Promise<void> {
  const exactly = new RegExp(`^${title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);
  await eventually(async () => {
    if (await quickInput(page).isVisible()) await page.keyboard.press('Escape');
    await page.keyboard.press('F1');
    await quickInputField(page).fill(`>${title}`, { timeout: 2000 });
    await enterRow(page, exactly);
  });
}

/** Does something again until it has opened a quick input with this title, or one that is not the palette. */
export async function untilAsked(page: Page, title: string | undefined, act: () => Promise<void>): Promise<void> {
  const asked =
    title === undefined
      ? `[...document.querySelectorAll('.quick-input-widget')].some((one) =>
          one.checkVisibility() && !one.querySelector('input.input')?.value.startsWith('>'))`
      : `[...document.querySelectorAll('.quick-input-widget .quick-input-title')].some((one) =>
          one.checkVisibility() && one.textContent.includes(${JSON.stringify(title)}))`;
  await eventually(async () => {
    if (await quickInput(page).isVisible()) await page.keyboard.press('Escape');
    await act();
    await page.waitForFunction(asked, undefined, { timeout: 10_000 });
  });
}

/** Picks the row with this label in the quick pick that is open. */
export async function pick(page: Page, label: string): Promise<void> {
  await quickInputField(page).fill(label);
  await enterRow(page, label);
}

/** Walks down to the row with this label, which need not be the first, and presses Enter: clicks on rows are lost now and then. */
async function enterRow(page: Page, label: string | RegExp): Promise<void> {
  const rows = quickInput(page).locator('.monaco-list-row');
  const row = rows.filter({ has: page.locator('.label-name', { hasText: label }) }).first();
  await row.waitFor({ timeout: 3000 });
  for (let steps = await rows.count(); steps > 0; steps--) {
    // The quick input may have been closed meanwhile, or its list filled anew.
    const classes = await row.getAttribute('class', { timeout: 2000 });
    if (/\bfocused\b/.test(classes ?? '')) return page.keyboard.press('Enter');
    await page.keyboard.press('ArrowDown');
  }
  throw new Error(`The quick input did not get to ${label}`);
}

/**
 * Answers an open or save dialog. It sets its own value once while it opens, and takes no answer before it has listed the folder
 * of what was typed: so it is answered until it has gone.
 */
export async function answerFileDialog(page: Page, file: string): Promise<void> {
  const field = quickInputField(page);
  await page.waitForFunction(
    `[...document.querySelectorAll('.quick-input-widget input.input')].some((one) => one.value.startsWith('/'))`,
  );
  await quickInput(page).locator('.monaco-list-row').first().waitFor();
  await eventually(async () => {
    await field.fill(file, { timeout: 2000 });
    await quickInput(page).locator('.quick-input-action .monaco-button').first().click({ timeout: 2000 });
    await field.waitFor({ state: 'hidden', timeout: 2000 });
  });
}
