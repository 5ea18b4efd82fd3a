import { boxPath } from '../picture/picture.ts';
import { type Sheet, textSize } from '../picture/sheet.ts';
import type { Bar } from './bar.ts';
import { countText } from './number-text.ts';

const rowHeight = 22;
const barHeight = 12;

/** Bars with their names and numbers. @param all how many bars there are, of which these are the first */
export function drawBars(sheet: Sheet, columns: readonly string[], bars: readonly Bar[], all: number): void {
  const { theme } = sheet;
  const gap = 14;
  const room = 0.4 * (sheet.right - sheet.left);
  const names = bars.map(({ name, title }) => sheet.shorten(title === undefined ? name : `${name} ${title}`, room));
  const nameWidth = Math.max(sheet.widthOf(columns[0]), ...names.map((name) => sheet.widthOf(name)));
  const widths = columns
    .slice(1)
    .map((title, i) => Math.max(sheet.widthOf(title), ...bars.map(({ texts }) => sheet.widthOf(texts[i]))));
  const numbers = widths.reduce((sum, width) => sum + width + gap, 0);
  const barLeft = sheet.left + nameWidth + gap;
  const barRoom = sheet.right - numbers - barLeft;
  const most = Math.max(1, ...bars.map(({ value }) => value));
  const row = (texts: readonly string[], quiet: boolean): number => {
    const top = sheet.take(rowHeight);
    const baseline = top + rowHeight / 2 + textSize * 0.36;
    sheet.text(texts[0], sheet.left, baseline, { quiet });
    let right = sheet.right - numbers;
    for (const [i, text] of texts.slice(1).entries()) {
      right += gap + widths[i];
      sheet.text(text, right, baseline, { quiet, anchor: 'end' });
    }
    return top;
  };
  row(columns, true);
  for (const [i, { value, texts }] of bars.entries()) {
    const top = row([names[i], ...texts], false);
    const box = {
      x: barLeft,
      y: top + (rowHeight - barHeight) / 2,
      width: Math.max(1, (barRoom * value) / most),
      height: barHeight,
    };
    sheet.path({ d: boxPath(box), fill: { colour: theme.blue } });
  }
  if (bars.length < all) sheet.note(`Showing ${countText(bars.length)} of ${countText(all)}.`);
}
