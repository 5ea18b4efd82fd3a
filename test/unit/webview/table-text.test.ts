import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvTable, markdownTable } from '../../../webview/components/table-text.ts';

const table = {
  columns: ['class', 'recall'],
  rows: [
    ['acdc', '0.93 ± 0.04'],
    ['clone', '0.51 ± 0.05'],
  ],
};

test('Markdown has a rule under the head, numbers to the right', () => {
  expect(markdownTable(table)).toBe(
    '| class | recall |\n| --- | ---: |\n| acdc | 0.93 ± 0.04 |\n| clone | 0.51 ± 0.05 |\n',
  );
});

test('names from data stay in their Markdown cell', () => {
  const hostile = markdownTable({ columns: ['class'], rows: [['a|b\n<img src=x> *c*']] });
  expect(hostile.split('\n')[2]).toBe('| a\\|b \\<img src=x\\> \\*c\\* |');
});

test('CSV quotes what needs it and ends lines with CR LF', () => {
  expect(csvTable({ columns: ['a', 'b'], rows: [['x, "y"', 'line\nbreak']] })).toBe(
    'a,b\r\n"x, ""y""","line\nbreak"\r\n',
  );
});

test('CSV can be read back, whatever the cells hold', () => {
  const cells = fc.array(fc.array(fc.string(), { minLength: 2, maxLength: 2 }), { minLength: 1 });
  fc.assert(
    fc.property(cells, ([columns, ...rows]) => {
      expect(readCsv(csvTable({ columns, rows }))).toEqual([columns, ...rows]);
    }),
  );
});

/** RFC 4180. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  for (let row: string[] = [], match = field.exec(text); match; match = field.exec(text)) {
    row.push(match[1]?.replaceAll('""', '"') ?? match[2]);
    if (match[3] === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}
