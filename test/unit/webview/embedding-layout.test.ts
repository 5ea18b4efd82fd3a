import { describe, expect, test } from 'vitest';
import type { EmbeddedName, EmbeddingMap } from '../../../src/protocol/run-panel.ts';
import {
  groupLabel,
  groupsOf,
  mapTable,
  matches,
  placeLabels,
  placePoints,
  pointAt,
  pointText,
  pointTowards,
} from '../../../webview/run/embedding-layout.ts';

const name = (kind: 'code' | 'site', of: string, group: string, x = 0, y = 0): EmbeddedName => ({
  kind,
  name: of,
  group,
  title: kind === 'code' && of === '134' ? 'Aborted (SIGABRT)' : '',
  x,
  y,
  nearest: [],
});
const map: EmbeddingMap = {
  size: 20,
  explained: [0.5, 0.2],
  names: [
    { ...name('code', '134', 'unix signal', -1, 0), nearest: [1] },
    name('code', '4711', 'unknown', 1, 0),
    name('code', '50660', 'batch', 0, 0.5),
    name('site', 'T2_US_Caltech', 'T2', 0, -0.5),
    name('site', 'T1_DE_KIT', 'T1', 0.25, 0),
  ],
};

test('groups are families, then tiers, the unknown last, each with a look of its own', () => {
  expect(groupsOf(map).map(({ kind, name: of, series }) => `${kind} ${of} ${series}`)).toEqual([
    'code batch 0',
    'code unix signal 1',
    'code unknown 2',
    'site T1 3',
    'site T2 4',
  ]);
  expect(groupLabel(groupsOf(map)[2])).toBe('family unknown (1)');
});

describe('points', () => {
  test('fill the plot with one scale for both axes, up is positive', () => {
    const points = placePoints(map.names, { width: 448, height: 300 });
    expect(points.map(({ x, y }) => [x, y])).toEqual([
      [24, 150],
      [424, 150],
      [224, 50],
      [224, 250],
      [274, 150],
    ]);
  });

  test('that all lie at one place lie in the middle', () => {
    const [point] = placePoints([name('code', '1', 'unix', 3, 3)], { width: 400, height: 300 });
    expect(point).toEqual({ name: 0, x: 200, y: 150 });
  });

  const points = placePoints(map.names, { width: 448, height: 300 });
  test.each([
    ['ArrowRight', 0, 2],
    ['ArrowLeft', 1, 4],
    ['ArrowUp', 3, 4],
    ['ArrowDown', 2, 4],
    ['ArrowLeft', 0, undefined],
    ['Enter', 0, undefined],
  ])('%s from point %i leads to point %s', (key, from, to) => {
    expect(pointTowards(points, points[from], key)?.name).toBe(to);
  });

  test('are found by the pointer within its reach, the nearest first', () => {
    expect(pointAt(points, 230, 55, 18)?.name).toBe(2);
    expect(pointAt(points, 250, 150, 50)?.name).toBe(4);
    expect(pointAt(points, 100, 20, 18)).toBeUndefined();
  });
});

describe('labels', () => {
  const at = (x: number, y: number, number: number) => ({ name: number, x, y });
  const long = (_: unknown) => 'ten letter';
  const size = { width: 200, height: 100 };

  test('stand to the right, to the left where the plot ends, or not at all', () => {
    const labels = placeLabels([at(20, 20, 0), at(180, 50, 1)], long, size, 6);
    expect(labels.map(({ before }) => before)).toEqual([false, true]);
    expect(placeLabels([at(50, 50, 0)], long, { width: 100, height: 100 }, 6)).toEqual([]);
  });

  test('never lie on each other: the first point keeps its own', () => {
    const labels = placeLabels([at(80, 50, 0), at(82, 52, 1), at(81, 49, 2)], long, size, 6);
    expect(labels.map(({ name: of, before }) => [of, before])).toEqual([
      [0, false],
      [1, true],
    ]);
  });

  test('of long names are cut', () => {
    const [{ text }] = placeLabels([at(10, 10, 0)], () => 'x'.repeat(1000), { width: 400, height: 50 }, 6);
    expect(text).toBe(`${'x'.repeat(23)}…`);
  });
});

test.each([
  ['134', true],
  ['signal abort', true],
  ['SIGABRT', true],
  ['signal T1', false],
])('searching for "%s" among name, group and meaning: %s', (search, found) => {
  expect(matches(map.names[0], search)).toBe(found);
});

test('a point is told in a sentence, with what is most alike', () => {
  expect(pointText(map, 0)).toBe(
    'Error code 134 (Aborted (SIGABRT)), family unix signal. Most alike in all dimensions: 4711.',
  );
  expect(pointText(map, 4)).toBe('Site T1_DE_KIT, tier T1.');
});

test('the table has every name', () => {
  expect(mapTable(map).rows[0]).toEqual([
    '134',
    'error code',
    'unix signal',
    'Aborted (SIGABRT)',
    '-1.0000',
    '0.0000',
    '4711',
  ]);
  expect(mapTable(map).rows).toHaveLength(5);
});
