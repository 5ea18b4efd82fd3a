import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readHistory } from '../../../../src/dataset/read-history.ts';
import { SampleAnswers } from '../../../../src/extension/panels/run-samples-answers.ts';
import { FitWriter } from '../../../../src/runs/fit-writer.ts';
import { runFile } from '../../../../src/runs/run-paths.ts';
import { fitRecord, runRecord, temporaryFolder } from '../../runs/records.ts';

const history = {
  '/t/1': {
    errors: { good_sites: { '-1': { T1: 1 }, '8021': { T1: 3, T2: 4 } }, bad_sites: { '8021': { T1: 5 } } },
    parameters: { action: 'a' },
  },
  '/ü/2': { errors: { good_sites: {}, bad_sites: { '4242': { T2: 7 } } }, parameters: { action: 'b' } },
  '/not/evaluated': { errors: { good_sites: { '8021': { T2: 1 } }, bad_sites: {} }, parameters: { action: 'b' } },
};

/** A run that evaluated two tasks of the history, which stands in a file of these lines. */
async function answers(text = JSON.stringify(history)): Promise<{ file: string; answers: SampleAnswers }> {
  const folder = temporaryFolder();
  const file = path.join(folder, 'history.json');
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
  const run = runRecord({ history: { ...runRecord().history, sha256: fingerprint } });
  fs.writeFileSync(runFile(folder), JSON.stringify(run));
  return { file, answers: new SampleAnswers(folder, () => file) };
}

test('a task is its codes and sites only, good and bad sites apart', async () => {
  const { answers: ask } = await answers();
  expect(await ask.task('action', '/t/1')).toEqual({
    kind: 'task',
    name: '/t/1',
    history: { stale: false },
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
  expect(await ask.task('action', '/ü/2')).toMatchObject({
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
  expect(await ask.find('action', code, site)).toEqual({
    kind: 'found',
    target: 'action',
    code,
    site,
    history: { stale: false },
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
  expect(await ask.placeOf('action', '/ü/2')).toEqual({
    file,
    line: text.slice(0, at).split('\n').length - 1,
    column: at - (text.lastIndexOf('\n', at) + 1),
  });
});

test('a history that has changed is read again and said to be stale', async () => {
  const { file, answers: ask } = await answers();
  expect(await ask.task('action', '/t/1')).toMatchObject({ history: { stale: false } });
  const { '/ü/2': second } = history;
  fs.writeFileSync(file, `\n\n${JSON.stringify({ '/ü/2': second })}`);
  expect(await ask.task('action', '/t/1')).toEqual({
    kind: 'task',
    name: '/t/1',
    history: { stale: true },
    errors: null,
  });
  expect(await ask.task('action', '/ü/2')).toMatchObject({ history: { stale: true }, errors: { line: 3 } });
  expect(await ask.placeOf('action', '/t/1')).toBe(
    '/t/1 is not in the history any more: the file has changed since the run.',
  );
});

test('a history that is gone or damaged is said so', async () => {
  const { file, answers: ask } = await answers();
  fs.writeFileSync(file, '{"/t/1": ');
  expect(await ask.find('action', '8021', '')).toMatchObject({
    history: { stale: false, problem: expect.stringContaining('history.json:1:') },
    tasks: [],
  });
  fs.rmSync(file);
  expect(await ask.task('action', '/t/1')).toMatchObject({
    history: { problem: expect.stringContaining('history.json') },
    errors: null,
  });
  expect(await ask.placeOf('action', '/t/1')).toContain('history.json');
});

test('thresholds of a class that is none are none', async () => {
  const { answers: ask } = await answers();
  expect(await ask.thresholds('action', null, 1)).toMatchObject({ class: 1, positives: 1, negatives: 1 });
  expect(await ask.thresholds('action', null, 2)).toBeUndefined();
  expect(await ask.thresholds('memory', null, 0)).toBeUndefined();
});
