/** A table as text: what is shown, and what goes to the clipboard. */
export interface TextTable {
  readonly columns: readonly string[];
  /** Each as long as `columns`; the first cell names the row. */
  readonly rows: readonly (readonly string[])[];
}

/** GitHub's Markdown, numbers to the right. Names from data cannot break out of their cells. */
export function markdownTable({ columns, rows }: TextTable): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(markdownCell).join(' | ')} |`;
  const rule = `| ${columns.map((_, i) => (i === 0 ? '---' : '---:')).join(' | ')} |`;
  return [line(columns), rule, ...rows.map(line), ''].join('\n');
}

/** Comma-separated values of RFC 4180. */
export function csvTable({ columns, rows }: TextTable): string {
  return [columns, ...rows].map((cells) => `${cells.map(csvField).join(',')}\r\n`).join('');
}

function markdownCell(text: string): string {
  return text.replace(/[\\`*_[\]<>|&]/g, '\\$&').replace(/\s+/g, ' ');
}

function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
