import { describe, expect, it } from 'vitest';
import { taskOrder } from '../../../src/dataset/task-order.ts';
import { parse } from './files.ts';

/** A history of tasks with these values of `when`, each on a line of its own; undefined = none. */
function historyOf(values: readonly unknown[]) {
  const tasks = values.map(
    (when, i) => `"/w/${i}": ${JSON.stringify({ errors: {}, parameters: { action: 'acdc', when } })}`,
  );
  return parse(`{\n${tasks.join(',\n')}\n}`);
}

describe('taskOrder', () => {
  it.each([
    ['numbers', [10, 9, -1.5, 9], [2, 1, 3, 0]],
    ['numbers as strings', ['10', '9'], [1, 0]],
    ['days', ['2026-11-30', '2025-12-01'], [1, 0]],
    ['moments, also of other time zones', ['2026-01-01T00:30:00+01:00', '2025-12-31T23:00:00Z'], [1, 0]],
    ['moments without a time zone, as UTC', ['2026-01-01 00:30', '2026-01-01T00:29:59Z'], [1, 0]],
  ])('sorts by %s, equal ones in the order of the file', (_, values, order) => {
    expect([...taskOrder(historyOf(values), 'when')]).toEqual(order);
  });

  it('names the parameters that there are if none has this name', () => {
    expect(() => taskOrder(historyOf([1, 2]), 'time')).toThrow(
      'no task of the history has the parameter "time", expected one of: "action", "when"',
    );
  });

  it('says where a task has no value', () => {
    expect(() => taskOrder(historyOf([1, undefined, 3, null]), 'when')).toThrow(
      '"when" cannot order the tasks: 2 of 4 tasks have none, the first in line 3 of the history',
    );
  });

  it.each([
    [['1', 'soon'], '"soon" (line 3 of the history) is not a number or a date such as 2026-01-31'],
    [['2026-01-31', '5'], '"5" (line 3 of the history) is not a date as the first value is'],
    [['2026-13-31', '2026-01-01'], '"2026-13-31" (line 2 of the history) is not a date as the first value is'],
    [['', '1'], '"" (line 2 of the history) is not a number or a date such as 2026-01-31'],
  ])('says what cannot be ordered: %j', (values, reason) => {
    expect(() => taskOrder(historyOf(values), 'when')).toThrow(`"when" cannot order the tasks: ${reason}`);
  });
});
