import type { Box } from './picture.ts';
import { boxPath, linePath } from './picture.ts';
import { type Sheet, textSize } from './sheet.ts';
import type { Ticks } from './ticks.ts';

export interface Axis {
  readonly title: string;
  readonly ticks: Ticks;
  readonly logarithmic?: boolean;
}

/** A plot's area on the paper, and where values are in it. */
export interface Plot {
  readonly area: Box;
  placeX(value: number): number;
  placeY(value: number): number;
}

/**
 * Two axes with their grid, ticks and titles.
 *
 * @param size of the area, without what is around it, and room above it
 */
export function drawAxes(
  sheet: Sheet,
  x: Axis,
  y: Axis,
  { height, above = 6 }: { readonly height: number; readonly above?: number },
): Plot {
  const { theme } = sheet;
  const labels = Math.max(...y.ticks.marks.map(({ text }) => sheet.widthOf(text)), 0);
  const leftMargin = (y.title === '' ? 0 : textSize + 8) + labels + 8;
  const top = sheet.take(above + height + 2 * textSize + 18) + above;
  // Half of the last number is outside the area.
  const area = { x: sheet.left + leftMargin, y: top, width: sheet.right - sheet.left - leftMargin - 12, height };
  const placeX = (value: number): number => area.x + area.width * share(value, x);
  const placeY = (value: number): number => area.y + area.height * (1 - share(value, y));
  const bottom = area.y + area.height;
  const grid = { colour: theme.lines, opacity: theme.highContrast ? 0.4 : 0.25, width: 1 };
  for (const { at, text } of x.ticks.marks) {
    sheet.path({
      d: linePath([
        { x: placeX(at), y: area.y },
        { x: placeX(at), y: bottom + 4 },
      ]),
      line: grid,
    });
    sheet.text(text, placeX(at), bottom + 6 + textSize, { quiet: true, anchor: 'middle' });
  }
  for (const { at, text } of y.ticks.marks) {
    sheet.path({
      d: linePath([
        { x: area.x - 4, y: placeY(at) },
        { x: area.x + area.width, y: placeY(at) },
      ]),
      line: grid,
    });
    sheet.text(text, area.x - 8, placeY(at) + textSize * 0.36, { quiet: true, anchor: 'end' });
  }
  sheet.path({ d: boxPath(area), line: { colour: theme.lines, width: 1 } });
  sheet.text(x.title, area.x + area.width / 2, bottom + 10 + 2 * textSize, { quiet: true, anchor: 'middle' });
  if (y.title !== '') {
    sheet.text(y.title, sheet.left + textSize, area.y + area.height / 2, {
      quiet: true,
      anchor: 'middle',
      upwards: true,
    });
  }
  return { area, placeX, placeY };
}

function share(value: number, { ticks: { from, to }, logarithmic = false }: Axis): number {
  if (!logarithmic) return (value - from) / (to - from);
  return Math.log(Math.max(value, from) / from) / Math.log(to / from);
}
