import fc from 'fast-check';
import { expect, it } from 'vitest';
import { commandLink, markdownText, plainText } from '../../../../src/extension/histories/markdown-text.ts';

it('names have nothing in them that Markdown, HTML or icons begin with', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (name) => {
      const shown = markdownText(name).replace(/&#\d+;/g, '');
      expect(shown).not.toMatch(/[!-/:-@[-`{-~]/);
      expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    }),
  );
});

it('names read as they are', () => {
  const name = '**a** $(error) <img src=x> [b](c) `d` | https://e.f\n# g \u202e';
  const read = markdownText(name).replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
  expect(read).toBe('**a** $(error) <img src=x> [b](c) `d` | https://e.f\\u000a# g \\u202e');
  expect(plainText(name)).toBe(read);
});

it('long names are cut', () => {
  expect(plainText('x'.repeat(10_000))).toBe(`${'x'.repeat(160)}…`);
});

it('what a link gives a command comes out as it was, and does not end the link', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1 }), (args) => {
      const link = commandLink('label', 'a.command', ...args);
      const [, query] = /^\[label\]\(command:a\.command\?([^()\s<>]*)\)$/.exec(link) ?? [];
      expect(JSON.parse(decodeURIComponent(query))).toEqual(args);
    }),
  );
});
