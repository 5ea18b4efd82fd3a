import { printable } from './terminal.ts';

/** Maximum number of characters shown of a name. */
const maxNameLength = 60;

/**
 * Lines of a table: columns as wide as their widest cell, numbers (everything after `textColumns`) to the right.
 *
 * @param cells rows, header first
 */
export function formatTable(cells: readonly (readonly string[])[], textColumns: number): string[] {
  const rows = cells.map((row) => row.map(printable));
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => displayWidth(row[column]))));
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const space = ' '.repeat(widths[column] - displayWidth(cell));
        return column < textColumns ? cell + space : space + cell;
      })
      .join('  ')
      .trimEnd(),
  );
}

function displayWidth(text: string): number {
  return [...text].length;
}

/** A name for a cell or a line: printable, and cut if it is too long. */
export function shortName(name: string): string {
  const characters = [...name.slice(0, 2 * maxNameLength)];
  return printable(name.length > maxNameLength ? `${characters.slice(0, maxNameLength - 1).join('')}…` : name);
}

/** `1 task`, `3 tasks`. */
export function formatCount(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
