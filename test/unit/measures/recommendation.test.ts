import { expect, test } from 'vitest';
import { recommendedClass, recommendedClasses } from '../../../src/measures/recommendation.ts';

const raw = [0.2, 0.5, 0.3];
const calibrated = [0.6, 0.1, 0.3];

test('the balanced class is that of the model, the most likely one that of the calibrated probabilities', () => {
  expect(recommendedClass('balanced', raw, calibrated, 0, 3)).toBe(1);
  expect(recommendedClass('most-likely', raw, calibrated, 0, 3)).toBe(0);
});

test('costs choose the class of the least expected cost', () => {
  // To name class 0 where class 2 is true costs 10: 3 expected, against 0.9 for class 1 and 0.7 for class 2.
  const costs = [0, 1, 1, 1, 0, 1, 10, 1, 0];
  expect(recommendedClass({ costs }, raw, calibrated, 0, 3)).toBe(2);
  const likeAccuracy = [0, 1, 1, 1, 0, 1, 1, 1, 0];
  expect(recommendedClass({ costs: likeAccuracy }, raw, calibrated, 0, 3)).toBe(0);
});

test('every row has its own', () => {
  expect([...recommendedClasses('balanced', [...raw, 0.9, 0.1, 0], [...calibrated, 0, 0, 1], 3)]).toEqual([1, 0]);
});
