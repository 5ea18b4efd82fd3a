import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { InputError } from '../../../src/dataset/input-error.ts';
import { Cancelled } from '../../../src/execution/cancelled.ts';
import { LocalExecutor } from '../../../src/execution/local-executor.ts';
import type { FitEvent } from '../../../src/execution/training-events.ts';
import { startWorker, WorkerDied } from '../../../src/execution/worker-thread.ts';
import { epoch, fitRecord, temporaryFolder } from '../../records.ts';
import { jobOf, smallStudy } from './small-dataset.ts';
import { standInWorker } from './stand-in.ts';

const folder = temporaryFolder();
const study = smallStudy();
const job = jobOf(study, folder);
const signal = new AbortController().signal;

/** A stand-in for the worker, which has an `epoch` and answers `done(index)`. */
function standIn(name: string, body: string): string {
  const made = `const epoch = ${JSON.stringify(epoch(0))};
  const done = (index) => answer({ ...${JSON.stringify(fitRecord())}, index });`;
  return standInWorker(path.join(folder, `${name}.cjs`), `${made}\n${body}`);
}

type Thread = ReturnType<typeof startWorker>;
const threads: Thread[] = [];
function start(name: string, body: string): Thread {
  const thread = startWorker(standIn(name, body));
  threads.push(thread);
  return thread;
}
afterEach(async () => {
  await Promise.all(threads.splice(0).map((thread) => thread.end()));
});

describe('a worker thread', () => {
  test('tells its epochs and then answers', async () => {
    const thread = start('good', 'progress(epoch); done(0);');
    const epochs: number[] = [];
    const record = await thread.calls.fit(job, { onProgress: (one) => epochs.push(one.epoch) });
    expect(record).toEqual(fitRecord());
    expect(epochs).toEqual([0]);
    expect(thread.alive).toBe(true);
  });

  test('that ends without an answer has died', async () => {
    const thread = start('exits', 'process.exit(3);');
    await expect(thread.calls.fit(job)).rejects.toThrow('a worker thread died: it ended with exit code 3');
    expect(thread.alive).toBe(false);
    await expect(thread.calls.fit(job)).rejects.toThrow(WorkerDied);
  });

  test('that throws has died of it', async () => {
    const thread = start('throws', "throw new Error('a bug');");
    await expect(thread.calls.fit(job)).rejects.toThrow('a worker thread died: it stopped with "a bug"');
  });

  test('that is not there has died', async () => {
    const thread = startWorker(path.join(folder, 'nowhere.js'));
    await expect(thread.calls.fit(job)).rejects.toThrow(/a worker thread died: it stopped with ".*nowhere/);
  });

  test.each(["send('hello');", 'answer({});', 'send(null);'])('that sends nonsense is given up: %s', async (body) => {
    const thread = start('nonsense', body);
    await expect(thread.calls.fit(job)).rejects.toThrow('it sent an invalid message');
    expect(thread.alive).toBe(false);
  });

  test('that nobody can listen to is given up, with the reason of the listener', async () => {
    const thread = start('unheard', 'progress(epoch); done(0);');
    const deaf = () => {
      throw new Error('the disk is full');
    };
    await expect(thread.calls.fit(job, { onProgress: deaf })).rejects.toThrow('the disk is full');
    expect(thread.alive).toBe(false);
  });

  test('passes on what is wrong with the input, with its place', async () => {
    const error = { code: 'input', message: 'no task', details: { file: 'h.json', line: 3, column: 4 } };
    const thread = start('input', `fail(${JSON.stringify(error)});`);
    const failure = thread.calls.fit(job);
    await expect(failure).rejects.toThrow(InputError);
    await expect(failure).rejects.toThrow('h.json:3:4: no task');
  });

  test('answers when it is cancelled, and can be used again', async () => {
    const thread = start(
      'obeys',
      `const look = () => (cancelled() === id ? fail({ code: 'cancelled', message: '' }) : setTimeout(look, 5));
       if (argument.index > 0) done(argument.index);
       else { progress(epoch); look(); }`,
    );
    const controller = new AbortController();
    const { signal: given } = controller;
    const cancelled = thread.calls.fit(job, { signal: given, onProgress: () => controller.abort() });
    await expect(cancelled).rejects.toThrow(Cancelled);
    expect(await thread.calls.fit({ ...job, index: 1 })).toMatchObject({ index: 1 });
  });

  test('that does not obey is ended', async () => {
    const thread = start('hangs', 'progress(epoch); for (;;);');
    const controller = new AbortController();
    const asking = { signal: controller.signal, onProgress: () => controller.abort() };
    await expect(thread.calls.fit(job, asking)).rejects.toThrow(Cancelled);
    expect(thread.alive).toBe(false);
  });

  test('is not asked at all when the work was cancelled before', async () => {
    const thread = start('unasked', 'process.exit(3);');
    await expect(thread.calls.fit(job, { signal: AbortSignal.abort() })).rejects.toThrow(Cancelled);
    expect(thread.alive).toBe(true);
  });
});

describe('the local executor', () => {
  const jobs = [0, 1, 2, 3].map((index) => ({ ...job, index }));

  /** Executes the jobs; what the listener heard, in order. */
  async function execute(
    file: string,
    workers: number,
    hear: (event: FitEvent) => void = () => {},
    cancel = signal,
  ): Promise<string[]> {
    const heard: string[] = [];
    const executor = new LocalExecutor(file, workers);
    const listener = (event: FitEvent): void => {
      const what = { 'fit-started': 'started', epoch: 'epoch', 'fit-done': 'done', 'fit-failed': 'failed' }[event.kind];
      const more = event.kind === 'fit-done' ? ` ${event.record.index}` : '';
      heard.push(`${what} ${event.fit.index}${more}`);
      hear(event);
    };
    try {
      await executor.execute(study.dataset, jobs, listener, cancel);
    } finally {
      await executor.close();
    }
    return heard;
  }
  const fits = (body: string): string =>
    `if (method === 'take') answer(null); else { const { index } = argument; ${body} }`;

  test('does one job after the other with one worker', async () => {
    const heard = await execute(standIn('all', fits('done(index);')), 1);
    expect(heard).toEqual(jobs.flatMap(({ index }) => [`started ${index}`, `done ${index} ${index}`]));
  });

  test('does every job once with several workers', async () => {
    const heard = await execute(standIn('all', fits('done(index);')), 3);
    expect(heard.filter((line) => line.startsWith('done')).sort()).toEqual(
      jobs.map(({ index }) => `done ${index} ${index}`),
    );
  });

  test.each([
    ['fails', "fail({ code: 'fault', message: 'diverged' })", 'diverged'],
    ['dies with its worker', 'process.exit(1)', 'a worker thread died: it ended with exit code 1'],
    ['gets nonsense for an answer', "send('?')", /^a worker thread died: it sent an invalid message/],
    [
      'gets the answer to something else',
      'answer({ dataset: {} })',
      /^a worker thread died: it sent an invalid message/,
    ],
  ])('a fit that %s leaves the others going', async (_, act, message) => {
    const failures: string[] = [];
    const heard = await execute(standIn('one', fits(`if (index === 1) ${act}; else done(index);`)), 1, (event) => {
      if (event.kind === 'fit-failed') failures.push(`${event.fit.index} ${event.error.message}`);
    });
    expect(heard.filter((line) => line.startsWith('done'))).toEqual(['done 0 0', 'done 2 2', 'done 3 3']);
    expect(failures).toHaveLength(1);
    expect(failures[0].slice(2)).toMatch(message);
  });

  test('is cancelled between and within fits', async () => {
    const controller = new AbortController();
    const heard: string[] = [];
    const hear = (event: FitEvent): void => {
      if (event.kind !== 'fit-done') return;
      heard.push(`done ${event.fit.index}`);
      controller.abort();
    };
    await expect(execute(standIn('all', fits('done(index);')), 1, hear, controller.signal)).rejects.toThrow(Cancelled);
    expect(heard).toEqual(['done 0']);
  });

  test('a listener that fails ends the work with its reason, and is no failed fit', async () => {
    const failures: number[] = [];
    const hear = (event: FitEvent): void => {
      if (event.kind === 'fit-failed') failures.push(event.fit.index);
      if (event.kind === 'fit-done') throw new Error('the disk is full');
    };
    await expect(execute(standIn('all', fits('done(index);')), 1, hear)).rejects.toThrow('the disk is full');
    expect(failures).toEqual([]);
  });

  test('asks for the dataset of an experiment', async () => {
    const answer =
      "{ dataset: { rows: 7 }, problems: [{ line: 1, column: 2, message: 'x' }], problemCount: 3, skipped: 4 }";
    const executor = new LocalExecutor(standIn('loads', `if (method === 'load') answer(${answer});`), 1);
    const loaded = await executor.load('x.oap.json', study.experiment, signal);
    expect(loaded).toEqual({
      dataset: { rows: 7 },
      problems: [{ line: 1, column: 2, message: 'x' }],
      problemCount: 3,
      skipped: 4,
    });
    await executor.close();
  });
});
