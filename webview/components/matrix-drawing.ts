import * as l10n from '@vscode/l10n';
import type { Rgb } from '../picture/colour.ts';
import { boxPath } from '../picture/picture.ts';
import { type Sheet, textSize } from '../picture/sheet.ts';

/** A matrix's cell: its fill, and what is in it, the first line in large letters. */
export interface DrawnCell {
  readonly fill: Rgb;
  readonly colour: Rgb;
  readonly lines: readonly string[];
}

/** What a matrix's rows and columns are. */
export const matrixAxes = {
  rows: l10n.t({ message: 'True', comment: ['heading of the classes that are true'] }),
  columns: l10n.t({ message: 'Predicted', comment: ['heading of the classes that were predicted'] }),
};

const gap = 2;
const lineHeight = textSize + 5;
const padding = 10;

/** Width of a picture with a matrix of so many classes. */
export function matrixWidth(classes: number): number {
  return Math.max(560, 220 + classes * 110);
}

/** A confusion matrix: rows are the truth, columns predictions. @param cells [truth][prediction], null = no examples */
export function drawMatrix(
  sheet: Sheet,
  classes: readonly string[],
  cells: readonly (readonly (DrawnCell | null)[])[],
): void {
  const { theme } = sheet;
  const axis = textSize + 10;
  const names = classes.map((name) => sheet.shorten(name, 160));
  const left = sheet.left + axis + Math.max(...names.map((name) => sheet.widthOf(name)), 0) + 10;
  const width = Math.min((sheet.right - left) / classes.length, 150);
  const lines = Math.max(1, ...cells.flat().map((cell) => cell?.lines.length ?? 1));
  const height = lines * lineHeight + 2 * padding;
  const middle = left + (classes.length * width) / 2;
  sheet.text(matrixAxes.columns, middle, sheet.take(textSize + 6) + textSize, { quiet: true, anchor: 'middle' });
  const heads = sheet.take(textSize + 8) + textSize;
  for (const [column, name] of classes.entries()) {
    sheet.text(sheet.shorten(name, width - 8), left + (column + 0.5) * width, heads, { anchor: 'middle' });
  }
  const top = sheet.take(classes.length * height);
  const upwards = { quiet: true, anchor: 'middle', upwards: true } as const;
  sheet.text(matrixAxes.rows, sheet.left + textSize, top + (classes.length * height) / 2, upwards);
  for (const [row, name] of names.entries()) {
    const y = top + row * height;
    sheet.text(name, left - 10, y + height / 2 + textSize * 0.36, { anchor: 'end' });
    for (const [column, cell] of cells[row].entries()) {
      const box = { x: left + column * width, y, width: width - gap, height: height - gap };
      const centre = box.x + box.width / 2;
      if (cell === null) {
        sheet.path({ d: boxPath(inner(box)), line: { colour: theme.description, width: 1, dash: [3, 3] } });
        sheet.text('–', centre, y + height / 2 + textSize * 0.36, { quiet: true, anchor: 'middle' });
        continue;
      }
      const edge = theme.highContrast ? { line: { colour: theme.foreground, width: row === column ? 3 : 1 } } : {};
      sheet.path({ d: boxPath(inner(box)), fill: { colour: cell.fill }, ...edge });
      const first = y + (height - cell.lines.length * lineHeight) / 2 + textSize;
      for (const [i, line] of cell.lines.entries()) {
        const style = { anchor: 'middle', colour: cell.colour, bold: i === 0 && row === column } as const;
        sheet.text(sheet.shorten(line, box.width - 6, style), centre, first + i * lineHeight, style);
      }
    }
  }
}

/** So that its edge, which is drawn on both sides of it, stays within. */
function inner({ x, y, width, height }: { x: number; y: number; width: number; height: number }) {
  return { x: x + 0.5, y: y + 0.5, width: width - 1, height: height - 1 };
}
