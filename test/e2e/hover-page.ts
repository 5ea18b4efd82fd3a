import type { Page } from './browser.ts';
import { hoverIn, openHistory, type Place } from './history-page.ts';

/* Hovers in histories as tables and lists. */

/** A cell that speaks for or against a class, as a hover names it. */
export interface SpeakingCell {
  readonly code: string;
  readonly site: string;
  readonly contribution: number;
}

export interface HoverContent {
  readonly text: string;
  /** Rows of the predictions. */
  readonly rows: readonly (readonly string[])[];
  /** By `target: class`. */
  readonly why: ReadonlyMap<string, readonly SpeakingCell[]>;
}

/** Hovers a place of a file and reads what it says once that is complete. */
export async function hoverPlace(page: Page, file: string, place: Place): Promise<HoverContent> {
  // The line is scrolled to its beginning first, then as far that some of what follows the place is in sight, too.
  if (place.column > 80) await openHistory(page, file, place.line);
  await openHistory(page, file, place.line, place.column > 80 ? place.column + place.length + 20 : place.column);
  await hoverIn(page, place.line, place, /^(?!.*(?:Loading\.\.\.|still being counted)).*Predictions by.*Why\?/s);
  return readHover(page);
}

/** Reads the hover that is in sight. */
export async function readHover(page: Page): Promise<HoverContent> {
  const { text, rows, paragraphs } = (await page.evaluate(read)) as {
    readonly text: string;
    readonly rows: readonly (readonly string[])[];
    readonly paragraphs: readonly string[];
  };
  const why = paragraphs.slice(paragraphs.findIndex((paragraph) => paragraph.trim().startsWith('Why?')) + 1);
  return { text, rows, why: new Map(why.map(speakingCells)) };
}

/** The hover's parts. A cell of a table has its icon as a picture, and spaces at its end. */
const read = `(() => {
  const hover = [...document.querySelectorAll('.monaco-resizable-hover .monaco-hover-content')].find((one) => one.checkVisibility());
  return {
    text: hover.textContent,
    rows: [...hover.querySelectorAll('tbody tr')].map((row) => [...row.cells].map((cell) => cell.textContent.trim())),
    paragraphs: [...hover.querySelectorAll('p')].map((one) => one.innerText),
  };
})()`;

/** The class, and the lines below it: `code at site (count, good) +0.12; …`. What a model looks at is no such line. */
function speakingCells(paragraph: string): [string, SpeakingCell[]] {
  const [title, ...lines] = paragraph.split('\n');
  const cells = lines
    .filter((line) => !line.trim().startsWith('looks at '))
    .flatMap((line) => line.split('; '))
    .map((cell) => {
      const [, code, site, sign, size] = /^(\S.*) at (\S+) \(.*\) ([+−])(\d+\.\d\d)$/.exec(cell.trim()) ?? [];
      if (size === undefined) throw new Error(`"${cell}" is no cell`);
      return { code, site, contribution: Number(size) * (sign === '+' ? 1 : -1) };
    });
  return [title.replace('whatever the counts are', '').trim(), cells];
}
