import fc from 'fast-check';
import { expect, it } from 'vitest';
import { TextBytes } from '../../../src/execution/text-bytes.ts';

function bytesOf(pieces: readonly string[], length: number): Uint8Array[] {
  const bytes = new TextBytes(length);
  for (const piece of pieces) bytes.add(piece);
  return bytes.take();
}

it('gives a text as UTF-8, however long it was thought to be', () => {
  const pieces = fc.array(fc.string({ unit: 'grapheme', maxLength: 40 }), { maxLength: 20 });
  fc.assert(
    fc.property(pieces, fc.integer({ min: 0, max: 300 }), (texts, length) => {
      expect(Buffer.concat(bytesOf(texts, length)).toString()).toBe(texts.join(''));
    }),
  );
});

it('gives a text of ASCII as one chunk', () => {
  expect(bytesOf(['one ', 'two'], 7).map(({ length }) => length)).toEqual([7]);
});

it('goes on in another chunk within a piece', () => {
  const chunks = bytesOf(['aé', 'éé'], 4);
  expect(chunks.map(({ length }) => length)).toEqual([3, 4]);
  expect(Buffer.concat(chunks).toString()).toBe('aééé');
});
