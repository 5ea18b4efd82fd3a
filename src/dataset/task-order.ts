import { toShared } from './growing-arrays.ts';
import { type History, requireParameter } from './history.ts';
import { InputError } from './input-error.ts';

/**
 * The tasks of a history from the earliest to the latest, by a parameter whose values are all numbers or all dates. Tasks of equal
 * values stay in the order of the file.
 *
 * @returns [tasks] task numbers, in shared memory
 * @throws InputError (without a place) if no task has the parameter, a task lacks it, or values cannot be ordered
 */
export function taskOrder(history: History, name: string): Int32Array {
  const { index, values } = requireParameter(history, name);
  const { tasks } = history;
  const without = index.indexOf(-1);
  if (without >= 0) {
    const count = index.filter((value) => value < 0).length;
    throw new InputError(
      `"${name}" cannot order the tasks: ${count} of ${tasks.count} tasks have none, the first in line ${tasks.line[without]} of the history`,
    );
  }
  const read = values.length > 0 && isDate(values[0]) ? timeOf : numberOf;
  const times = Float64Array.from(values, read);
  const wrong = times.findIndex(Number.isNaN);
  if (wrong >= 0) {
    const line = tasks.line[index.indexOf(wrong)];
    throw new InputError(
      `"${name}" cannot order the tasks: ${JSON.stringify(values[wrong].slice(0, 100))} (line ${line} of the history) is not ${read === timeOf ? 'a date as the first value is' : 'a number or a date such as 2026-01-31'}`,
    );
  }
  const order = Int32Array.from({ length: tasks.count }, (_, task) => task);
  order.sort((a, b) => times[index[a]] - times[index[b]] || a - b);
  return toShared(order);
}

/** As in ISO 8601: a day, perhaps with a time. */
function isDate(text: string): boolean {
  return /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/.test(text);
}

/** Times without a zone are taken as UTC, so that the order is the same everywhere. */
function timeOf(text: string): number {
  if (!isDate(text)) return Number.NaN;
  const hasZone = text.length <= 10 || /(Z|[+-]\d\d:?\d\d)$/.test(text);
  return Date.parse(hasZone ? text.replace(' ', 'T') : `${text.replace(' ', 'T')}Z`);
}

function numberOf(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}
