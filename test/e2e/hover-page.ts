import { eventually } from '../eventually.ts';
import type { Page } from './browser.ts';
import type { Place } from './history-page.ts';
import { hoversAt } from './vscode/language.ts';
import type { Workspace } from './workspace.ts';

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

/** What the hovers at a place of a file say once that is complete. */
export async function hoverAt(
  page: Page,
  file: string,
  { line, column }: Pick<Place, 'line' | 'column'>,
): Promise<HoverContent> {
  const hovers = await eventually(
    () => hoversAt(page, file, { line, column: column + 1 }),
    (all) => /^(?!.*still being counted).*Predictions.*Why\?/s.test(all.join('\n\n')),
  );
  const paragraphs = hovers.flatMap((hover) => hover.split('\n\n'));
  return content(
    paragraphs.filter((one) => !one.startsWith('|')).map(plain),
    // A name has no stroke: it is a character reference.
    hovers
      .flatMap((hover) => hover.split('\n'))
      .filter((row) => row.startsWith('| ') && row.includes('**'))
      .map((row) =>
        row
          .split('|')
          .slice(1, -1)
          .map((cell) => plain(cell).trim()),
      ),
  );
}

/** The text of the hovers over a piece of a line, once it is as expected. */
export function hoverText(
  page: Page,
  workspace: Workspace,
  file: string,
  line: number,
  piece: string,
  expected: string | RegExp,
): Promise<string> {
  const column = workspace.read(file).split('\n')[line - 1].indexOf(piece) + 2;
  return eventually(
    async () => (await hoversAt(page, file, { line, column })).map(plain).join('\n\n'),
    (text) => (typeof expected === 'string' ? text.includes(expected) : expected.test(text)),
  );
}

/** Reads the hover that is in sight. */
export async function readHover(page: Page): Promise<HoverContent> {
  const { rows, paragraphs } = (await page.evaluate(read)) as {
    readonly rows: readonly (readonly string[])[];
    readonly paragraphs: readonly string[];
  };
  return content(paragraphs, rows);
}

/** The hover's parts. A cell of a table has its icon as a picture, and spaces at its end. */
const read = `(() => {
  const hover = [...document.querySelectorAll('.monaco-resizable-hover .monaco-hover-content')].find((one) => one.checkVisibility());
  return {
    rows: [...hover.querySelectorAll('tbody tr')].map((row) => [...row.cells].map((cell) => cell.textContent.trim())),
    paragraphs: [...hover.querySelectorAll('p')].map((one) => one.innerText),
  };
})()`;

/** Text of Markdown as our hovers have it: icons, bold pieces, links and character references. */
function plain(markdown: string): string {
  return markdown
    .replace(/\$\([a-z-]+\)/g, '')
    .replace(/\[([^\]]*)\]\(command:[^)]*\)/g, '$1')
    .replaceAll('**', '')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('\\\n', '\n')
    .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));
}

function content(paragraphs: readonly string[], rows: HoverContent['rows']): HoverContent {
  const why = paragraphs.slice(paragraphs.findIndex((paragraph) => paragraph.trim().startsWith('Why?')) + 1);
  return { text: paragraphs.join('\n'), rows, why: new Map(why.map(speakingCells)) };
}

/** The class, and the lines below it: `code at site (count, good) +0.12; …`. What a model looks at is no such line. */
function speakingCells(paragraph: string): [string, SpeakingCell[]] {
  const [title, ...lines] = paragraph.trim().split('\n');
  const cells = lines
    .filter((line) => !line.trim().startsWith('attends to '))
    .flatMap((line) => line.split('; '))
    .map((cell) => {
      const [, code, site, sign, size] = /^(\S.*) at (\S+) \(.*\) ([+−])(\d+\.\d\d)$/.exec(cell.trim()) ?? [];
      if (size === undefined) throw new Error(`"${cell}" is no cell`);
      return { code, site, contribution: Number(size) * (sign === '+' ? 1 : -1) };
    });
  return [title.replace('whatever the counts are', '').trim(), cells];
}
