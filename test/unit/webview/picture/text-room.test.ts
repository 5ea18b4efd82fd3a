import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shortenText, wrapText } from '../../../../webview/picture/text-room.ts';

/** Every character is one pixel wide. */
const width = (text: string): number => [...text].length;

describe('shortenText', () => {
  test('leaves a text that has room', () => {
    expect(shortenText('embedding', 9, width)).toBe('embedding');
  });

  test('ends a longer one with an ellipsis', () => {
    expect(shortenText('embedding', 6, width)).toBe('embed…');
    expect(shortenText('the one', 5, width)).toBe('the…');
  });

  test('never splits a character in two', () => {
    expect(shortenText('😀😀😀', 2, width)).toBe('😀…');
  });

  test('takes no more room than there is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 30 }), (text, room) => {
        expect(width(shortenText(text, room, width))).toBeLessThanOrEqual(room);
      }),
    );
  });
});

describe('wrapText', () => {
  test('breaks between words', () => {
    expect(wrapText('one two three four', 9, width, 3)).toEqual(['one two', 'three', 'four']);
  });

  test('breaks within a word that has no room', () => {
    expect(wrapText('abcdefghij kl', 4, width, 9)).toEqual(['abc', 'def', 'ghij', 'kl']);
  });

  test('shortens what is left for the last line', () => {
    expect(wrapText('one two three four', 7, width, 2)).toEqual(['one two', 'three…']);
  });

  test('loses nothing but spaces where there are lines enough, and no line is too long', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), fc.integer({ min: 2, max: 20 }), (text, room) => {
        const lines = wrapText(text, room, width, 1000);
        for (const line of lines) expect(width(line)).toBeLessThanOrEqual(room);
        expect(lines.join('').replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''));
      }),
    );
  });
});
