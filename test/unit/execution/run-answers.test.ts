import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readHistory } from '../../../src/dataset/read-history.ts';
import { runAnswers } from '../../../src/execution/run-answers.ts';
import { type RunWorkerService, runWorkerService } from '../../../src/execution/worker-service.ts';
import { type Client, clientHere } from '../../../src/protocol/port.ts';
import { FitWriter } from '../../../src/runs/fit-writer.ts';
import { runFile } from '../../../src/runs/run-paths.ts';
import { fitRecord, runRecord, temporaryFolder } from '../../records.ts';

const history = {
  '/t/1': {
    errors: { good_sites: { '-1': { T1: 1 }, '8021': { T1: 3, T2: 4 } }, bad_sites: { '8021': { T1: 5 } } },
    parameters: { action: 'a' },
  },
  '/ü/2': { errors: { good_sites: {}, bad_sites: { '4242': { T2: 7 } } }, parameters: { action: 'b' } },
  '/not/evaluated': { errors: { good_sites: { '8021': { T2: 1 } }, bad_sites: {} }, parameters: { action: 'b' } },
};

/** A run that evaluated two tasks of the history, which stands in a file of these lines. */
async function answers(
  text = JSON.stringify(history),
): Promise<{ file: string; folder: string; answers: Client<RunWorkerService> }> {
  const home = temporaryFolder();
  const folder = path.join(home, '.oap', 'runs', 'one');
  fs.mkdirSync(folder, { recursive: true });
  const file = path.join(home, 'history.json');
  fs.writeFileSync(file, text);
  const writer = new FitWriter(folder, 'action', 0);
  writer.finish(
    fitRecord(),
    [],
    [
      { task: '/ü/2', truth: 'b', probabilities: [0.1, 0.9] },
      { task: '/t/1', truth: 'a', probabilities: [0.8, 0.2] },
    ],
  );
  writer.close();
  const { fingerprint } = await readHistory(file);
  const run = runRecord({ history: { ...runRecord().history, file, sha256: fingerprint } });
  fs.writeFileSync(runFile(folder), JSON.stringify(run));
  return { file, folder, answers: clientHere(runWorkerService, runAnswers(folder)) };
}

test('a task is its codes and sites only, good and bad sites apart', async () => {
  const { answers: ask } = await answers();
  expect(await ask.task({ target: 'action', name: '/t/1' })).toEqual({
    stale: false,
    errors: {
      line: 1,
      codes: [
        expect.objectContaining({ code: '-1', title: 'Not reported' }),
        expect.objectContaining({ code: '8021', title: expect.stringMatching(/\w/) }),
      ],
      sites: [
        { site: 'T1', good: true },
        { site: 'T2', good: true },
        { site: 'T1', good: false },
      ],
      counts: [
        [1, 0, 0],
        [3, 4, 5],
      ],
    },
  });
  expect(await ask.task({ target: 'action', name: '/ü/2' })).toMatchObject({
    errors: { codes: [{ code: '4242', title: '' }], sites: [{ site: 'T2', good: false }], counts: [[7]] },
  });
});

test.each([
  ['8021', '', [1]],
  ['', 'T2', [0, 1]],
  ['8021', 'T2', [1]],
  ['4242', 'T1', []],
  ['1', '', []],
  ['', 'T', []],
])('tasks with code "%s" at site "%s" are found', async (code, site, tasks) => {
  const { answers: ask } = await answers();
  expect(await ask.find({ target: 'action', code, site })).toEqual({
    stale: false,
    tasks,
  });
});

test.each([
  ['lines', JSON.stringify(history, null, 1)],
  ['one line', JSON.stringify(history)],
  ['one long line', JSON.stringify({ '/x/😀': { ...history['/t/1'], note: '😀'.repeat(50_000) }, ...history })],
])('a task has a place in a history of %s', async (_, text) => {
  const { file, answers: ask } = await answers(text);
  const at = text.indexOf('"/ü/2"');
  expect(await ask.placeOf({ target: 'action', name: '/ü/2' })).toEqual({
    file,
    stale: false,
    place: { line: text.slice(0, at).split('\n').length - 1, column: at - (text.lastIndexOf('\n', at) + 1) },
  });
});

test('a history that has changed is read again and said to be stale', async () => {
  const { file, answers: ask } = await answers();
  expect(await ask.task({ target: 'action', name: '/t/1' })).toMatchObject({ stale: false });
  const { '/ü/2': second } = history;
  fs.writeFileSync(file, `\n\n${JSON.stringify({ '/ü/2': second })}`);
  expect(await ask.task({ target: 'action', name: '/t/1' })).toEqual({
    stale: true,
    errors: null,
  });
  expect(await ask.task({ target: 'action', name: '/ü/2' })).toMatchObject({ stale: true, errors: { line: 3 } });
  expect(await ask.placeOf({ target: 'action', name: '/t/1' })).toEqual({ file, stale: true, place: null });
});

test('a history that is gone or damaged is the reason why there is no answer, until it is mended', async () => {
  const { file, answers: ask } = await answers();
  fs.writeFileSync(file, '{"/t/1": ');
  await expect(ask.find({ target: 'action', code: '8021', site: '' })).rejects.toThrow('history.json:1:');
  fs.rmSync(file);
  await expect(ask.task({ target: 'action', name: '/t/1' })).rejects.toThrow('history.json');
  await expect(ask.placeOf({ target: 'action', name: '/t/1' })).rejects.toThrow('history.json');
  fs.writeFileSync(file, JSON.stringify(history));
  expect(await ask.task({ target: 'action', name: '/t/1' })).toMatchObject({ stale: false, errors: { line: 1 } });
});

test('thresholds of a class that is none are none', async () => {
  const { answers: ask } = await answers();
  const question = { target: 'action', fit: null, class: 1 };
  expect(await ask.thresholds(question)).toMatchObject({ fit: null, positives: 1, negatives: 1 });
  expect(await ask.thresholds({ ...question, class: 2 })).toBeNull();
  expect(await ask.thresholds({ ...question, target: 'memory' })).toBeNull();
});

test('samples are read again once another fit is complete', async () => {
  const { folder, answers: ask } = await answers();
  const { names } = await ask.samples({ target: 'action' });
  expect(await ask.samples({ target: 'action' })).toMatchObject({ fits: [0], names });
  const more = { ...JSON.parse(fs.readFileSync(runFile(folder), 'utf8')), fitsPerTarget: 2 };
  fs.writeFileSync(runFile(folder), JSON.stringify(more));
  const writer = new FitWriter(folder, 'action', 1);
  writer.finish(fitRecord({ index: 1 }), [], [{ task: '/t/1', truth: 'a', probabilities: [0.3, 0.7] }]);
  writer.close();
  expect(await ask.samples({ target: 'action' })).toMatchObject({ fits: [0, 1] });
  expect(await ask.thresholds({ target: 'action', fit: 1, class: 1 })).toMatchObject({ positives: 0, negatives: 1 });
});

test('what is not in the history cannot be explained', async () => {
  const { answers: ask } = await answers();
  const question = { target: 'action', name: '/not/there', fit: 0, class: 0 };
  await expect(ask.explain(question)).rejects.toThrow('the history does not have /not/there');
});
