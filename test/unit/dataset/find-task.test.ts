import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findTask } from '../../../src/dataset/find-task.ts';
import { readTaskTexts } from '../../../src/dataset/read-task-texts.ts';
import { temporaryFolder, write } from './files.ts';
import { randomSpelling, randomTasks, spell } from './random-history.ts';

const folder = temporaryFolder();
const history = '{"/wf/a": {"errors": {}}, "/wf/b" : {"errors": {"good_sites": {"1": {"T1": 2}}}}, "/wf/B": 7}';

it('gives the text of every task, which reads as that task', async () => {
  const layouts = fc.constantFrom('object' as const, 'lines' as const);
  await fc.assert(
    fc.asyncProperty(randomTasks, layouts, randomSpelling, async (tasks, layout, spelling) => {
      const file = write(folder, 'history.json', spell(tasks, layout, spelling));
      for (const { name } of tasks) {
        const found = await findTask(file, name, 3);
        expect(found).toMatchObject({ layout, similar: [] });
        expect(readTaskTexts([found.text ?? ''], layout).name).toEqual([name]);
      }
    }),
    { numRuns: 50 },
  );
});

it('gives the entry as it stands in the file', async () => {
  const { text } = await findTask(write(folder, 'plain.json', history), '/wf/b', 3);
  expect(text).toBe('"/wf/b" : {"errors": {"good_sites": {"1": {"T1": 2}}}}');
});

it('names tasks that have the text in their names if there is no such task', async () => {
  const file = write(folder, 'similar.json', history);
  expect(await findTask(file, 'WF/B', 3)).toEqual({ layout: 'object', text: undefined, similar: ['/wf/b', '/wf/B'] });
  expect(await findTask(file, 'wf', 2)).toEqual({ layout: 'object', text: undefined, similar: ['/wf/a', '/wf/b'] });
  expect((await findTask(file, 'none', 3)).similar).toEqual([]);
});

it('finds tasks before a damaged place, and says where it is when it has to read on', async () => {
  const file = write(folder, 'damaged.json', `{"a": {},\n "b": {} "c": {}}`);
  expect((await findTask(file, 'b', 3)).text).toBe('"b": {}');
  await expect(findTask(file, 'c', 3)).rejects.toThrow(/damaged\.json:2:10: /);
});

it('passes over lines that are damaged or have no name', async () => {
  const file = write(folder, 'lines.jsonl', '{"task": "a", "errors": {}}\nno JSON\n7\n{"errors": {}}\n{"task": "b"}\n');
  expect(await findTask(file, 'b', 3)).toEqual({ layout: 'lines', text: '{"task": "b"}', similar: [] });
});
