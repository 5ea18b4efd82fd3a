import { existsSync, readdirSync, statSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { lines, until, Workplace } from './command.ts';
import type { ResultsDocument, RunRecord, SelectionDocument } from './documents.ts';
import { paintHistory } from './paint-history.ts';

const place = new Workplace();

beforeAll(() => {
  place.write('paint.json', paintHistory());
  const training = { maxEpochs: 100_000, earlyStopping: false };
  place.write('long.oap.json', { history: 'paint.json', targets: { colour: {}, size: {} }, training });
});

/** Starts a training that would take minutes, and waits until its first fit has epochs. */
async function startLong(runs: string) {
  const training = place.start('train', 'long.oap.json', '--json', '--workers', '1', '--runs', runs);
  const epochs = await until(() => {
    const [run] = place.list(runs);
    if (run === undefined) return false;
    const file = place.path(runs, run, 'fits', 'colour', '0', 'epochs.jsonl');
    return (
      existsSync(file) && place.read(runs, run, 'fits', 'colour', '0', 'epochs.jsonl').includes('\n') && { run, file }
    );
  });
  return { ...training, run: epochs.run };
}

const recordOf = (runs: string, run: string) => JSON.parse(place.read(runs, run, 'run.json')) as RunRecord;
const filesOf = (runs: string, run: string) =>
  readdirSync(place.path(runs, run), { recursive: true, encoding: 'utf8' }).sort();

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s cancels a training: status 130, the run says so, no fit is half-written',
  async (signal) => {
    const { child, ended, run } = await startLong(signal);
    child.kill(signal);
    const { status, out, err } = await ended;
    expect({ status, out }).toEqual({ status: 130, out: '' });
    expect(err).toMatch(/cancelled\n$/);
    expect(recordOf(signal, run)).toMatchObject({ state: 'cancelled', summary: [] });
    const files = filesOf(signal, run);
    expect(files).not.toContain('fits/colour/0/fit.json');
    expect(files).not.toContain('fits/size');
    expect(
      lines(place.read(signal, run, 'fits', 'colour', '0', 'epochs.jsonl').replace(/[^\n]*$/, '')).length,
    ).toBeGreaterThan(0);
  },
);

test('a training whose process is killed is listed as interrupted, and can be deleted', async () => {
  const { child, ended, run } = await startLong('killed');
  child.kill('SIGKILL');
  await ended;
  expect(recordOf('killed', run).state).toBe('running');
  const { runs } = await place.json<ResultsDocument>('runs', 'list', '--runs', 'killed');
  expect(runs).toMatchObject([{ id: run, state: 'interrupted' }]);
  expect(await place.run('runs', 'delete', run, '--runs', 'killed')).toMatchObject({ status: 0 });
  expect(place.list('killed')).toEqual([]);
});

test('a run that is running is listed so, and cannot be deleted', async () => {
  const { child, ended, run } = await startLong('busy');
  const { runs } = await place.json<ResultsDocument>('runs', 'list', '--runs', 'busy');
  expect(runs).toMatchObject([{ id: run, state: 'running' }]);
  const { status, err } = await place.run('runs', 'delete', run, '--runs', 'busy');
  expect(status).toBe(2);
  expect(err).toBe(`oap: the run ${run} is running; cancel it before you delete it. Nothing was deleted\n`);
  expect(place.list('busy')).toEqual([run]);
  child.kill('SIGKILL');
  await ended;
});

/** All that a selection found out; times differ. */
const findings = ({ runs, winner }: SelectionDocument) => ({
  winner,
  runs: runs.map(({ model, targets }) => ({
    model,
    targets: Object.values(targets).map(({ seconds: _, ...target }) => target),
  })),
});

test.each(['SIGINT', 'SIGKILL'] as const)(
  'a selection that was ended with %s goes on where it was, to the last digit as if nothing had happened',
  async (signal) => {
    const training = { maxEpochs: 150, earlyStopping: false };
    const targets = { colour: {}, size: {} };
    place.write('select.oap.json', { history: 'paint.json', targets, models: ['simple', 'cnn'], training });
    const folder = `select-${signal}`;
    const select = (runs: string, ...args: string[]) =>
      place.json<SelectionDocument>('select', 'select.oap.json', '--runs', runs, ...args);

    const { child, ended } = place.start('select', 'select.oap.json', '--runs', folder, '--workers', '1');
    const firstFit = await until(() => {
      const run = place.list(folder).find((name) => name.includes('simple'));
      const file = run !== undefined && place.path(folder, run, 'fits', 'colour', '1', 'fit.json');
      return file && existsSync(file) && file;
    });
    child.kill(signal);
    await ended;
    const written = statSync(firstFit).mtimeMs;
    const begun = place.list(folder);

    const continued = await select(folder, '--workers', '2');
    expect(place.list(folder)).toEqual(begun);
    expect(statSync(firstFit).mtimeMs).toBe(written);
    expect(continued.runs.map(({ state }) => state)).toEqual(['done', 'done']);
    expect(findings(continued)).toEqual(findings(await select(`${folder}-undisturbed`)));

    await select(folder, '--fresh');
    expect(place.list(folder)).toHaveLength(4);
  },
);
