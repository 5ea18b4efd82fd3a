import { eventually } from '../../eventually.ts';
import type { Locator, Page } from '../browser.ts';

/* What stands around the editors of a window: views and their trees, notifications. */

/** Opens a view container by its title in the activity bar. */
export async function openView(page: Page, title: string): Promise<void> {
  const label = page.locator(`a.action-label[aria-label^="${title}"]`);
  const item = page.locator('.part.activitybar .action-item').filter({ has: label });
  await item.waitFor();
  if (!/\bchecked\b/.test((await item.getAttribute('class')) ?? '')) await item.locator('a.action-label').click();
}

/** Rows of the trees in a part of the window. */
export function treeRows(page: Page, part = '.part.sidebar'): Locator {
  return page.locator(`${part} .monaco-list-row`);
}

/**
 * Chooses from the context menu of something, until the menu has taken it: now and then one does not open, closes at once, or
 * swallows a click as it opens.
 */
export async function chooseFromMenu(target: Locator, label: string): Promise<void> {
  const page = target.page();
  const item = page.locator('.monaco-menu .action-label', { hasText: label });
  await eventually(async () => {
    await page.keyboard.press('Escape');
    await target.click({ button: 'right', timeout: 3000 });
    await item.click({ timeout: 3000 });
    await item.waitFor({ state: 'detached', timeout: 3000 });
  });
}

/** Opens a row of a tree, if it is closed. Tries again: a tree that is being filled swallows clicks. */
export async function expandRow(row: Locator): Promise<void> {
  const twistie = row.locator('.monaco-tl-twistie');
  await eventually(async () => {
    if (!/\bcollapsed\b/.test((await twistie.getAttribute('class')) ?? '')) return;
    await twistie.click({ timeout: 3000 });
    await row.locator('.monaco-tl-twistie:not(.collapsed)').waitFor({ timeout: 2000 });
  });
}

/** Whether something is shown within a time in milliseconds. */
export function isThere(locator: Locator, timeout: number): Promise<boolean> {
  return locator
    .first()
    .waitFor({ timeout })
    .then(
      () => true,
      () => false,
    );
}

/** The notification that has this text. Information toasts go away by themselves. */
export function notification(page: Page, text: string): Locator {
  return page.locator('.notifications-toasts .notification-list-item', { hasText: text });
}
