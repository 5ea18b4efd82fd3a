/** Text that spreadsheets read as a number, not as a formula, though it may begin with a sign: `-1`, `+0.5`. */
const plainNumber = /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/;
/** The beginnings of text that spreadsheets run as formulas. */
const formulaStart = /^[=+\-@\t\r\n]/;

/**
 * A text as a cell that no spreadsheet runs as a formula: if it begins like one and is not a number, an apostrophe is put before
 * it (docs/decisions/0023). Numbers do not change, including codes such as `-1`.
 */
export function harmlessCell(text: string): string {
  return formulaStart.test(text) && !plainNumber.test(text) ? `'${text}` : text;
}

/** A line of comma-separated values (RFC 4180), with its end. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvField).join(',')}\r\n`;
}

function csvField(text: string): string {
  const cell = harmlessCell(text);
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
