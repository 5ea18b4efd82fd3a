import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { until, Workplace } from './command.ts';
import type { ResultsDocument, RunDocument, RunRecord, SelectionDocument } from './documents.ts';
import { paintHistory } from './paint-history.ts';

/* Folders of runs as people really have them: copied, linked, left by processes that vanished, beside their own projects. */

const place = new Workplace();
const runs = path.join('.oap', 'runs');
let trained: string;

beforeAll(async () => {
  place.write('paint.json', paintHistory());
  const targets = { colour: {}, size: {} };
  place.write('paint.oap.json', { history: 'paint.json', targets, training: { maxEpochs: 2 } });
  const [{ id }] = (await place.json<ResultsDocument>('train', 'paint.oap.json')).runs;
  renameSync(place.path(runs, id), place.path('trained'));
  trained = id;
});

beforeEach(() => {
  rmSync(place.path('.oap'), { recursive: true, force: true });
  mkdirSync(place.path(runs), { recursive: true });
  cpSync(place.path('trained'), place.path(runs, trained), { recursive: true });
});

/** The runs without folders that are being written. */
const runsThere = (): string[] => place.list(runs).filter((name) => !name.startsWith('.'));

const recordFile = (run: string): string => place.path(runs, run, 'run.json');
const recordOf = (run: string): RunRecord => JSON.parse(readFileSync(recordFile(run), 'utf8')) as RunRecord;

/** Makes the trained run one that is being trained by a process, which wrote its record some minutes ago. */
function leaveRunning(owner: object, minutesAgo: number): void {
  const { finishedAt: _, ...record } = recordOf(trained) as RunRecord & { finishedAt?: string };
  writeFileSync(recordFile(trained), JSON.stringify({ ...record, state: 'running', owner }));
  rmSync(place.path(runs, trained, 'fits', 'size', '0', 'fit.json'));
  const time = new Date(Date.now() - minutesAgo * 60_000);
  utimesSync(recordFile(trained), time, time);
}

const stateOf = async (): Promise<unknown> =>
  (await place.json<{ runs: { state: string }[] }>('runs', 'list')).runs.map(({ state }) => state);

describe('delete', () => {
  test('refuses the folder of somebody’s project, though it has a run.json', async () => {
    mkdirSync(place.path('project', 'src'), { recursive: true });
    writeFileSync(place.path('project', 'run.json'), '{"name": "my pipeline"}');
    for (const arguments_ of [['project'], ['project', '--runs', '.'], [path.join('project', '.')]]) {
      const { status, out, err } = await place.run('runs', 'delete', ...arguments_);
      expect({ arguments_, status, out }).toEqual({ arguments_, status: 2, out: '' });
      expect(err).toMatch(/^oap: .*project.* is not the folder of a run: /);
    }
    expect(place.list('project')).toEqual(['run.json', 'src']);
  });

  test('refuses a record of something else where runs are kept, and a whole run with other files in its folder', async () => {
    mkdirSync(place.path(runs, 'other'));
    writeFileSync(place.path(runs, 'other', 'run.json'), '{"name": "my pipeline"}');
    expect(await place.run('runs', 'delete', 'other')).toMatchObject({ status: 2, out: '' });
    writeFileSync(place.path(runs, trained, 'thesis.tex'), '');
    const { status, err } = await place.run('runs', 'delete', trained);
    expect({ status, err }).toEqual({ status: 2, err: expect.stringContaining('it contains thesis.tex') });
    expect(place.list(runs)).toEqual([trained, 'other'].sort());
  });

  test('refuses a starred run', async () => {
    writeFileSync(place.path(runs, trained, 'marks.json'), '{"starred": true}');
    for (const force of [[], ['--force']]) {
      const { status, err } = await place.run('runs', 'delete', trained, ...force);
      expect({ status, err }).toEqual({ status: 2, err: expect.stringContaining('is starred; unstar it') });
    }
    expect(place.list(runs)).toEqual([trained]);
  });

  test('deletes a run that is named twice once', async () => {
    const again = path.join(runs, trained);
    expect(await place.run('runs', 'delete', trained, again, `${again}${path.sep}`)).toEqual({
      status: 0,
      out: `deleted ${trained}\n`,
      err: '',
    });
    expect(place.list(runs)).toEqual([]);
  });

  test('deletes of a linked run the link alone', async () => {
    mkdirSync(place.path('far'), { recursive: true });
    renameSync(place.path(runs, trained), place.path('far', trained));
    symlinkSync(path.join('..', '..', 'far', trained), place.path(runs, 'linked'));
    expect(await place.run('runs', 'delete', 'linked')).toMatchObject({ status: 0, out: 'deleted linked\n' });
    expect(place.list(runs)).toEqual([]);
    expect(place.list('far')).toEqual([trained]);
    expect(place.list('far', trained)).toContain('run.json');
    rmSync(place.path('far'), { recursive: true });
  });
});

test('a linked run is listed under the name of its link, and a copy under its own', async () => {
  cpSync(place.path(runs, trained), place.path(runs, 'copy'), { recursive: true });
  symlinkSync(trained, place.path(runs, 'linked'));
  const { runs: listed } = await place.json<{ runs: RunDocument[] }>('runs', 'list');
  expect(listed.map(({ id }) => id).sort()).toEqual([trained, 'copy', 'linked'].sort());
  expect(await place.json('runs', 'show', 'copy')).toMatchObject({ id: 'copy' });
  expect(await place.run('runs', 'delete', 'copy')).toMatchObject({ status: 0, out: 'deleted copy\n' });
  expect(place.list(runs)).toEqual([trained, 'linked'].sort());
});

describe('a run whose process vanished', () => {
  test.each([
    ['on another host', { host: 'node-17.cluster', process: 4711 }],
    ['of which another program has the number now', { host: os.hostname(), process: 1 }],
  ])('%s is running until it showed no sign of life for ten minutes', async (_, owner) => {
    leaveRunning(owner, 9);
    expect(await stateOf()).toEqual(['running']);
    leaveOlder();
    expect(await stateOf()).toEqual(['interrupted']);
    const [{ id, state }] = (await place.json<ResultsDocument>('train', 'paint.oap.json')).runs;
    expect({ id, state }).toEqual({ id: trained, state: 'done' });
    expect(place.list(runs)).toEqual([trained]);
  });

  function leaveOlder(): void {
    const time = new Date(Date.now() - 11 * 60_000);
    utimesSync(recordFile(trained), time, time);
  }

  test('can be deleted when it is interrupted, and before that with --force', async () => {
    leaveRunning({ host: 'node-17.cluster', process: 4711 }, 1);
    expect(await place.run('runs', 'delete', trained)).toMatchObject({ status: 2 });
    expect(await place.run('runs', 'delete', trained, '--force')).toMatchObject({ status: 0 });
  });

  test('is resumed before that with --force', async () => {
    leaveRunning({ host: 'node-17.cluster', process: 4711 }, 1);
    const [{ id }] = (await place.json<ResultsDocument>('train', 'paint.oap.json', '--force')).runs;
    expect(id).toBe(trained);
  });

  test('and wrote that it holds a lock which is not there is interrupted at once', async () => {
    leaveRunning({ host: 'node-17.cluster', process: 4711, locks: true }, 0);
    expect(await stateOf()).toEqual(['interrupted']);
  });
});

test('a run whose folder is taken away while it trains ends, and its folder is not made again', async () => {
  rmSync(place.path(runs, trained), { recursive: true });
  const training = { maxEpochs: 100_000, earlyStopping: false };
  place.write('long.oap.json', { history: 'paint.json', targets: { colour: {}, size: {} }, training });
  const { ended } = place.start('train', 'long.oap.json', '--workers', '1');
  const run = await until(() => {
    const [name] = runsThere();
    return name !== undefined && place.list(runs, name, 'fits', 'colour', '0').includes('epochs.jsonl') && name;
  });
  renameSync(place.path(runs, run), place.path(runs, `.deleted-${run}`));
  const { status, err } = await ended;
  expect(status).toBe(1);
  expect(err).toMatch(/oap: simple: .* was removed while it was being trained\n$/);
  expect(readdirSync(place.path(runs))).toEqual([`.deleted-${run}`]);
});

test('a selection that was interrupted reuses the models that had finished, and is one selection', async () => {
  rmSync(place.path(runs, trained), { recursive: true });
  const training = { maxEpochs: 40, earlyStopping: false };
  const models = ['simple', { model: 'simple', name: 'wide', denseUnits: 60 }, 'cnn'];
  place.write('select.oap.json', { history: 'paint.json', targets: { colour: {} }, models, training });
  const { child, ended } = place.start('select', 'select.oap.json', '--workers', '1');
  const finished = await until(() =>
    runsThere().find((run) => run.includes('-simple-') && recordOf(run).state === 'done'),
  );
  child.kill('SIGKILL');
  await ended;
  const begun = place.list(runs);
  const written = readFileSync(recordFile(finished), 'utf8');
  const again = await place.json<SelectionDocument>('select', 'select.oap.json');
  expect(place.list(runs)).toEqual(begun);
  expect(readFileSync(recordFile(finished), 'utf8')).toBe(written);
  expect(again.runs.map(({ model, state }) => [model, state])).toEqual([
    ['simple', 'done'],
    ['wide', 'done'],
    ['cnn', 'done'],
  ]);
  // What was finished is not taken for another selection.
  await place.json('select', 'select.oap.json');
  expect(place.list(runs)).toHaveLength(6);
});

describe('check', () => {
  const check = async (...options: string[]) => {
    const { status, out } = await place.run('runs', 'check', '--json', ...options);
    const { findings } = JSON.parse(out) as { findings: { run: string; problem: string; repaired: boolean }[] };
    return { status, findings };
  };

  test('finds nothing wrong with a run that is whole', async () => {
    expect(await check()).toEqual({ status: 0, findings: [] });
    expect(await place.run('runs', 'check')).toEqual({ status: 0, out: `no problems in ${runs}\n`, err: '' });
  });

  test('names a damaged model, takes its fit out of the run, and the same command trains it again', async () => {
    const weights = place.path(runs, trained, 'fits', 'size', '0', 'weights.bin');
    const bytes = readFileSync(weights);
    bytes[100] ^= 4;
    writeFileSync(weights, bytes);
    const damage = expect.stringMatching(
      /weights\.bin is damaged: its SHA-256 is not that of the file that was written$/,
    );
    expect(await check()).toMatchObject({ status: 1, findings: [{ run: trained, problem: damage, repaired: false }] });
    expect(await check('--repair')).toMatchObject({ status: 0, findings: [{ repaired: true }] });
    expect(await check()).toEqual({ status: 0, findings: [] });
    expect(recordOf(trained)).toMatchObject({ state: 'interrupted', summary: [{ target: 'colour' }] });
    const [{ id, state }] = (await place.json<ResultsDocument>('train', 'paint.oap.json')).runs;
    expect({ id, state }).toEqual({ id: trained, state: 'done' });
    bytes[100] ^= 4;
    expect(readFileSync(weights).equals(bytes)).toBe(true);
  });

  test('marks runs of vanished processes as interrupted, and removes what they left a day ago', async () => {
    leaveRunning({ host: os.hostname(), process: 2 ** 30 }, 1);
    mkdirSync(place.path(runs, '.new-20260101-000000-simple-holdout-000000'));
    const { status, findings } = await check('--repair');
    expect({ status, runs: findings.map(({ run }) => run) }).toEqual({ status: 0, runs: [trained] });
    expect(recordOf(trained).state).toBe('interrupted');
    // Not a day old: it may be in use.
    expect(place.list(runs)).toContain('.new-20260101-000000-simple-holdout-000000');
  });

  test('says of a record that cannot be read what can be done, and leaves it', async () => {
    writeFileSync(recordFile(trained), '{"version": 1');
    const { out, status } = await place.run('runs', 'check', '--repair');
    expect(status).toBe(1);
    expect(out).toMatch(/run\.json is not complete JSON; delete the run, or restore the file from a copy\n$/);
    expect(place.list(runs)).toEqual([trained]);
  });
});
