import type { Page } from './browser.ts';

/* Predictions behind the lines of the active editor. */

/** Texts behind the lines in sight, by the lines' 1-based numbers. */
export async function linesWithPredictions(page: Page): Promise<ReadonlyMap<number, string>> {
  const found = (await page.evaluate(read)) as readonly (readonly [number, string])[];
  return new Map(found);
}

const read = `(() => {
  const editor = document.querySelector('.editor-group-container.active .monaco-editor');
  const numbers = new Map([...editor.querySelectorAll('.margin-view-overlays > div')].map((line) => [
    line.style.top,
    Number(line.querySelector('.line-numbers')?.textContent),
  ]));
  return [...editor.querySelectorAll('.view-line')].flatMap((line) => {
    const texts = [...line.querySelectorAll('span[class*="ced-"]')]
      .map((span) => getComputedStyle(span, '::after').content)
      .filter((text) => text !== 'none' && text !== '""');
    return texts.map((text) => [numbers.get(line.style.top), text.slice(1, -1).replaceAll('\\u00a0', ' ')]);
  });
})()`;
