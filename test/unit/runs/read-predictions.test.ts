import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FitWriter } from '../../../src/runs/fit-writer.ts';
import { readPredictions } from '../../../src/runs/read-predictions.ts';
import { fitFolder, predictionsFile } from '../../../src/runs/run-paths.ts';
import { fitRecord, temporaryFolder } from '../../records.ts';

const run = temporaryFolder();
const classes = ['a', 'b'];
let fits = 0;

/** A fit whose predictions are these bytes; gives its index. */
function fitWith(content: string | Uint8Array): number {
  const index = fits++;
  const folder = fitFolder(run, 'action', index);
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(predictionsFile(folder), content);
  return index;
}

const line = (task: string, truth = 'a', a = 0.75): string =>
  `${JSON.stringify({ task, truth, probabilities: { a, b: 1 - a } })}\n`;

test('what a fit wrote comes back', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ task: fc.string({ unit: 'grapheme' }), truth: fc.nat(2), share: fc.nat(1000) })),
      async (samples) => {
        const names = ['x', '__proto__', 'ä "1"'];
        const index = fits++;
        const writer = new FitWriter(run, 'action', index);
        const predictions = samples.map(({ task, truth, share }) => {
          const p = share / 1000;
          return { task, truth: names[truth], probabilities: [p, (1 - p) / 2, (1 - p) / 2] };
        });
        writer.finish(fitRecord({ classes: names, index }), [], predictions);
        writer.close();
        const read = await readPredictions(run, 'action', index, names);
        expect(read.tasks).toEqual(samples.map(({ task }) => task));
        expect([...read.truth]).toEqual(samples.map(({ truth }) => truth));
        const wanted = predictions.flatMap(({ probabilities }) => probabilities);
        expect(read.probabilities).toHaveLength(wanted.length);
        for (const [i, p] of wanted.entries()) expect(read.probabilities[i]).toBeCloseTo(p, 6);
        expect(read).toMatchObject({ damaged: 0, complete: true });
      },
    ),
    { numRuns: 50 },
  );
});

test.each([
  ['that is half-written', '{"task":"/t/2","tru'],
  ['that is no JSON', 'nonsense\n'],
  ['that is no object', '[1, 2]\n'],
  ['of another class', line('/t/2', 'c')],
  ['without a task', '{"truth":"a","probabilities":{"a":0.5,"b":0.5}}\n'],
  ['whose task is a number', '{"task":2,"truth":"a","probabilities":{"a":0.5,"b":0.5}}\n'],
  ['without probabilities', '{"task":"/t/2","truth":"a"}\n'],
  ['with too few probabilities', '{"task":"/t/2","truth":"a","probabilities":{"a":1}}\n'],
  ['with too many probabilities', '{"task":"/t/2","truth":"a","probabilities":{"a":1,"b":0,"c":0}}\n'],
  ['with a probability that is a text', '{"task":"/t/2","truth":"a","probabilities":{"a":"1","b":0}}\n'],
  ['with a probability beyond 1', '{"task":"/t/2","truth":"a","probabilities":{"a":2,"b":0}}\n'],
  ['of zeros, as a full disk leaves them', `${'\0'.repeat(1000)}\n`],
  ['of more than a megabyte', `${'x'.repeat(2 ** 21)}\n`],
])('a line %s is counted and left out', async (_, bad) => {
  const read = await readPredictions(run, 'action', fitWith(line('/t/1') + bad), classes);
  expect(read).toMatchObject({ tasks: ['/t/1'], damaged: 1, complete: true });
  const after = await readPredictions(
    run,
    'action',
    fitWith(`${line('/t/1')}${bad.trimEnd()}\n${line('/t/3')}`),
    classes,
  );
  expect(after).toMatchObject({ tasks: ['/t/1', '/t/3'], damaged: 1 });
});

test('lines are found wherever the chunks of the file end', async () => {
  const tasks = Array.from({ length: 9000 }, (_, i) => `/wörkflow${i}/${'step'.repeat(i % 23)}`);
  const read = await readPredictions(run, 'action', fitWith(tasks.map((task) => line(task)).join('')), classes);
  expect(read.tasks).toEqual(tasks);
  expect(read.damaged).toBe(0);
});

test('a file with more than is wanted is read so far, and that is said', async () => {
  const index = fitWith(['/t/1', '/t/2', '/t/3'].map((task) => line(task)).join(''));
  const few = await readPredictions(run, 'action', index, classes, { tasks: 2, bytes: 1e6 });
  expect(few).toMatchObject({ tasks: ['/t/1', '/t/2'], complete: false });
  const all = await readPredictions(run, 'action', index, classes, { tasks: 3, bytes: 1e6 });
  expect(all).toMatchObject({ complete: true });
  expect(all.tasks).toHaveLength(3);
});

test('a very large file is left after so many bytes', async () => {
  const index = fitWith(line('/t/1'));
  // Sparse: half a gigabyte of zeros that take no room.
  fs.truncateSync(predictionsFile(fitFolder(run, 'action', index)), 5e8);
  const read = await readPredictions(run, 'action', index, classes, { tasks: 10, bytes: 2e6 });
  expect(read).toMatchObject({ tasks: ['/t/1'], complete: false });
});

test('no file, and a file that cannot be read, are said', async () => {
  await expect(readPredictions(run, 'action', 99_999, classes)).rejects.toThrow(/predictions\.jsonl does not exist/);
  const index = fits++;
  fs.mkdirSync(path.join(fitFolder(run, 'action', index), 'predictions.jsonl'), { recursive: true });
  await expect(readPredictions(run, 'action', index, classes)).rejects.toThrow(/is a folder, expected a regular file$/);
});
