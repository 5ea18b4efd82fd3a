import { mkdirSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { lines, Workplace } from './command.ts';
import { paintHistory } from './paint-history.ts';

const place = new Workplace();

beforeAll(() => {
  place.write('paint.json', paintHistory());
  mkdirSync(place.path('folder'));
});

describe('oap history inspect', () => {
  test('prints the document of the contract', async () => {
    place.write('flawed.json', { ...paintHistory(), '/broken': 3 });
    const document = await place.json<{ sparsity: number }>('history', 'inspect', 'flawed.json');
    expect(document).toMatchObject({
      tasks: 40,
      errors: 3,
      sites: 2,
      nonzero: 120,
      sparsity: 0.5,
      targets: { colour: { red: 20, blue: 20 }, size: { large: 14, default: 26 } },
      problems: [{ line: 1, column: expect.any(Number), message: expect.stringContaining('"/broken"') }],
    });
    expect(document).toHaveProperty('pairsNeverUsed');
  });

  test('prints sizes, classes and problems for people', async () => {
    const { status, out } = await place.run('history', 'inspect', 'paint.json');
    expect(status).toBe(0);
    expect(out).toMatch(
      /^40 tasks of 10 workflows, 3 error codes, 2 sites\n120 counts, 3\.00 per task; 50\.00 % zeros/,
    );
    expect(out).toMatch(/\ncolour +blue +20 +50\.00 %\n/);
  });

  test('lists tasks with the same errors and different decisions, with what no model can exceed', async () => {
    const errors = { good_sites: { 85: { A: 3 } }, bad_sites: {} };
    const task = (action: string) => ({ errors, parameters: { action } });
    place.write('noisy.json', { '/w1/a': task('acdc'), '/w2/a': task('clone'), '/w3/a': task('acdc') });
    const { out } = await place.run('history', 'inspect', 'noisy.json');
    expect(out).toMatch(/\naction +3 of 3 +1 +66\.67 % +50\.00 %\n/);
    expect(out).toMatch(
      /\naction: 2 × acdc, 1 × clone, such as\n {2}line \d+, clone: \/w2\/a\n {2}line \d+, acdc: \/w/,
    );
    const { noise } = await place.json<{ noise: Record<string, unknown> }>('history', 'inspect', 'noisy.json');
    expect(noise.action).toMatchObject({ repeated: 3, conflicting: 3, conflicts: 1, bestAccuracy: 2 / 3 });
  });

  test('ends with status 2 where there is no history', async () => {
    const { status, out, err } = await place.run('history', 'inspect', 'folder');
    expect({ status, out, err }).toEqual({
      status: 2,
      out: '',
      err: 'oap: folder: this is a directory, expected a history file\n',
    });
  });
});

describe('oap history format', () => {
  test('writes one task per line, and JSON Lines, with the same content', async () => {
    expect(await place.run('history', 'format', 'paint.json', '--out', 'formatted.json')).toMatchObject({ status: 0 });
    expect(JSON.parse(place.read('formatted.json'))).toEqual(paintHistory());
    expect(place.read('formatted.json').trimEnd().split('\n').length).toBeGreaterThanOrEqual(40);
    await place.run('history', 'format', 'paint.json', '--out', 'paint.jsonl', '--layout', 'lines');
    const tasks = lines<{ task: string }>(place.read('paint.jsonl'));
    expect(tasks.map(({ task }) => task)).toEqual(Object.keys(paintHistory()));
  });

  test('leaves a damaged file as it is', async () => {
    place.write('damaged.json', '{"a": {"errors": ');
    const { status, err } = await place.run('history', 'format', 'damaged.json', '--in-place');
    expect(status).toBe(2);
    expect(err).toMatch(/^oap: damaged\.json:1:18: /);
    expect(place.read('damaged.json')).toBe('{"a": {"errors": ');
    expect(place.list().filter((name) => name.includes('damaged'))).toEqual(['damaged.json']);
  });

  test('wants to know where to write', async () => {
    const { status, err } = await place.run('history', 'format', 'paint.json');
    expect({ status, err }).toEqual({ status: 2, err: 'oap: expected --out <file> or --in-place\n' });
  });
});

describe('oap history generate', () => {
  const generate = (out: string, ...args: string[]) =>
    place.run('history', 'generate', '--tasks', '50', '--out', out, ...args);

  test('gives the same bytes for the same seed, and others for another', async () => {
    await Promise.all([generate('a.json'), generate('b.json'), generate('c.json', '--seed', '43')]);
    expect(place.read('b.json')).toBe(place.read('a.json'));
    expect(place.read('c.json')).not.toBe(place.read('a.json'));
    expect(Object.keys(JSON.parse(place.read('a.json')) as object)).toHaveLength(50);
  });

  test.each([
    ['the folder does not exist', 'nowhere/history.json', /^oap: .*the folder does not exist/],
    ['the name is that of a folder', 'folder', /^oap: .*this is a folder/],
  ])('leaves nothing behind when %s', async (_, out, expected) => {
    const before = place.list();
    const { status, err } = await generate(out);
    expect(status).toBe(1);
    expect(err).toMatch(expected);
    expect(err.trimEnd()).not.toContain('\n');
    expect(place.list()).toEqual(before);
    expect(place.list('folder')).toEqual([]);
  });
});
