import { readdirSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { lines, Workplace } from './command.ts';
import type { DecisionLine, PredictionLine, ResultsDocument, RunDocument } from './documents.ts';
import { paintHistory } from './paint-history.ts';

// Names come from data, and data may be anything: they are values, never paths, markup or commands to a terminal.

const long = 'x'.repeat(10_000);
const names = ['../../escaped', '<script>alert(1)</script>', '/etc/passwd', '\u001b[2Jcleared', 'CON', long];
const place = new Workplace();
let run: RunDocument;
let table = '';
let progress = '';

/** The paint history with evil names: of parameters, of their values, of tasks, codes and sites. */
function evilHistory(): string {
  const entries = Object.entries(paintHistory()).map(([task, { errors, parameters }], i) => {
    const name = i < names.length ? `${names[i]}${i}` : i === names.length ? '__proto__' : task;
    const value = parameters?.colour === 'red' ? '__proto__' : '../../../blue\u001b[2J';
    const decisions = names.map((target) => `${JSON.stringify(target)}: ${JSON.stringify(value)}`).join(', ');
    const good = `{"__proto__": {"__proto__": 3, ${JSON.stringify(long)}: 1}, ${JSON.stringify(errors.good_sites).slice(1)}`;
    return `${JSON.stringify(name)}: {"errors": {"good_sites": ${good}, "bad_sites": ${JSON.stringify(errors.bad_sites)}}, "parameters": {"__proto__": "evil", ${decisions}}}`;
  });
  return `{${entries.join(',\n')}}`;
}

beforeAll(async () => {
  place.write('evil.json', evilHistory());
  place.write('evil.oap.json', {
    history: 'evil.json',
    targets: Object.fromEntries(names.map((name) => [name, {}])),
    models: [{ name: '../../<b>model\u001b[2J', model: 'simple' }],
    training: { maxEpochs: 1 },
  });
  [run] = (await place.json<ResultsDocument>('train', 'evil.oap.json')).runs;
  ({ out: table, err: progress } = await place.run('train', 'evil.oap.json', '--runs', 'again'));
});

test('no file is outside of the run folder', () => {
  expect(place.list()).toEqual(['.oap', 'again', 'evil.json', 'evil.oap.json']);
  expect(place.list('.oap', 'runs')).toEqual([run.id]);
  expect(place.list('.oap', 'runs', run.id)).toEqual(['fits', 'oap.json', 'run.json']);
  expect(place.list('.oap', 'runs', run.id, 'fits')).toHaveLength(names.length);
});

test('the documents keep the names as they are', () => {
  expect(Object.keys(run.targets)).toEqual(names);
  for (const { classes } of Object.values(run.targets))
    expect(classes).toEqual(['../../../blue\u001b[2J', '__proto__']);
});

test('predictions keep the names of tasks and classes', () => {
  const folder = place.path('.oap', 'runs', run.id, 'fits');
  for (const target of readdirSync(folder)) {
    const predictions = lines<PredictionLine>(
      place.read('.oap', 'runs', run.id, 'fits', target, '0', 'predictions.jsonl'),
    );
    expect(predictions).toHaveLength(12);
    for (const { probabilities } of predictions) expect(Object.keys(probabilities)).toContain('__proto__');
  }
});

test('oap predict gives JSON lines with these names', async () => {
  const { status, out } = await place.run('predict', run.id, 'evil.json');
  expect(status).toBe(0);
  const decisions = lines<DecisionLine>(out);
  expect(decisions.map(({ task }) => task)).toEqual(
    expect.arrayContaining([...names.map((name, i) => `${name}${i}`), '__proto__']),
  );
  for (const { predictions } of decisions) expect(Object.keys(predictions)).toEqual(names);
});

test('a terminal is shown the names without control characters, and not ten thousand letters of them', () => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not be there.
  expect(`${table}${progress}`).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  for (const line of `${table}${progress}`.split('\n')) expect(line.length).toBeLessThan(300);
});

test('oap history inspect prints intact JSON and a table', async () => {
  const document = await place.json<{ targets: object; tasks: number }>('history', 'inspect', 'evil.json');
  expect(document.tasks).toBe(40);
  expect(Object.keys(document.targets)).toEqual(['__proto__', ...names]);
  const { status, out } = await place.run('history', 'inspect', 'evil.json');
  expect(status).toBe(0);
  expect(out).not.toContain('\u001b');
});
