import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cellColours } from '../../../webview/components/share-colour.ts';
import { contrastRatio, mixColours, parseColour, type Rgb, textColourOn } from '../../../webview/picture/colour.ts';
import type { Theme } from '../../../webview/picture/theme.ts';

const white: Rgb = [255, 255, 255];
const black: Rgb = [0, 0, 0];
const anyColour = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255));

describe('parseColour', () => {
  test('reads #rrggbb', () => {
    expect(parseColour('#3794ff', black)).toEqual([0x37, 0x94, 0xff]);
  });

  test('lays a translucent colour over the background', () => {
    expect(parseColour('rgba(204, 204, 204, 0.5)', black)).toEqual([102, 102, 102]);
    expect(parseColour('#ffffff80', black)?.map(Math.round)).toEqual([128, 128, 128]);
  });

  test('gives null for anything else', () => {
    for (const text of ['', 'transparent', '#12', 'rgb(1, 2)', 'rgba(a, b, c, d)'])
      expect(parseColour(text, black)).toBeNull();
  });
});

test('the contrast of black and white is 21, of a colour and itself 1', () => {
  expect(contrastRatio(black, white)).toBeCloseTo(21);
  expect(contrastRatio([10, 200, 30], [10, 200, 30])).toBe(1);
});

test('mixing a quarter of white into black gives a dark grey', () => {
  expect(mixColours(black, white, 0.25)).toEqual([63.75, 63.75, 63.75]);
});

test('black or white is readable on every background', () => {
  fc.assert(fc.property(anyColour, (background) => contrastRatio(textColourOn(background), background) >= 4.5));
});

describe('cellColours', () => {
  const theme: Theme = {
    highContrast: false,
    background: white,
    foreground: [0x3b, 0x3b, 0x3b],
    description: [0x3b, 0x3b, 0x3b],
    lines: black,
    focus: black,
    blue: [0x1a, 0x85, 0xff],
    series: [],
    fontFamily: 'sans-serif',
    fontSize: 13,
  };

  test('a light theme goes from its background to a dark blue', () => {
    const shares = [0, 0.25, 0.5, 0.75, 1];
    const contrasts = shares.map((share) => contrastRatio(cellColours(share, theme).background, white));
    expect(contrasts[0]).toBe(1);
    expect(contrasts).toEqual(contrasts.toSorted((a, b) => a - b));
    expect(contrasts[4]).toBeGreaterThan(5);
  });

  test('high contrast does not fill', () => {
    const colours = cellColours(0.9, { ...theme, highContrast: true });
    expect(colours).toEqual(cellColours(0.1, { ...theme, highContrast: true }));
  });
});
