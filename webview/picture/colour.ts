/** Red, green and blue from 0 to 255. */
export type Rgb = readonly [number, number, number];

/**
 * A colour as VS Code writes its variables: `#rrggbb`, `#rrggbbaa` or `rgba(r, g, b, a)`, laid over a background where it
 * is translucent. Null if it is none of these.
 */
export function parseColour(text: string, background: Rgb): Rgb | null {
  const hex = /^#([0-9a-f]{6})([0-9a-f]{2})?$/i.exec(text.trim());
  if (hex) {
    const value = Number.parseInt(hex[1], 16);
    const opacity = hex[2] === undefined ? 1 : Number.parseInt(hex[2], 16) / 255;
    return mixColours(background, [value >> 16, (value >> 8) & 255, value & 255], opacity);
  }
  const numbers = /^rgba?\(([^)]*)\)$/
    .exec(text.trim())?.[1]
    .split(/[\s,/]+/)
    .map(Number);
  if (!numbers || numbers.length < 3 || numbers.some(Number.isNaN)) return null;
  return mixColours(background, [numbers[0], numbers[1], numbers[2]], numbers[3] ?? 1);
}

/** `share` of `to` over `from`, 0 to 1. */
export function mixColours(from: Rgb, to: Rgb, share: number): Rgb {
  const channel = (i: 0 | 1 | 2): number => from[i] + (to[i] - from[i]) * share;
  return [channel(0), channel(1), channel(2)];
}

/** Contrast ratio of WCAG 2, 1 to 21. */
export function contrastRatio(a: Rgb, b: Rgb): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

/** Black or white, whichever is read better on the background; at least 4.5 : 1 on any. */
export function textColourOn(background: Rgb): Rgb {
  const black: Rgb = [0, 0, 0];
  const white: Rgb = [255, 255, 255];
  return contrastRatio(black, background) > contrastRatio(white, background) ? black : white;
}

export function cssColour([red, green, blue]: Rgb, opacity = 1): string {
  return `rgb(${Math.round(red)} ${Math.round(green)} ${Math.round(blue)} / ${opacity})`;
}

/** Relative luminance of WCAG 2. */
function luminance([red, green, blue]: Rgb): number {
  const linear = (channel: number): number => {
    const value = channel / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}
