import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readHistory } from '../../../src/dataset/read-history.ts';
import { readTaskNames } from '../../../src/dataset/read-task-names.ts';
import { names, temporaryFolder, write } from './files.ts';
import { randomSpelling, randomTasks, spell } from './random-history.ts';

const folder = temporaryFolder();

it('gives the names that the whole reading gives, with the same fingerprint', async () => {
  const layouts = fc.constantFrom('object' as const, 'lines' as const);
  await fc.assert(
    fc.asyncProperty(randomTasks, layouts, randomSpelling, async (tasks, layout, spelling) => {
      const file = write(folder, 'history.json', spell(tasks, layout, spelling));
      const { names: table, fingerprint } = await readTaskNames(file);
      const history = await readHistory(file);
      expect(Array.from({ length: table.count }, (_, i) => table.name(i))).toEqual(names(history));
      expect(fingerprint).toBe(history.fingerprint);
    }),
  );
});

it('has the names of tasks that cannot be used, too', async () => {
  const file = write(
    folder,
    'some.jsonl',
    '{"task": "a", "errors": 5}\n7\n{"task": 5}\n{"x": {"task": "b"}}\nno JSON\n',
  );
  const { names: table } = await readTaskNames(file);
  expect(Array.from({ length: table.count }, (_, i) => table.name(i))).toEqual(['a']);
});
