import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asSameWorkflow, mostFrequent } from '../../../src/measures/baselines.ts';
import { confusionOf } from '../../../src/measures/confusion.ts';

test('the most frequent class is the first of several', () => {
  expect(mostFrequent([2, 1, 1, 2, 0], 3)).toBe(1);
  expect(mostFrequent([2], 3)).toBe(2);
});

test('a task is decided as its workflow was in training, else as most tasks were', () => {
  //                  row: 0  1  2  3  4  5  6  7
  const workflows = Int32Array.of(0, 0, 0, 1, 1, 2, 0, 3);
  const training = { rows: [0, 1, 2, 3, 4], labels: [0, 0, 1, 1, 2] };
  // Workflow 0: twice class 0. Workflow 1: classes 1 and 2 once each, the latest is 2. Workflows 2 and 3 are new.
  expect(asSameWorkflow(training, [6, 4, 5, 7], workflows, 3, 0)).toEqual({
    predicted: Int32Array.of(0, 2, 0, 0),
    known: 2,
  });
});

test('the order in which training tasks are given does not matter', () => {
  const task = fc.record({ workflow: fc.nat(3), label: fc.nat(2) });
  fc.assert(
    fc.property(fc.array(task, { minLength: 2, maxLength: 12 }), fc.infiniteStream(fc.nat()), (tasks, order) => {
      const workflows = tasks.map(({ workflow }) => workflow);
      const rows = tasks.map((_, row) => row).slice(1);
      const shuffled = rows
        .map((row) => ({ row, key: order.next().value ?? 0 }))
        .sort((a, b) => a.key - b.key)
        .map(({ row }) => row);
      const decide = (of: readonly number[]) =>
        asSameWorkflow({ rows: of, labels: of.map((row) => tasks[row].label) }, [0], workflows, 3, 2);
      expect(decide(shuffled)).toEqual(decide(rows));
    }),
  );
});

test('decisions are counted against the truth', () => {
  expect(confusionOf([0, 0, 1], [0, 1, 1], 2)).toEqual([
    [1, 1],
    [0, 1],
  ]);
});
