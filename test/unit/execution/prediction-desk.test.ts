import path from 'node:path';
import { expect, test } from 'vitest';
import { Cancelled } from '../../../src/execution/cancelled.ts';
import { PredictionDesk } from '../../../src/execution/prediction-desk.ts';
import { RunUnreadable } from '../../../src/runs/read-run.ts';
import { temporaryFolder } from '../../records.ts';
import { colourTasks, trainRun } from './trained-run.ts';

const folder = temporaryFolder();
const run = await trainRun(path.join(folder, 'colours'), 'holdout');
const texts = Object.entries(colourTasks()).map(([name, task]) => `"${name}": ${JSON.stringify(task)}`);
const question = { run, layout: 'object' as const, texts, explained: false };
const { signal } = new AbortController();

/** The questions in the order in which they were answered. */
async function orderOf(questions: Readonly<Record<string, Promise<unknown>>>): Promise<string[]> {
  const order: string[] = [];
  await Promise.all(Object.entries(questions).map(([name, asked]) => asked.then(() => order.push(name))));
  return order;
}

test('gives each task its answer, the same when asked again, also twice in one question', async () => {
  const desk = new PredictionDesk();
  const first = desk.predict(question, { signal });
  const second = desk.predict({ ...question, texts: [texts[3], texts[0], texts[3]] }, { signal });
  const tasks = await first;
  expect(tasks.map(({ name }) => name)).toEqual(Object.keys(colourTasks()));
  expect(await second).toEqual([tasks[3], tasks[0], tasks[3]]);
});

test('drops a question that is cancelled', async () => {
  const desk = new PredictionDesk();
  const first = desk.predict(question, { signal: AbortSignal.abort() });
  const second = desk.predict(question, { signal });
  await expect(first).rejects.toThrow(Cancelled);
  expect(await second).toHaveLength(texts.length);
});

test('has predictions overtake explanations that were asked for before', async () => {
  const desk = new PredictionDesk();
  const explained = desk.predict({ ...question, explained: true }, { signal });
  const [second, third] = [
    desk.predict(question, { signal }),
    desk.predict({ ...question, texts: [texts[1]] }, { signal }),
  ];
  expect(await orderOf({ explained, second, third })).toEqual(['second', 'third', 'explained']);
});

test('has explanations wait until a run is warm, as predictions do', async () => {
  const desk = new PredictionDesk();
  const warm = desk.warm({ run });
  const explained = desk.predict({ ...question, explained: true }, { signal });
  const predicted = desk.predict(question, { signal });
  expect(await orderOf({ warm, explained, predicted })).toEqual(['warm', 'predicted', 'explained']);
});

test('ends an explanation that is cancelled between two targets', async () => {
  const desk = new PredictionDesk();
  const cancelled = new AbortController();
  const explained = desk.predict({ ...question, explained: true }, { signal: cancelled.signal });
  const second = desk.predict(question, { signal });
  cancelled.abort();
  const third = desk.predict(question, { signal });
  await expect(explained).rejects.toThrow(Cancelled);
  expect(await orderOf({ second, third })).toEqual(['second', 'third']);
});

test('says when a run is gone, and goes on with others', async () => {
  const desk = new PredictionDesk();
  const gone = desk.predict({ ...question, run: path.join(folder, 'gone') }, { signal });
  const here = desk.predict(question, { signal });
  await expect(gone).rejects.toThrow(RunUnreadable);
  expect(await here).toHaveLength(texts.length);
});
