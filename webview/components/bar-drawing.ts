import * as l10n from '@vscode/l10n';
import { type Box, boxPath } from '../picture/picture.ts';
import { type Sheet, textSize } from '../picture/sheet.ts';
import type { Bar } from './bar.ts';
import { countText } from './number-text.ts';

/** A list of bars, or the part of it that is shown. */
export interface BarList {
  /** Names of the columns: that of the names, then those of the numbers. */
  readonly columns: readonly string[];
  readonly bars: readonly Bar[];
  /** How many bars there are. */
  readonly all: number;
}

const rowHeight = 22;
const barHeight = 12;
const gap = 14;

/** Bars with their names and numbers. */
export function drawBars(sheet: Sheet, list: BarList): void {
  const { blue } = sheet.theme;
  const most = Math.max(1, ...list.bars.map(({ value }) => value));
  drawRows(sheet, list, [], ({ value }, { x, y, width }) => {
    const box = { x, y, width: Math.max(1, (width * value) / most), height: barHeight };
    sheet.path({ d: boxPath(box), fill: { colour: blue } });
  });
}

/** Bars to both sides of zero. @param sides what the left and the right side mean */
export function drawSignedBars(sheet: Sheet, list: BarList, sides: readonly [string, string]): void {
  const { series, description } = sheet.theme;
  // As in signed-bar.ts: green above zero, orange below; hollow below, so that the colour is not the only difference.
  const [, orange, green] = series;
  const most = Math.max(Number.MIN_VALUE, ...list.bars.map(({ value }) => Math.abs(value)));
  drawRows(sheet, list, sides, ({ value }, { x, y, width }) => {
    const zero = x + width / 2;
    const length = Math.max(1, (width / 2) * (Math.abs(value) / most));
    const box = { x: value < 0 ? zero - length : zero, y, width: length, height: barHeight };
    const colour = value < 0 ? orange : green;
    sheet.path({ d: boxPath(box), fill: { colour, opacity: value < 0 ? 0.3 : 1 }, line: { colour, width: 1 } });
    const axis = { x: zero, y: y - (rowHeight - barHeight) / 2, width: 0, height: rowHeight };
    sheet.path({ d: boxPath(axis), line: { colour: description, width: 1 } });
  });
}

/** @param ends what is above both ends of the bars */
function drawRows(
  sheet: Sheet,
  { columns, bars, all }: BarList,
  ends: readonly string[],
  paint: (bar: Bar, box: Box) => void,
): void {
  const room = 0.4 * (sheet.right - sheet.left);
  const names = bars.map(({ name, title }) => sheet.shorten(title === undefined ? name : `${name} ${title}`, room));
  const nameWidth = Math.max(sheet.widthOf(columns[0]), ...names.map((name) => sheet.widthOf(name)));
  const widths = columns
    .slice(1)
    .map((title, i) => Math.max(sheet.widthOf(title), ...bars.map(({ texts }) => sheet.widthOf(texts[i]))));
  const numbers = widths.reduce((sum, width) => sum + width + gap, 0);
  const left = sheet.left + nameWidth + gap;
  const width = sheet.right - numbers - left;
  const row = (texts: readonly string[], quiet: boolean): { readonly top: number; readonly baseline: number } => {
    const top = sheet.take(rowHeight);
    const baseline = top + rowHeight / 2 + textSize * 0.36;
    sheet.text(texts[0], sheet.left, baseline, { quiet });
    let right = sheet.right - numbers;
    for (const [i, text] of texts.slice(1).entries()) {
      right += gap + widths[i];
      sheet.text(text, right, baseline, { quiet, anchor: 'end' });
    }
    return { top, baseline };
  };
  const { baseline } = row(columns, true);
  if (ends.length > 0) {
    sheet.text(ends[0], left, baseline, { quiet: true });
    sheet.text(ends[1], left + width, baseline, { quiet: true, anchor: 'end' });
  }
  for (const [i, bar] of bars.entries()) {
    const { top } = row([names[i], ...bar.texts], false);
    paint(bar, { x: left, y: top + (rowHeight - barHeight) / 2, width, height: barHeight });
  }
  if (bars.length < all) sheet.note(l10n.t('Showing {0} of {1}.', countText(bars.length), countText(all)));
}
