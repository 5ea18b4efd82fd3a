import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { Cancelled } from '../../../src/execution/cancelled.ts';
import { LastingWorker, Newest, predictionWorker, RunWorkers } from '../../../src/execution/lasting-worker.ts';
import { workerService } from '../../../src/execution/worker-service.ts';
import { startWorker, WorkerDied } from '../../../src/execution/worker-thread.ts';
import { RunUnreadable } from '../../../src/runs/read-run.ts';
import { temporaryFolder } from '../../records.ts';
import { standInWorker } from './stand-in.ts';

const folder = temporaryFolder();
const workers: { close(): Promise<void> }[] = [];
const deaths: string[] = [];

afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.close()));
  deaths.length = 0;
});

function opened<Worker extends LastingWorker<never> | { close(): Promise<void> }>(worker: Worker): Worker {
  workers.push(worker);
  return worker;
}

/** Does one thing at a time. */
const inTurn = (file: string) => new LastingWorker(workerService, () => startWorker(file), { inTurn: true });

describe('one that does one thing at a time', () => {
  /** Its worker counts what it was asked since it started, and waits for the end where it is asked so. */
  function start() {
    const body = `asked++;
  const { file } = argument;
  if (file === 'die') {
    fs.appendFileSync(${JSON.stringify(path.join(folder, 'deaths'))}, 'x');
    process.exit(1);
  }
  const look = () => (cancelled() === id ? fail({ code: 'cancelled', message: '' }) : setTimeout(look, 5));
  if (file === 'wait') return look();
  answer({ layout: 'lines', similar: [String(asked)] });`;
    const { calls, ...others } = opened(inTurn(standInWorker(path.join(folder, 'turns.cjs'), body, 'let asked = 0;')));
    const ask = async (file: string, signal?: AbortSignal): Promise<string> =>
      (await calls.findTask({ file, name: '', similar: 1 }, signal ? { signal } : {})).similar[0];
    return { ask, ...others };
  }

  test('stays for the next question', async () => {
    const { ask } = start();
    expect(await ask('a')).toBe('1');
    expect(await ask('b')).toBe('2');
  });

  test('does one question after the other, and none that is given up', async () => {
    const { ask } = start();
    const newest = new Newest();
    const [first, second] = [ask('wait', newest.next()), ask('b', newest.next())];
    const third = ask('c', newest.next());
    await expect(first).rejects.toThrow(Cancelled);
    await expect(second).rejects.toThrow(Cancelled);
    // The others were given up before they were begun.
    expect(await third).toBe('1');
  });

  test('is another one after one that died, which is not asked what ended the last one', async () => {
    const { ask } = start();
    await expect(ask('die')).rejects.toThrow('a worker thread died');
    expect(readFileSync(path.join(folder, 'deaths'), 'utf8')).toBe('x');
    expect(await ask('b')).toBe('1');
  });

  test('gives up what it was asked when it is closed, and can be asked again', async () => {
    const worker = opened(
      inTurn(standInWorker(path.join(folder, 'closed.cjs'), "if (method === 'describe') return; answer(null);")),
    );
    const asked = [worker.calls.describe({ file: 'a' }), worker.calls.describe({ file: 'b' })];
    const closed = worker.close();
    for (const one of asked) await expect(one).rejects.toThrow(Cancelled);
    await closed;
    expect(await worker.calls.text(new Uint8Array(1))).toBeNull();
  });
});

describe('one that does many things at a time', () => {
  const task = "const task = (name) => ({ name, problem: '', targets: [], untrained: [], unknownPairs: 0 });";
  function start(name: string, body: string, before = '') {
    const mark = `const mark = ${JSON.stringify(path.join(folder, `${name}.mark`))};`;
    const predicted = 'const predicted = () => answer(argument.texts.map(task));';
    const file = standInWorker(
      path.join(folder, `${name}.cjs`),
      `${predicted}\n${body}`,
      `${task}\n${mark}\n${before}`,
    );
    return opened(predictionWorker(file, (reason) => deaths.push(reason)));
  }
  const ask = async ({ calls }: ReturnType<typeof start>, text: string, signal?: AbortSignal): Promise<string> => {
    const question = { run: 'run', texts: [text], layout: 'object' as const, explained: false };
    return (await calls.predict(question, signal ? { signal } : {}))[0].name;
  };

  test('answers in any order', async () => {
    const worker = start('slow', "if (argument.texts[0] === 'a') setTimeout(predicted, 30); else predicted();");
    const order: string[] = [];
    await Promise.all(['a', 'b'].map(async (text) => order.push(await ask(worker, text))));
    expect(order).toEqual(['b', 'a']);
  });

  test('gives a question up that nobody waits for any more', async () => {
    const worker = start(
      'never',
      '',
      "cancel = (id) => send({ kind: 'error', id, error: { code: 'cancelled', message: '' } });",
    );
    const wanted = new AbortController();
    const asked = ask(worker, 'a', wanted.signal);
    wanted.abort();
    await expect(asked).rejects.toThrow(Cancelled);
    await expect(ask(worker, 'b', wanted.signal)).rejects.toThrow(Cancelled);
  });

  test('says that its thread died, and asks another one', async () => {
    const worker = start(
      'dies-once',
      "if (fs.existsSync(mark)) predicted(); else { fs.writeFileSync(mark, ''); process.exit(4); }",
    );
    expect(await ask(worker, 'a')).toBe('a');
    expect(deaths).toEqual(['it ended with exit code 4']);
  });

  test('does not ask a third thread the same', async () => {
    const worker = start('dies', "throw new Error('a bug');");
    await expect(ask(worker, 'a')).rejects.toThrow(WorkerDied);
    expect(deaths).toEqual(['it stopped with "a bug"', 'it stopped with "a bug"']);
    await expect(ask(worker, 'b')).rejects.toThrow(WorkerDied);
  });

  test('does not believe a thread that talks nonsense', async () => {
    await expect(ask(start('nonsense', "send({ kind: 'answer', id: 'x' });"), 'a')).rejects.toThrow(/invalid message/);
  });

  test('tells what people can mend from what is a bug', async () => {
    const worker = start('fails', "fail({ code: argument.texts[0], message: '' });");
    await expect(ask(worker, 'unreadable')).rejects.toThrow(RunUnreadable);
    await expect(ask(worker, 'fault')).rejects.not.toThrow(RunUnreadable);
  });
});

describe('those that answer for a run', () => {
  /** Tells which run it is for, and how many questions its thread has had. */
  function start(): RunWorkers {
    const body = `asked++;
  if (method === 'drivers') return;
  answer({ run: workerData.run, asked });`;
    return new RunWorkers(standInWorker(path.join(folder, 'run.cjs'), body, 'let asked = 0;'), '/runs/one');
  }

  test('answer in one thread, and unchecked: who asked checks the answers', async () => {
    const run = start();
    expect(await run.calls.samples({ target: 'action' })).toEqual({ run: '/runs/one', asked: 1 });
    expect(await run.calls.task({ target: 'action', name: '/t' })).toEqual({ run: '/runs/one', asked: 2 });
    run.close();
  });

  test('are not kept waiting by a question that takes long, which ends with them', async () => {
    const run = start();
    const drivers = run.calls.drivers({ target: 'action', fit: null, class: 0, scope: 'all' });
    expect(await run.calls.embeddings({ target: 'action', fit: 0 })).toMatchObject({ asked: 1 });
    expect(await run.calls.samples({ target: 'action' })).toMatchObject({ asked: 1 });
    run.close();
    await expect(drivers).rejects.toThrow(Cancelled);
  });
});
