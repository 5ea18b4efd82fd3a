import { linePath } from '../picture/picture.ts';
import { drawAxes } from '../picture/plot.ts';
import type { LegendEntry, Sheet } from '../picture/sheet.ts';
import { linearTicks } from '../picture/ticks.ts';
import { dotRadius, type RatePoint, thinned } from './rate-points.ts';
import { markerPath } from './series-look.ts';

/** One rate over another, what chance gives, and the marked point. */
export interface Rates {
  readonly xTitle: string;
  readonly yTitle: string;
  /** Where the axes end; they begin at 0. */
  readonly xMost: number;
  readonly yMost: number;
  readonly points: readonly RatePoint[];
  /** [points] how many each stands for: drawn as a dot of its size; empty = the points are a line. */
  readonly counts: readonly number[];
  /** What the line is, or the dots are. */
  readonly name: string;
  /** None where there is nothing to compare with. */
  readonly chance: readonly RatePoint[];
  readonly chanceName: string;
  readonly marked: RatePoint | null;
  readonly markedName: string;
}

/** Width of the picture, and height of the plot. */
export const ratesWidth = 700;
const plotHeight = 440;
/** Numbers of the markers of points, and of the marked one. */
const circle = 0;
const markerRadius = 4;
const diamond = 3;

export function drawRates(sheet: Sheet, rates: Rates): void {
  const { theme } = sheet;
  const { xMost, yMost } = rates;
  const { placeX, placeY } = drawAxes(
    sheet,
    { title: rates.xTitle, ticks: linearTicks(0, xMost, 5) },
    { title: rates.yTitle, ticks: linearTicks(0, yMost, 5) },
    { height: plotHeight },
  );
  const pathOf = (points: readonly RatePoint[]): string =>
    linePath(points.map(({ x, y }) => ({ x: placeX(x), y: placeY(y) })));
  const chance = { colour: theme.description, width: 1, dash: [4, 4] };
  const curve = { colour: theme.blue, width: theme.highContrast ? 3 : 2 };
  const marker = { d: markerPath(diamond), fill: theme.background, edge: theme.foreground };
  if (rates.chance.length > 0) sheet.path({ d: pathOf(rates.chance), line: chance });
  const legend: LegendEntry[] = [];
  if (rates.counts.length === 0) {
    sheet.path({ d: pathOf(thinned(rates.points, xMost, yMost)), line: curve });
    legend.push({ name: rates.name, line: curve });
  } else {
    const most = Math.max(...rates.counts);
    rates.points.forEach(({ x, y }, i) => {
      const place = { x: placeX(x), y: placeY(y), scale: dotRadius(rates.counts[i], most) / markerRadius };
      sheet.path({ d: markerPath(circle), fill: { colour: theme.blue }, place });
    });
    legend.push({ name: rates.name, marker: { d: markerPath(circle), fill: theme.blue, edge: theme.blue } });
  }
  if (rates.chance.length > 0) legend.push({ name: rates.chanceName, line: chance });
  if (rates.marked !== null) {
    const at = { x: placeX(rates.marked.x), y: placeY(rates.marked.y), scale: 1.3 };
    sheet.path({ d: marker.d, fill: { colour: marker.fill }, line: { colour: marker.edge, width: 1.5 }, place: at });
    legend.push({ name: rates.markedName, marker });
  }
  sheet.legend(legend);
}
