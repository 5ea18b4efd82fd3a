import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { Cancelled } from '../../../src/execution/cancelled.ts';
import { PredictionDesk } from '../../../src/execution/prediction-desk.ts';
import { PredictionService } from '../../../src/execution/prediction-service.ts';
import { WorkerDied } from '../../../src/execution/worker-thread.ts';
import type { FromPredictor, ToPredictor } from '../../../src/protocol/prediction.ts';
import { RunUnreadable } from '../../../src/runs/read-run.ts';
import { temporaryFolder } from '../runs/records.ts';
import { colourTasks, trainRun } from './trained-run.ts';

const folder = temporaryFolder();
const { signal } = new AbortController();

/** A stand-in for the thread: JavaScript that gets each request as `message`, and the place of a file of its own. */
function standIn(name: string, body: string): string {
  const file = path.join(folder, `${name}.cjs`);
  writeFileSync(
    file,
    `const { parentPort } = require('node:worker_threads');
const fs = require('node:fs');
const mark = ${JSON.stringify(path.join(folder, `${name}.mark`))};
const send = (message) => parentPort.postMessage(message);
const task = (name) => ({ name, problem: '', targets: [], untrained: [], unknownPairs: 0 });
const predicted = ({ id, texts }) => send({ kind: 'predicted', id, tasks: texts.map(task) });
parentPort.on('message', (message) => { ${body} });`,
  );
  return file;
}

const services: PredictionService[] = [];
const deaths: string[] = [];
function start(name: string, body: string): PredictionService {
  const service = new PredictionService(standIn(name, body), (reason) => deaths.push(reason));
  services.push(service);
  return service;
}
afterEach(async () => {
  await Promise.all(services.splice(0).map((service) => service.close()));
  deaths.length = 0;
});

const ask = (service: PredictionService, text: string, asked = signal) =>
  service.predict('run', [text], 'object', false, asked);

describe('the prediction service', () => {
  test('answers many requests at a time, in any order', async () => {
    const service = start(
      'slow',
      "if (message.texts?.[0] === 'a') setTimeout(() => predicted(message), 30); else predicted(message);",
    );
    const [a, b] = await Promise.all([ask(service, 'a'), ask(service, 'b')]);
    expect([a[0].name, b[0].name]).toEqual(['a', 'b']);
  });

  test('gives a request up that nobody waits for any more', async () => {
    const service = start('never', "if (message.kind === 'cancel') fs.writeFileSync(mark, String(message.id));");
    const wanted = new AbortController();
    const asked = ask(service, 'a', wanted.signal);
    wanted.abort();
    await expect(asked).rejects.toThrow(Cancelled);
    await expect(ask(service, 'b', wanted.signal)).rejects.toThrow(Cancelled);
  });

  test('says that its thread died, and asks another one', async () => {
    const service = start(
      'dies-once',
      'if (fs.existsSync(mark)) predicted(message); else { fs.writeFileSync(mark, ""); process.exit(4); }',
    );
    expect((await ask(service, 'a'))[0].name).toBe('a');
    expect(deaths).toEqual(['it ended with exit code 4']);
  });

  test('does not ask a third thread the same', async () => {
    const service = start('dies', "throw new Error('a bug');");
    await expect(ask(service, 'a')).rejects.toThrow(WorkerDied);
    expect(deaths).toEqual(['it stopped with "a bug"', 'it stopped with "a bug"']);
    await expect(ask(service, 'b')).rejects.toThrow(WorkerDied);
  });

  test('does not believe a thread that talks nonsense', async () => {
    const service = start('nonsense', "send({ kind: 'predicted', id: 'x' });");
    await expect(ask(service, 'a')).rejects.toThrow(/nobody understands/);
  });

  test('tells what people can mend from what is a bug', async () => {
    const service = start(
      'fails',
      "send({ kind: 'failed', id: message.id, message: message.texts[0], unreadable: message.texts[0] === 'gone' });",
    );
    await expect(ask(service, 'gone')).rejects.toThrow(RunUnreadable);
    await expect(ask(service, 'bug')).rejects.not.toThrow(RunUnreadable);
  });
});

describe('the desk in the thread', async () => {
  const run = await trainRun(path.join(folder, 'colours'), 'holdout');
  const texts = Object.entries(colourTasks()).map(([name, task]) => `"${name}": ${JSON.stringify(task)}`);
  const request = (id: number, changes: object = {}): ToPredictor => ({
    kind: 'predict',
    id,
    run,
    layout: 'object',
    texts,
    explained: false,
    ...changes,
  });

  /** All that is answered to these messages. */
  async function answers(messages: readonly ToPredictor[], wanted: number): Promise<FromPredictor[]> {
    const heard: FromPredictor[] = [];
    await new Promise<void>((resolve) => {
      const desk = new PredictionDesk((message) => {
        heard.push(message);
        if (heard.length === wanted) resolve();
      });
      for (const message of messages) desk.hear(message);
    });
    return heard;
  }

  test('gives each task its answer, the same when asked again, also twice in one request', async () => {
    const [first, second] = await answers([request(1), request(2, { texts: [texts[3], texts[0], texts[3]] })], 2);
    if (first.kind !== 'predicted' || second.kind !== 'predicted') throw new Error('expected predictions');
    expect(first.tasks.map(({ name }) => name)).toEqual(Object.keys(colourTasks()));
    expect(second.tasks).toEqual([first.tasks[3], first.tasks[0], first.tasks[3]]);
  });

  test('drops a request that is cancelled', async () => {
    const heard = await answers([request(1), request(2), { kind: 'cancel', id: 1 }], 1);
    expect(heard.map(({ id }) => id)).toEqual([2]);
  });

  test('has predictions overtake explanations that were asked for before', async () => {
    const explained = request(1, { explained: true });
    const heard = await answers([explained, request(2), request(3, { texts: [texts[1]] })], 3);
    expect(heard.map(({ id }) => id)).toEqual([2, 3, 1]);
  });

  test('has explanations wait until a run is warm, as predictions do', async () => {
    const explained = request(1, { explained: true });
    const heard = await answers([{ kind: 'warm', run }, explained, request(2)], 2);
    expect(heard.map(({ id }) => id)).toEqual([2, 1]);
  });

  test('ends an explanation that is cancelled between two targets', async () => {
    const explained = request(1, { explained: true });
    const heard = await answers([explained, request(2), { kind: 'cancel', id: 1 }, request(3)], 2);
    expect(heard.map(({ id, kind }) => [id, kind])).toEqual([
      [2, 'predicted'],
      [3, 'predicted'],
    ]);
  });

  test('says when a run is gone, and goes on with others', async () => {
    const heard = await answers([request(1, { run: path.join(folder, 'gone') }), request(2)], 2);
    expect(heard[0]).toMatchObject({ kind: 'failed', id: 1, unreadable: true });
    expect(heard[1]).toMatchObject({ kind: 'predicted', id: 2 });
  });
});
