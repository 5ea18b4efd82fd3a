import { expect, test } from 'vitest';
import { leakage } from '../../../src/learning/leakage.ts';

const split = { train: Int32Array.of(0, 1, 2, 3), test: Int32Array.of(4, 5, 6, 7) };

test('test tasks are known by the training tasks of their workflow', () => {
  const workflows = [1, 1, 1, 2, 1, 1, 2, 3];
  const labels = [0, 0, 5, 5, 0, 5, 5, 0];
  // Rows 4 and 5 belong to workflow 1, which mostly has class 0; row 6 to workflow 2; row 7 stands alone.
  expect(leakage(workflows, labels, split)).toEqual({ tested: 4, known: 3, same: 2 });
});

test('of equally frequent classes the first is expected', () => {
  expect(leakage([1, 1, 2, 2, 1, 1, 3, 3], [4, 2, 0, 0, 2, 4, 0, 0], split)).toMatchObject({ known: 2, same: 1 });
});

test('a split by workflow leaks nothing', () => {
  expect(leakage([1, 1, 2, 2, 3, 3, 4, 4], [0, 0, 0, 0, 0, 0, 0, 0], split)).toEqual({ tested: 4, known: 0, same: 0 });
});
