import { expect, test } from 'vitest';
import { pointsApart } from '../../../src/measures/points-apart.ts';

test('of points that lie together the first is kept, and the last of all', () => {
  const places = [0, 0.0005, 0.001, 0.0012, 0.5, 0.5001, 0.5002];
  expect(pointsApart(places.length, (i) => [places[i]])).toEqual([0, 4, 6]);
});

test('points are apart if they are on one of the axes', () => {
  const places = [
    [0, 0],
    [0, 0.1],
    [0, 0.1],
    [0.1, 0.1],
    [1, 1],
  ];
  expect(pointsApart(places.length, (i) => places[i])).toEqual([0, 1, 3, 4]);
});

test('a point that is needed is kept, and those after it are compared with it', () => {
  const places = [0, 0.001, 0.002, 0.5, 1];
  expect(
    pointsApart(
      places.length,
      (i) => [places[i]],
      (i) => i === 1,
    ),
  ).toEqual([0, 1, 3, 4]);
});
