import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { formatTable } from '../../../src/cli/table.ts';
import { printable, printDocument, printLines, reportLines, reportSentence } from '../../../src/cli/terminal.ts';

/** What a terminal may act on, whatever the encoding of the rest. */
const dangerous = /(?!\n)\p{Cc}|[\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/u;

function printed(stream: NodeJS.WriteStream, print: () => void): string {
  let text = '';
  const write = vi.spyOn(stream, 'write').mockImplementation((part) => {
    text += String(part);
    return true;
  });
  try {
    print();
  } finally {
    write.mockRestore();
  }
  return text;
}

const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '\u001b[31mred',
    '\u009b2J',
    '\u202edrowssap',
    'a\nb',
    '\u001b]0;title\u0007',
    '\u{e0001}tag',
    '\ud800',
  ),
);

test('no name reaches a terminal as a command to it', () => {
  fc.assert(
    fc.property(fc.array(hostile, { minLength: 1, maxLength: 4 }), (names) => {
      const lines = [
        printed(process.stdout, () => printLines(names)),
        printed(process.stderr, () => reportLines(names)),
        printed(process.stdout, () => printLines(formatTable([names, names], 1))),
      ];
      for (const text of lines) {
        expect(text).not.toMatch(dangerous);
        expect(text).not.toMatch(/\p{Cs}/u);
      }
      expect(lines[0].split('\n')).toHaveLength(names.length + 1);
      expect(printed(process.stderr, () => reportSentence(names.join(' '))).split('\n')).toHaveLength(2);
    }),
  );
});

test('a document is printed without such characters, and says the same', () => {
  fc.assert(
    fc.property(fc.dictionary(hostile, hostile), (document) => {
      const text = printed(process.stdout, () => printDocument(document));
      expect(text.trimEnd()).not.toMatch(dangerous);
      expect(JSON.parse(text)).toEqual(document);
    }),
  );
});

test('they are shown as JSON writes them, beyond the first plane by their halves', () => {
  expect(printable('no\u001b[31mred')).toBe(String.raw`no\u001b[31mred`);
  expect(printable('\u{e0001}')).toBe(String.raw`\udb40\udc01`);
  expect(printable('Zürich → 東京 🙂')).toBe('Zürich → 東京 🙂');
});

test('nothing in the command line prints by itself', () => {
  const folder = path.resolve('src/cli');
  const others = readdirSync(folder).filter((file) => file !== 'terminal.ts');
  for (const file of others) {
    expect(readFileSync(path.join(folder, file), 'utf8'), file).not.toMatch(/\.std(out|err)\.write\(|console\./);
  }
});
