import { eventually } from '../eventually.ts';
import type { Locator, Page } from './browser.ts';

/* What tests do in an open history. */

/** Where something stands in a file: 1-based, in one line. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly length: number;
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
  let before: number | undefined;
  await eventually(
    // The line may move while it is looked up.
    async () => (await (await lineAt(page, line)).boundingBox({ timeout: 2000 }))?.y,
    (now) => {
      const rests = now !== undefined && now === before;
      before = now;
      return rests;
    },
  );
}

/** Hovers a piece of a line of the active editor once that rests, and gives the hover's text once it is as expected. */
export function hoverIn(page: Page, line: number, piece: string | Place, expected: string | RegExp): Promise<string> {
  const hover = page
    .locator('.monaco-resizable-hover:visible .monaco-hover-content')
    .filter({ hasText: expected })
    .first();
  return eventually(async () => {
    // What shows of an earlier attempt, or is being drawn anew, is no answer.
    await leave(page);
    await lineRests(page, line);
    await pointAt(page, line, piece);
    return (await hover.textContent({ timeout: 4000 })) ?? '';
  });
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
  await page.waitForFunction(
    `getComputedStyle(document.querySelector('.monaco-resizable-hover .monaco-hover')).opacity === '1'`,
  );
}
