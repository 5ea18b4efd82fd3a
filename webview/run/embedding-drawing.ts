import * as l10n from '@vscode/l10n';
import type { EmbeddingMap } from '../../src/protocol/run-panel.ts';
import { markerPath } from '../components/series-look.ts';
import { boxPath } from '../picture/picture.ts';
import type { Sheet } from '../picture/sheet.ts';
import type { Theme } from '../picture/theme.ts';
import {
  type EmbeddedKind,
  groupLabel,
  groupsOf,
  labelGap,
  matches,
  type PlacedPoint,
  placeLabels,
  placePoints,
} from './embedding-layout.ts';

/** Width of the picture, and height of the map. */
export const embeddingsWidth = 1000;
const mapHeight = 600;
const labelSize = 11;

/** The map of embeddings with its labels, as it is on the screen; what is not searched for is faint. */
export function drawEmbeddings(sheet: Sheet, map: EmbeddingMap, kinds: readonly EmbeddedKind[], search: string): void {
  const { theme } = sheet;
  const groups = groupsOf(map);
  const area = { x: sheet.left, y: sheet.take(mapHeight), width: sheet.right - sheet.left, height: mapHeight };
  sheet.path({ d: boxPath(area), line: { colour: theme.lines, opacity: 0.5, width: 1 } });
  const isFaint = ({ name }: PlacedPoint): boolean => search !== '' && !matches(map.names[name], search);
  const points = placePoints(map.names, area).filter(({ name }) => kinds.includes(map.names[name].kind));
  for (const point of points) {
    const { kind, group } = map.names[point.name];
    const series = groups.find((one) => one.kind === kind && one.name === group)?.series ?? 0;
    const opacity = isFaint(point) ? 0.18 : 1;
    const { fill, edge } = lookOf(series, kind, theme);
    sheet.path({
      d: markerPath(series),
      fill: { colour: fill, opacity },
      line: { colour: edge, opacity, width: 1.5 },
      place: { x: area.x + point.x, y: area.y + point.y, scale: 1 },
    });
  }
  const distance = ({ name }: PlacedPoint): number => Math.hypot(map.names[name].x, map.names[name].y);
  const labelled = points.filter((point) => !isFaint(point)).sort((a, b) => distance(b) - distance(a));
  const letter = sheet.widthOf('abcdefghijklmnopqrstuvwxyz_0123456789', { size: labelSize }) / 37;
  for (const { x, y, text, before } of placeLabels(labelled, ({ name }) => map.names[name].name, area, letter)) {
    const place = area.x + x + (before ? -labelGap : labelGap);
    const style = { size: labelSize, anchor: before ? 'end' : 'start' } as const;
    sheet.text(text, place, area.y + y + labelSize * 0.36, style);
  }
  sheet.legend(
    groups
      .filter(({ kind }) => kinds.includes(kind))
      .map((group) => ({
        name: groupLabel(group),
        marker: { d: markerPath(group.series), ...lookOf(group.series, group.kind, theme) },
      })),
  );
  const [x = 0, y = 0] = map.explained;
  const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;
  sheet.note(
    l10n.t(
      'First two principal components of {size} dimensions; they hold {both} of the variance ({first} and {second}). Codes are filled, sites hollow.',
      { size: map.size, both: percent(x + y), first: percent(x), second: percent(y) },
    ),
  );
}

function lookOf(series: number, kind: EmbeddedKind, { series: colours, background }: Theme) {
  const edge = colours[series % colours.length];
  return { fill: kind === 'site' ? background : edge, edge };
}
