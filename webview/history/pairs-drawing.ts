import * as l10n from '@vscode/l10n';
import type { HistoryPanelDescription } from '../../src/protocol/history-panel.ts';
import { tasksText } from '../components/count-text.ts';
import { boxPath } from '../picture/picture.ts';
import type { Sheet } from '../picture/sheet.ts';
import { pairColour, pairLevel } from './pairs.ts';

type Pairs = HistoryPanelDescription['pairs'];

const labelSize = 9;
/** Letters of a name have this room. */
const labelRoom = 130;

/** Side of a cell: smaller where there are many, but as high as a name. */
function cellSide({ sites }: Pairs): number {
  return Math.min(Math.max(Math.floor(600 / Math.max(1, sites.length)), 11), 22);
}

/** Width of a picture of these pairs. */
export function pairsWidth(pairs: Pairs): number {
  return Math.max(640, labelRoom + 56 + pairs.sites.length * cellSide(pairs));
}

/** The map of pairs with the names of all its rows and columns. */
export function drawPairs(sheet: Sheet, pairs: Pairs): void {
  const { codes, sites, tasks } = pairs;
  const cell = cellSide(pairs);
  const { theme } = sheet;
  const style = { size: labelSize };
  const names = (all: readonly string[]): string[] => all.map((name) => sheet.shorten(name, labelRoom, style));
  const widest = (all: readonly string[]): number => Math.max(0, ...all.map((name) => sheet.widthOf(name, style)));
  const [rows, columns] = [names(codes), names(sites)];
  const left = sheet.left + widest(rows) + 6;
  const top = sheet.take(widest(columns) + 6 + codes.length * cell) + widest(columns) + 6;
  const most = Math.max(1, ...tasks);
  for (const [row, name] of rows.entries()) {
    sheet.text(name, left - 4, top + (row + 0.5) * cell + labelSize * 0.36, { ...style, anchor: 'end' });
  }
  for (const [column, name] of columns.entries()) {
    sheet.text(name, left + (column + 0.5) * cell + labelSize * 0.36, top - 4, { ...style, upwards: true });
  }
  const edge = { colour: theme.lines, opacity: 0.5, width: 1 };
  const area = { x: left - 1, y: top - 1, width: sites.length * cell + 1, height: codes.length * cell + 1 };
  sheet.path({ d: boxPath(area), line: edge });
  for (const [i, count] of tasks.entries()) {
    if (count === 0) continue;
    const [row, column] = [Math.floor(i / sites.length), i % sites.length];
    const box = { x: left + column * cell, y: top + row * cell, width: cell - 1, height: cell - 1 };
    sheet.path({ d: boxPath(box), fill: { colour: pairColour(pairLevel(count, most), theme) } });
  }
  sheet.note(
    l10n.t(
      'Rows are error codes, columns sites, those of most tasks first. The stronger the colour, the more tasks: at most {0}, on a logarithmic scale.',
      tasksText(most),
    ),
  );
}
