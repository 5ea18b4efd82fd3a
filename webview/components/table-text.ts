import { csvLine } from '../../src/protocol/csv.ts';
import { type CsvColumn, csvColumns } from './csv-columns.ts';

/** A table as text: what is shown, and what goes to the clipboard. */
export interface TextTable {
  readonly columns: readonly string[];
  /** Each as long as `columns`; the first cell names the row. */
  readonly rows: readonly (readonly string[])[];
  /** Other columns than the first whose cells are names or texts, never numbers, whatever they look like. */
  readonly names?: readonly number[];
  /** Numbers of rows that say more of the row above them. */
  readonly minor?: readonly number[];
  /** The table for programs, where it is not only this one with its numbers as numbers. */
  readonly data?: TextTable;
}

/** GitHub's Markdown, numbers to the right. Names from data cannot break out of their cells. */
export function markdownTable({ columns, rows }: TextTable): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(markdownCell).join(' | ')} |`;
  const rule = `| ${columns.map((_, i) => (i === 0 ? '---' : '---:')).join(' | ')} |`;
  return [line(columns), rule, ...rows.map(line), ''].join('\n');
}

/**
 * Comma-separated values of RFC 4180 for spreadsheets and programs: cells of numbers are numbers, and none is taken for a
 * formula.
 */
export function csvTable(table: TextTable): string {
  const { columns, rows, names = [] } = table.data ?? table;
  const split = columns.flatMap((title, column) => {
    const cells = rows.map((row) => row[column]);
    return column === 0 || names.includes(column) ? [{ title, cells }] : csvColumns(title, cells);
  });
  const line = (cellOf: (column: CsvColumn) => string): string => csvLine(split.map(cellOf));
  return [line(({ title }) => title), ...rows.map((_, row) => line(({ cells }) => cells[row]))].join('');
}

function markdownCell(text: string): string {
  return text.replace(/[\\`*_[\]<>|&]/g, '\\$&').replace(/\s+/g, ' ');
}
