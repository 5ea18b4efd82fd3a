import * as l10n from '@vscode/l10n';
import type { EmbeddedName, EmbeddingMap } from '../../src/protocol/run-panel.ts';
import type { TextTable } from '../components/table-text.ts';

export const embeddedKinds = ['code', 'site'] as const;
export type EmbeddedKind = (typeof embeddedKinds)[number];

/** The group of what is in none. */
const unknown = 'unknown';

/** A family of codes or a tier of sites, with what distinguishes its points from others. */
export interface EmbeddedGroup {
  readonly kind: EmbeddedKind;
  readonly name: string;
  readonly names: number;
  /** Number of its colour and marker. */
  readonly series: number;
}

/** Families first, then tiers, each in the order of names; the unknown ones last. */
export function groupsOf({ names }: EmbeddingMap): EmbeddedGroup[] {
  const groups = embeddedKinds.flatMap((kind) => {
    const sizes = new Map<string, number>();
    for (const name of names) if (name.kind === kind) sizes.set(name.group, (sizes.get(name.group) ?? 0) + 1);
    return [...sizes]
      .sort(([a], [b]) => Number(a === unknown) - Number(b === unknown) || (a < b ? -1 : 1))
      .map(([name, count]) => ({ kind, name, names: count }));
  });
  return groups.map((group, series) => ({ ...group, series }));
}

export interface PlacedPoint {
  /** Number in the map's names. */
  readonly name: number;
  /** Pixels in the plot. */
  readonly x: number;
  readonly y: number;
}

export interface PlotSize {
  readonly width: number;
  readonly height: number;
}

/** Pixels around the points, so that no marker is cut. */
const margin = 24;

/** Both axes have the same scale, as distances are what the picture is about. The middle of the points is the plot's. */
export function placePoints(names: readonly EmbeddedName[], { width, height }: PlotSize): PlacedPoint[] {
  const [xs, ys] = [names.map(({ x }) => x), names.map(({ y }) => y)];
  const [left, right, bottom, top] = [least(xs), most(xs), least(ys), most(ys)];
  const scale = Math.min((width - 2 * margin) / (right - left || 1), (height - 2 * margin) / (top - bottom || 1));
  return names.map(({ x, y }, name) => ({
    name,
    x: width / 2 + (x - (left + right) / 2) * scale,
    y: height / 2 - (y - (bottom + top) / 2) * scale,
  }));
}

function least(values: readonly number[]): number {
  return values.reduce((min, value) => Math.min(min, value), Number.POSITIVE_INFINITY);
}

function most(values: readonly number[]): number {
  return values.reduce((max, value) => Math.max(max, value), Number.NEGATIVE_INFINITY);
}

export interface PlacedLabel extends PlacedPoint {
  readonly text: string;
  /** Whether the text ends at x, left of its point, where there is no room to the right of it. */
  readonly before: boolean;
}

/** Longer names are cut in the picture. */
const maxLabelLength = 24;
const labelHeight = 13;
/** Pixels between a point and its label. */
export const labelGap = 7;

/**
 * Labels of as many points as have room for theirs, the first points first. No two labels lie on each other, and none lies
 * on a point.
 *
 * @param letter about the width of a letter in pixels
 */
export function placeLabels(
  points: readonly PlacedPoint[],
  nameOf: (point: PlacedPoint) => string,
  { width }: PlotSize,
  letter: number,
): PlacedLabel[] {
  const labels: PlacedLabel[] = [];
  const taken: Box[] = points.map(({ x, y }) => ({ left: x - 4, right: x + 4, top: y - 4, bottom: y + 4 }));
  for (const point of points) {
    const name = nameOf(point);
    const text = name.length > maxLabelLength ? `${name.slice(0, maxLabelLength - 1)}…` : name;
    const length = text.length * letter;
    for (const before of [false, true]) {
      const left = before ? point.x - labelGap - length : point.x + labelGap;
      const box = { left, right: left + length, top: point.y - labelHeight / 2, bottom: point.y + labelHeight / 2 };
      if (box.left < 0 || box.right > width || taken.some((other) => overlap(box, other))) continue;
      taken.push(box);
      labels.push({ ...point, text, before });
      break;
    }
  }
  return labels;
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

const directions: ReadonlyMap<string, readonly [number, number]> = new Map([
  ['ArrowLeft', [-1, 0]],
  ['ArrowRight', [1, 0]],
  ['ArrowUp', [0, -1]],
  ['ArrowDown', [0, 1]],
]);

/**
 * The point that an arrow key leads to: the nearest of those that lie more in its direction than to the sides.
 *
 * @returns undefined if the key is no arrow, or nothing lies there
 */
export function pointTowards(points: readonly PlacedPoint[], from: PlacedPoint, key: string): PlacedPoint | undefined {
  const direction = directions.get(key);
  if (!direction) return undefined;
  let best: { readonly point: PlacedPoint; readonly distance: number } | undefined;
  for (const point of points) {
    const [dx, dy] = [point.x - from.x, point.y - from.y];
    const along = dx * direction[0] + dy * direction[1];
    const aside = Math.abs(dx * direction[1]) + Math.abs(dy * direction[0]);
    // Points that lie on each other are gone through in the order of the list.
    if (point.name === from.name || along <= 0 || aside > along) continue;
    const distance = Math.hypot(dx, dy);
    if (!best || distance < best.distance) best = { point, distance };
  }
  return best?.point;
}

/** The nearest point within this many pixels. */
export function pointAt(points: readonly PlacedPoint[], x: number, y: number, within: number): PlacedPoint | undefined {
  let best: PlacedPoint | undefined;
  let nearest = within;
  for (const point of points) {
    const distance = Math.hypot(point.x - x, point.y - y);
    if (distance > nearest) continue;
    nearest = distance;
    best = point;
  }
  return best;
}

/** Whether a name, its group or its meaning has all the words. */
export function matches({ name, group, title }: EmbeddedName, search: string): boolean {
  const text = `${name} ${group} ${title}`.toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

const kindText: Readonly<Record<EmbeddedKind, string>> = { code: l10n.t('error code'), site: l10n.t('site') };
const unknownText: Readonly<Record<EmbeddedKind, string>> = {
  code: l10n.t('family unknown'),
  site: l10n.t('tier unknown'),
};

/** What a point is, in a sentence. */
export function pointText({ names }: EmbeddingMap, index: number): string {
  const { kind, name, group, title, nearest } = names[index];
  const named = title === '' ? name : `${name} (${title})`;
  const what =
    kind === 'code'
      ? l10n.t({
          message: 'Error code {0}, family {1}.',
          args: [named, groupName(group)],
          comment: ['family of error codes'],
        })
      : l10n.t({ message: 'Site {0}, tier {1}.', args: [named, groupName(group)], comment: ['tier of sites'] });
  const alike = nearest.map((other) => names[other].name).join(', ');
  return alike === '' ? what : `${what} ${l10n.t('Most alike in all dimensions: {0}.', alike)}`;
}

/** A family or tier. What is in none is in one that is called so. */
function groupName(group: string): string {
  return group === unknown
    ? l10n.t({ message: 'unknown', comment: ['family of error codes, or tier of sites'] })
    : group;
}

export function groupLabel({ kind, name, names }: EmbeddedGroup): string {
  return `${name === unknown ? unknownText[kind] : name} (${names})`;
}

export function mapTable(map: EmbeddingMap): TextTable {
  return {
    columns: [
      l10n.t('name'),
      l10n.t({ message: 'kind', comment: ['noun: error code or site'] }),
      l10n.t('family or tier'),
      l10n.t('meaning'),
      l10n.t('axis 1'),
      l10n.t('axis 2'),
      l10n.t('most alike'),
    ],
    rows: map.names.map(({ name, kind, group, title, x, y, nearest }) => [
      name,
      kindText[kind],
      groupName(group),
      title,
      x.toFixed(4),
      y.toFixed(4),
      nearest.map((other) => map.names[other].name).join(', '),
    ]),
    names: [1, 2, 3, 6],
  };
}
