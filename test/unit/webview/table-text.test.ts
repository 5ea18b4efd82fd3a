import fc from 'fast-check';
import { expect, test } from 'vitest';
import { spreadText } from '../../../src/measures/spread.ts';
import { harmlessCell } from '../../../src/protocol/csv.ts';
import { intervalText } from '../../../webview/compare/pair-text.ts';
import { countText, signedText } from '../../../webview/components/number-text.ts';
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

test('CSV can be read back, whatever the names are', () => {
  const cells = fc.array(fc.array(fc.string(), { minLength: 2, maxLength: 2 }), { minLength: 1 });
  fc.assert(
    fc.property(cells, ([columns, ...rows]) => {
      const read = readCsv(csvTable({ columns, rows, names: [1] }));
      expect(read).toEqual([columns, ...rows].map((row) => row.map(harmlessCell)));
    }),
  );
});

test('a name is as it is unless a spreadsheet would run it as a formula, and a number never is', () => {
  for (const name of ['=1+1', '+cmd', '-x', '-1x', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '=', '-', '+', '--1', '-.']) {
    expect(harmlessCell(name)).toBe(`'${name}`);
  }
  for (const name of ['-1', '+1', '-0.5', '1e-7', '01', 'a=1', ' =1', '', "'x", '50660', '18k-20k']) {
    expect(harmlessCell(name)).toBe(name);
  }
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (name) => {
      const cell = harmlessCell(name);
      expect([name, `'${name}`]).toContain(cell);
      expect(/^[=+\-@\t\r\n]/.test(cell) && Number.isNaN(Number(cell))).toBe(false);
    }),
  );
});

test('numbers in CSV are numbers, each of their parts in a column of its own', () => {
  const interval = intervalText({ difference: -0.0123, low: -0.0312, high: 0.0041 }, 4);
  const [title, ...rows] = readCsv(
    csvTable({
      columns: ['run', 'MSE', 'difference', 'examples', 'time', 'share', 'interval', 'epoch', 'best'],
      rows: [
        [
          '1,234',
          spreadText({ mean: 0.0581, std: 0.0071 }, 5, 4),
          '−0.0123',
          '1,234,567',
          '3 min 12 s',
          '12.5 %',
          interval,
          '7',
          '0.93 (best)',
        ],
        [
          '5 s',
          spreadText({ mean: 0.06, std: 0 }, 1, 4),
          '+0.5',
          '12',
          '1 h 05 min',
          '3 %',
          'not the same tasks',
          'ended at 3',
          '0.9',
        ],
        ['–', '–', '', '–', '0.4 s', '–', '', '–', '–'],
      ],
    }),
  );
  expect(title).toEqual([
    'run',
    'MSE',
    'MSE, standard deviation',
    'difference',
    'examples',
    'time (seconds)',
    'share (%)',
    'interval',
    'interval, lower bound',
    'interval, upper bound',
    'epoch',
    'best',
    'best, note',
  ]);
  expect(rows).toEqual([
    [
      '1,234',
      '0.0581',
      '0.0071',
      '-0.0123',
      '1234567',
      '192',
      '12.5',
      '-0.0123',
      '-0.0312',
      '0.0041',
      '7',
      '0.93',
      'best',
    ],
    ['5 s', '0.0600', '', '0.5', '12', '3900', '3', 'not the same tasks', '', '', 'ended at 3', '0.9', ''],
    ['–', '', '', '', '', '0.4', '', '', '', '', '', '', ''],
  ]);
});

test('columns of names, and of numbers with different units, stay as they are', () => {
  const rows = [
    ['a', '1,234', '5 s'],
    ['b', '−5', '3'],
  ];
  expect(readCsv(csvTable({ columns: ['a', 'b', 'c'], rows, names: [1] })).slice(1)).toEqual(rows);
});

test('every number that a table shows is read back as that number', () => {
  const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(value, fc.nat(1e9), fc.integer({ min: 0, max: 4 }), (number, count, digits) => {
      const rows = [
        [
          'x',
          signedText(number, digits),
          countText(count),
          spreadText({ mean: Math.abs(number), std: 0.25 }, 2, digits),
        ],
      ];
      const [, cells] = readCsv(csvTable({ columns: ['a', 'b', 'c', 'd'], rows }));
      expect(Number(cells[1])).toBeCloseTo(Number(number.toFixed(digits)), 9);
      expect(cells.slice(2)).toEqual([String(count), Math.abs(number).toFixed(digits), (0.25).toFixed(digits)]);
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
