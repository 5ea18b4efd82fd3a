import type { Locator, Page } from './browser.ts';

/* What tests do in an open history. */

/** Where something stands in a file: 1-based, in one line. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

/** Opens a file of the workspace at a 1-based line and column. */
export async function openHistory(page: Page, name: string, line = 1, column = 1): Promise<void> {
  const input = page.locator('.quick-input-widget:visible input.input');
  const tab = page.locator(`.editor-group-container.active .tab.active[data-resource-name="${name}"]`);
  const deadline = Date.now() + 60_000;
  for (;;) {
    try {
      await page.keyboard.press('Control+P');
      await input.waitFor({ timeout: 2000 });
      await input.fill(`${name}:${line}:${column}`);
      const row = page.locator('.quick-input-widget:visible .monaco-list-row.focused', { hasText: name }).first();
      await row.waitFor({ timeout: 3000 });
      await page.keyboard.press('Enter');
      await tab.waitFor({ timeout: 10_000 });
      await page.locator('.monaco-editor.focused').first().waitFor({ timeout: 5000 });
      return;
    } catch (error) {
      if (Date.now() > deadline) throw new Error(`${name} did not open at line ${line}`, { cause: error });
      await page.keyboard.press('Escape');
      await page.waitForTimeout(300);
    }
  }
}

/** A line of the active editor that is in sight, by its 1-based number. */
export async function lineAt(page: Page, number: number): Promise<Locator> {
  const editor = page.locator('.editor-group-container.active .monaco-editor').first();
  const margin = editor.locator('.margin-view-overlays > div').filter({
    has: page.locator('.line-numbers', { hasText: new RegExp(`^${number}$`) }),
  });
  const style = await margin.first().getAttribute('style', { timeout: 5000 });
  const [, top] = /top: ?(\d+px)/.exec(style ?? '') ?? [];
  // Written so in a line that is new, and so in one that was moved.
  return editor.locator(`.view-line[style*="top:${top};"], .view-line[style*="top: ${top};"]`).first();
}

/** Waits until a line has been scrolled to its place. */
async function lineRests(page: Page, line: number): Promise<void> {
  const place = async (): Promise<number | undefined> => (await (await lineAt(page, line)).boundingBox())?.y;
  for (let before = await place(), tries = 0; tries < 50; tries++) {
    await page.waitForTimeout(100);
    const now = await place();
    if (now !== undefined && now === before) return;
    before = now;
  }
}

/** Hovers a piece of a line of the active editor once that rests, and gives the hover's text once it is as expected. */
export async function hoverIn(
  page: Page,
  line: number,
  piece: string | Place,
  expected: string | RegExp,
): Promise<string> {
  const isExpected = (text: string): boolean =>
    typeof expected === 'string' ? text.includes(expected) : expected.test(text);
  const hover = page.locator('.monaco-resizable-hover:visible .monaco-hover-content').first();
  const deadline = Date.now() + 45_000;
  let shown = '';
  let cause: unknown;
  while (Date.now() < deadline) {
    try {
      await lineRests(page, line);
      await pointAt(page, line, piece);
      const until = Date.now() + 4000;
      while (Date.now() < until) {
        shown = ((await hover.isVisible()) ? await hover.textContent({ timeout: 1000 }) : '') ?? '';
        if (isExpected(shown)) return shown;
        await page.waitForTimeout(50);
      }
    } catch (error) {
      // The line is being drawn anew, or the hover is.
      cause = error;
    }
    await leave(page);
  }
  throw new Error(`No hover with "${expected}" on ${JSON.stringify(piece)} in line ${line} but: ${shown}`, { cause });
}

/** Moves the pointer over a piece of a line; the font has letters of one width. */
export async function pointAt(page: Page, line: number, piece: string | Place): Promise<void> {
  const row = await lineAt(page, line);
  const place =
    typeof piece === 'string' ? ((await row.textContent({ timeout: 5000 }))?.indexOf(piece) ?? -1) : piece.column - 1;
  if (place < 0) throw new Error(`Line ${line} has no "${piece}"`);
  const letters = row.locator('span:not(:has(span))').first();
  const [box, text] = [await letters.boundingBox({ timeout: 5000 }), await letters.textContent({ timeout: 5000 })];
  if (!box || !text) throw new Error(`Line ${line} is empty`);
  const x = box.x + ((place + piece.length / 2) * box.width) / text.length;
  await page.mouse.move(x - 1, box.y + box.height / 2);
  await page.mouse.move(x, box.y + box.height / 2);
}

/** Takes the pointer away until no hover is left. */
export async function leave(page: Page): Promise<void> {
  await page.mouse.move(3, 3);
  await page.locator('.monaco-resizable-hover:visible').first().waitFor({ state: 'hidden', timeout: 5000 });
}

/** Waits until a hover has faded in. */
export async function hoverIsThere(page: Page): Promise<void> {
  const opacity = `getComputedStyle(document.querySelector('.monaco-resizable-hover .monaco-hover')).opacity`;
  const deadline = Date.now() + 5000;
  while ((await page.evaluate(opacity)) !== '1' && Date.now() < deadline) await page.waitForTimeout(50);
}
