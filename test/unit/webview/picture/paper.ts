import type { PathShape, Picture, TextShape } from '../../../../webview/picture/picture.ts';
import { Sheet } from '../../../../webview/picture/sheet.ts';
import type { Theme } from '../../../../webview/picture/theme.ts';

export const theme: Theme = {
  highContrast: false,
  background: [255, 255, 255],
  foreground: [0, 0, 0],
  description: [80, 80, 80],
  lines: [120, 120, 120],
  blue: [0, 0, 255],
  series: [
    [0, 0, 255],
    [255, 128, 0],
    [0, 128, 0],
    [128, 0, 128],
    [255, 0, 0],
    [200, 200, 0],
  ],
  focus: [0, 0, 0],
  fontFamily: 'sans-serif',
  fontSize: 13,
};

/** Paper on which a letter is six tenths as wide as high. */
export function paper(width = 600, heading = { title: 'Recall', lines: ['simple · action'] }): Sheet {
  return new Sheet(heading, theme, (text, size) => 0.6 * size * [...text].length, width);
}

export const textsOf = ({ shapes }: Picture): TextShape[] => shapes.filter((shape) => shape.kind === 'text');
export const pathsOf = ({ shapes }: Picture): PathShape[] => shapes.filter((shape) => shape.kind === 'path');
