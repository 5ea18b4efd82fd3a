import { describe, expect, test } from 'vitest';
import { paper, textsOf, theme } from './paper.ts';

describe('the paper of a picture', () => {
  test('has its heading on top, in the order given', () => {
    const [title, line] = textsOf(paper().finish());
    expect(title).toMatchObject({ text: 'Recall', bold: true, colour: theme.foreground });
    expect(line).toMatchObject({ text: 'simple · action', bold: false, colour: theme.description });
    expect(line.y).toBeGreaterThan(title.y);
  });

  test('breaks a long heading into lines and grows with it', () => {
    const long = paper(600, { title: 'Recall of many words '.repeat(6), lines: [] }).finish();
    expect(textsOf(long)).toHaveLength(3);
    expect(long.height).toBeGreaterThan(paper(600, { title: 'Recall', lines: [] }).finish().height);
  });

  test('keeps every entry of a legend within its margins, in rows', () => {
    const sheet = paper(300);
    const line = { colour: theme.blue, width: 2 };
    sheet.legend(['simple', 'cnn+attention', 'x'.repeat(200)].map((name) => ({ name, line })));
    const entries = textsOf(sheet.finish()).slice(2);
    expect(entries.map(({ text }) => text.slice(0, 8))).toEqual(['simple', 'cnn+atte', 'xxxxxxxx']);
    for (const { text, x, size } of entries) expect(x + 0.6 * size * [...text].length).toBeLessThanOrEqual(280);
    expect(new Set(entries.map(({ y }) => y)).size).toBe(2);
  });

  test('says below what is to be known, also to those who do not see it', () => {
    const sheet = paper();
    sheet.note('Bands are ± one standard deviation.');
    expect(sheet.finish().description).toBe('simple · action\nBands are ± one standard deviation.');
  });
});
