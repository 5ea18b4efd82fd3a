import fc from 'fast-check';
import { expect, it } from 'vitest';
import { stretchOf } from '../../../src/dataset/remove-task.ts';
import { TaskIndex } from '../../../src/dataset/task-index.ts';
import { names, parse } from './files.ts';
import { randomSpelling, randomTasks, spell } from './random-history.ts';

function without(text: string, task: number): string {
  const { from, to } = stretchOf(TaskIndex.of(text), task, (a, b) => text.slice(a, b), text.length);
  return text.slice(0, from) + text.slice(to);
}

it('a task is taken out, and the others stay what they were', () => {
  const layouts = fc.constantFrom('object' as const, 'lines' as const);
  fc.assert(
    fc.property(randomTasks, layouts, randomSpelling, fc.nat(), (tasks, layout, spelling, nth) => {
      const removed = nth % tasks.length;
      const rest = without(spell(tasks, layout, spelling), removed);
      if (tasks.length === 1) expect(TaskIndex.of(rest)).toMatchObject({ count: 0 });
      else expect(names(parse(rest))).toEqual(tasks.filter((_, i) => i !== removed).map(({ name }) => name));
    }),
  );
});

it('with its line, where each has one', () => {
  expect(without('{\n"a": {},\n"b": {},\n"c": {}\n}\n', 1)).toBe('{\n"a": {},\n"c": {}\n}\n');
  expect(without('{\n"a": {},\n"b": {}\n}\n', 1)).toBe('{\n"a": {}\n}\n');
  expect(without('{"task": "a"}\n{"task": "b"}\n{"task": "c"}\n', 1)).toBe('{"task": "a"}\n{"task": "c"}\n');
});
