import * as l10n from '@vscode/l10n';
import { markerPath } from '../components/series-look.ts';
import { boxPath, linePath } from '../picture/picture.ts';
import { type Sheet, textSize } from '../picture/sheet.ts';
import { seriesColours, type Theme } from '../picture/theme.ts';
import { linearTicks } from '../picture/ticks.ts';
import { barOf, type OverviewMetric, overviewMetrics, type Scored } from './overview.ts';

const rowHeight = 26;
const barPlaces = [6, 13, 20] as const;

/** The picture of slides 17 and 18: the targets below each other, a row for each run. */
export function drawOverview(sheet: Sheet, targets: readonly { target: string; runs: readonly Scored[] }[]): void {
  const { theme } = sheet;
  const line = (metric: OverviewMetric) => ({ colour: colourOf(metric, theme), width: 1.5 });
  sheet.legend(
    overviewMetrics.map((metric) => ({
      name: metric.title,
      line: line(metric),
      marker: { d: markerPath(metric.marker), fill: colourOf(metric, theme), edge: colourOf(metric, theme) },
    })),
  );
  const names = targets.flatMap(({ runs }) => runs.map(({ name }) => sheet.shorten(name, 260)));
  const left = sheet.left + Math.max(0, ...names.map((name) => sheet.widthOf(name))) + 14;
  const right = sheet.right - 12;
  for (const { target, runs } of targets) {
    sheet.space(14);
    sheet.subtitle(target);
    const top = sheet.take(runs.length * rowHeight + 22);
    const bottom = top + runs.length * rowHeight;
    const placeX = (percent: number): number => left + ((right - left) * percent) / 100;
    for (const { at, text } of linearTicks(0, 1, 5).marks) {
      const x = placeX(100 * at);
      const grid = { colour: theme.lines, opacity: theme.highContrast ? 0.4 : 0.25, width: 1 };
      sheet.path({
        d: linePath([
          { x, y: top },
          { x, y: bottom + 4 },
        ]),
        line: grid,
      });
      sheet.text(text, x, bottom + 6 + textSize, { quiet: true, anchor: 'middle' });
    }
    for (const [row, { name, summary }] of runs.entries()) {
      const y = top + row * rowHeight;
      const baseline = y + rowHeight / 2 + textSize * 0.36;
      sheet.text(sheet.shorten(name, 260), sheet.left, baseline);
      if (summary === null) {
        sheet.text(l10n.t('no results yet'), left + 8, baseline, { quiet: true });
        continue;
      }
      for (const [i, metric] of overviewMetrics.entries()) {
        const { at, from, to } = barOf(summary[metric.metric]);
        const [start, end, middle] = [placeX(from), placeX(to), y + barPlaces[i]];
        const bar = boxPath({ x: start, y: middle, width: end - start, height: 0 });
        sheet.path({ d: `${bar}${tick(start, middle)}${tick(end, middle)}`, line: line(metric) });
        const marker = { fill: { colour: colourOf(metric, theme) }, place: { x: placeX(at), y: middle, scale: 0.8 } };
        sheet.path({ d: markerPath(metric.marker), ...marker });
      }
    }
  }
  sheet.note(l10n.t('Mean ± standard deviation over the trainings.'));
}

/** The end of a bar. */
function tick(x: number, y: number): string {
  return boxPath({ x, y: y - 3, width: 0, height: 6 });
}

function colourOf({ colour }: OverviewMetric, { series }: Theme) {
  return series[seriesColours.indexOf(colour)];
}
