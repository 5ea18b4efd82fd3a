import { expect, test } from 'vitest';
import { splitOf, watchesFolds } from '../../../src/measures/watched-folds.ts';
import { runRecord } from '../../records.ts';

const specification = { ...runRecord().specification, training: { earlyStopping: { patience: 7 } } };

test.each([
  ['a cross-validation with early stopping', 'cross-validation', {}, true],
  ['a nested one', 'cross-validation', { split: { nested: true } }, false],
  ['a hold-out', 'holdout', {}, false],
] as const)('%s was evaluated on folds that it watched: %#', (_, protocol, experiment, expected) => {
  expect(watchesFolds(runRecord({ protocol, specification, experiment }))).toBe(expected);
});

test('a cross-validation that trains all epochs watched nothing', () => {
  const all = { ...specification, training: { earlyStopping: false } };
  expect(watchesFolds(runRecord({ protocol: 'cross-validation', specification: all }))).toBe(false);
});

test.each([null, 3, {}, { split: 'task' }])('a split that is not known is empty: %j', (experiment) => {
  expect(splitOf(experiment)).toEqual({});
});
