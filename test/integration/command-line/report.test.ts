import { mkdirSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { report as reportSchema } from '../../../src/protocol/report.ts';
import { Workplace } from './command.ts';
import type { ResultsDocument, RunDocument, SelectionDocument } from './documents.ts';
import { paintHistory } from './paint-history.ts';

const place = new Workplace();
let selected: readonly RunDocument[];
let tested: RunDocument;

beforeAll(async () => {
  place.write('paint.json', paintHistory());
  const training = { maxEpochs: 4 };
  const targets = { colour: {}, size: {} };
  place.write('paint.oap.json', {
    history: 'paint.json',
    targets,
    models: ['simple', 'xgboost'],
    training,
    split: { folds: 2 },
  });
  selected = (await place.json<SelectionDocument>('select', 'paint.oap.json')).runs;
  [tested] = (await place.json<ResultsDocument>('test', 'paint.oap.json', '--model', 'simple')).runs;
});

/** What is in a report. */
function contentOf(file: string) {
  const [, data] = place.read(file).match(/id="report-data">([A-Za-z0-9+/=]*)<\/script>/) ?? [];
  return reportSchema.parse(JSON.parse(gunzipSync(Buffer.from(data, 'base64')).toString()));
}

describe('oap report', () => {
  test('writes a run as one page, and says where it is', async () => {
    const { status, out, err } = await place.run('report', tested.id, '--out', 'one.html');
    expect({ status, out }).toEqual({
      status: 0,
      out: expect.stringMatching(/^one\.html: report of 1 run, \d+\.\d MB\n$/),
    });
    expect(err).toMatch(
      new RegExp(
        `^reading ${tested.id}\nreading paint.json\n(explaining ${tested.id}, \\d+ of \\d+\n)+(choosing thresholds of ${tested.id} for an error of [\\d.]+ %\n)+$`,
      ),
    );
    const { runs, tasks, pairs } = contentOf('one.html');
    expect(runs.map(({ snapshot }) => snapshot.run.id)).toEqual([tested.id]);
    expect(tasks).toHaveLength(12);
    expect(pairs).toEqual([]);
    expect(place.list()).toEqual(['.oap', 'one.html', 'paint.json', 'paint.oap.json']);
  });

  test('has all of a run: curves, predictions, thresholds, errors of its tasks', async () => {
    await place.run('report', tested.id, '--out', 'all.html');
    const { runs, histories } = contentOf('all.html');
    const [{ snapshot, samples, thresholds, historyState, drivers }] = runs;
    expect(snapshot.fits).toHaveLength(10);
    for (const { epochs } of snapshot.fits) expect(epochs.length).toBeGreaterThan(0);
    expect(samples.map(({ target, task }) => [target, task.length])).toEqual([
      ['colour', 5 * 12],
      ['size', 5 * 12],
    ]);
    // Of each class of both targets: all fits together, and each of the five.
    const classes = Object.values(tested.targets).reduce((sum, { classes: names }) => sum + names.length, 0);
    expect(thresholds).toHaveLength(6 * classes);
    expect(histories[0].tasks).toHaveLength(12);
    expect(historyState).toEqual({ stale: false });
    // Each class, in all tasks and in those that were given it.
    expect(drivers).toHaveLength(2 * classes);
    for (const one of drivers)
      expect(one).toMatchObject({
        argument: { fit: null },
        answer: { stale: false, drivers: { of: expect.any(Number) } },
      });
    expect(drivers.find(({ argument }) => argument.scope === 'all')?.answer?.drivers.tasks).toBe(5 * 12);
  });

  test('writes several runs with their comparison, the first as baseline, each run once', async () => {
    const ids = selected.map(({ id }) => id);
    const document = await place.json('report', ...ids, ids[0], '--out', 'several.html');
    expect(document).toEqual({ report: 'several.html', runs: ids });
    const { runs, curves, pairs } = contentOf('several.html');
    expect(runs.map(({ snapshot }) => snapshot.run.id)).toEqual(ids);
    expect(curves).toHaveLength(4);
    expect(pairs.map(({ target, baseline, other, result }) => [target, baseline, other, result.kind])).toEqual([
      ['colour', ids[0], ids[1], 'compared'],
      ['colour', ids[1], ids[0], 'compared'],
      ['size', ids[0], ids[1], 'compared'],
      ['size', ids[1], ids[0], 'compared'],
    ]);
  });

  test('leaves out what the models say, which takes longest, if that is wanted', async () => {
    const { status, err } = await place.run('report', tested.id, '--out', 'quick.html', '--no-drivers');
    expect({ status, err }).toEqual({ status: 0, err: `reading ${tested.id}\nreading paint.json\n` });
    expect(contentOf('quick.html').runs[0].drivers).toEqual([]);
  });

  test('puts the new page in the place of an old one', async () => {
    place.write('again.html', 'old');
    expect((await place.run('report', tested.id, '--out', 'again.html')).status).toBe(0);
    expect(place.read('again.html')).toMatch(/^<!DOCTYPE html>/);
  });

  test('finds runs in another folder', async () => {
    await place.run('train', 'paint.oap.json', '--model', 'simple', '--runs', 'elsewhere');
    const [id] = place.list('elsewhere');
    expect((await place.run('report', id, '--runs', 'elsewhere', '--out', 'there.html')).status).toBe(0);
  });
});

test('oap report that is interrupted ends with status 130, and writes no page', async () => {
  const { child, ended } = place.start('report', ...selected.map(({ id }) => id), tested.id, '--out', 'cut.html');
  child.stderr?.on('data', (text: string) => {
    if (text.includes('explaining')) child.kill('SIGINT');
  });
  const { status, out, err } = await ended;
  expect({ status, out }).toEqual({ status: 130, out: '' });
  expect(err).toMatch(/\ncancelled\n$/);
  expect(place.list().filter((name) => name.includes('cut'))).toEqual([]);
});

describe('oap report ends with status 2', () => {
  const refused = async (...args: readonly string[]): Promise<string> => {
    const { status, out, err } = await place.run('report', ...args);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    return err;
  };

  test('for a run that is unknown', async () => {
    expect(await refused(tested.id, 'gone', '--out', 'x.html')).toMatch(/^oap: there is no run "gone", expected /);
  });

  test('for a run that cannot be read', async () => {
    mkdirSync(place.path('half', 'a'), { recursive: true });
    writeFileSync(place.path('half', 'a', 'run.json'), '{');
    expect(await refused('half/a', '--out', 'x.html')).toMatch(/run\.json is not complete JSON\n$/);
  });

  test('for a folder that does not exist, or the name of one', async () => {
    expect(await refused(tested.id, '--out', 'nowhere/x.html')).toBe(
      'oap: the folder nowhere of --out does not exist, expected an existing one\n',
    );
    expect(await refused(tested.id, '--out', '.oap')).toBe(
      'oap: .oap is a folder, expected the name of a file for the report\n',
    );
  });

  test('without the name of a file, and without a run', async () => {
    expect(await refused(tested.id)).toContain("required option '--out <file>' not specified");
    expect(await refused('--out', 'x.html')).toContain("missing required argument 'run'");
  });

  test('and leaves no page, nor a part of one', () => {
    expect(place.list().filter((name) => name.includes('x.html'))).toEqual([]);
  });
});
