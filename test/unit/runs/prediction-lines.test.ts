import { mkdirSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PredictionLines } from '../../../src/runs/prediction-lines.ts';
import { readPredictions } from '../../../src/runs/read-predictions.ts';
import { RunUnreadable } from '../../../src/runs/read-run.ts';
import { fitFolder, predictionsFile } from '../../../src/runs/run-paths.ts';
import { temporaryFolder } from '../../records.ts';

const run = temporaryFolder();
const classes = ['a', 'b'];

function write(lines: readonly string[]): void {
  const fit = fitFolder(run, 'action', 0);
  mkdirSync(fit, { recursive: true });
  writeFileSync(predictionsFile(fit), lines.join('\n'));
}

const lineOf = (task: string, a: number, space = ''): string =>
  `{${space}"task":${space}${JSON.stringify(task)},"truth":"a","probabilities":{"a":${a},"b":${1 - a}}}`;

it('finds each task as the reading of all does, whatever its name', async () => {
  const names = fc.uniqueArray(fc.string({ unit: 'grapheme' }), { maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(names, fc.boolean(), async (tasks, spaced) => {
      write(tasks.map((task, i) => lineOf(task, i / 32, spaced ? ' ' : '')));
      const lines = await PredictionLines.index(run, 'action', 0, classes);
      const all = await readPredictions(run, 'action', 0, classes);
      expect(lines.count).toBe(tasks.length);
      expect(tasks.map((task) => lines.find(task))).toEqual(
        tasks.map((_, i) => [...all.probabilities.subarray(2 * i, 2 * i + 2)]),
      );
      expect(lines.find('of no task')).toBeUndefined();
    }),
  );
});

it('finds tasks of a long file', async () => {
  const tasks = Array.from({ length: 20_000 }, (_, i) => `/workflow/${i}`);
  write(tasks.map((task, i) => lineOf(task, i / 32_768)));
  const lines = await PredictionLines.index(run, 'action', 0, classes);
  expect([0, 4711, 19_999].map((i) => lines.find(tasks[i])?.[0])).toEqual([0, 4711 / 32_768, 19_999 / 32_768]);
});

it('finds nothing in a line that is damaged, or of other classes', async () => {
  write([lineOf('good', 0.5), '{"task":"cut","tru', '{"task":"other","truth":"a","probabilities":{"a":1}}', 'no JSON']);
  const lines = await PredictionLines.index(run, 'action', 0, classes);
  expect(['good', 'cut', 'other'].map((task) => lines.find(task))).toEqual([[0.5, 0.5], undefined, undefined]);
});

it('says when there is no such file', async () => {
  await expect(PredictionLines.index(run, 'nothing', 0, classes)).rejects.toThrow(RunUnreadable);
});
