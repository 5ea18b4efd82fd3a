import { expect, test } from 'vitest';
import { spreadOf, spreadText } from '../../../src/measures/spread.ts';

test('a spread is the mean and the population standard deviation', () => {
  expect(spreadOf([2, 4, 4, 4, 5, 5, 7, 9])).toEqual({ mean: 5, std: 2 });
  expect(spreadOf([3])).toEqual({ mean: 3, std: 0 });
});

test('a mean carries its spread only where several fits spread', () => {
  expect(spreadText({ mean: 0.05761, std: 0.0068 }, 5, 4)).toBe('0.0576 ± 0.0068');
  expect(spreadText({ mean: 0.05761, std: 0 }, 1, 4)).toBe('0.0576');
});
