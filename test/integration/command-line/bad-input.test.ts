import { mkdirSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Outcome, Workplace } from './command.ts';
import { paintHistory } from './paint-history.ts';

const place = new Workplace();

beforeAll(() => {
  place.write('paint.json', paintHistory());
  mkdirSync(place.path('folder'));
});

/** Trains on what is expected to be refused: status 2, one sentence, nothing printed, no run left behind. */
async function refusal(...args: string[]): Promise<string> {
  const outcome: Outcome = await place.run('train', ...args, '--json');
  expect(outcome).toMatchObject({ status: 2, out: '' });
  expect(place.list('.oap', 'runs')).toEqual([]);
  const sentences = outcome.err.split('\n').filter((line) => line.startsWith('oap: '));
  expect(sentences, outcome.err).toHaveLength(1);
  expect(outcome.err).not.toContain('this is a bug');
  return sentences[0].slice('oap: '.length).replaceAll(`${place.folder}/`, '');
}

const paint = (fields: string) => `{"history": "paint.json", ${fields}}`;

describe('oap train refuses, with file, line and column, an experiment', () => {
  test.each([
    ['that is empty', '', '1:1: the file is empty, expected an experiment such as {"history": "history.json"}'],
    ['that is not JSON', '<html>', '1:1: not JSON here: invalid symbol'],
    [
      'that is cut off',
      '{"history": "paint.json",\n "models": ["simple"',
      '2:20: not JSON here: close bracket expected',
    ],
    ['that is a list', '[]', '1:1: the experiment must be an object'],
    ['without a history', '{}', '1:1: "history" is missing, expected a string'],
    [
      'with a misspelt field',
      '{\n  "histroy": "paint.json"\n}',
      '2:3: there is no field "histroy" here, did you mean "history"?',
    ],
    ['with a field of another type', paint('"split": {"folds": "5"}'), '1:46: "folds" must be a number'],
    ['with a number that is too small', paint('"split": {"folds": 1}'), '1:46: "folds" must be at least 2'],
    [
      'with a model that does not exist',
      paint('"models": ["smple"]'),
      '1:38: entry 1: there is no model "smple", expected one of: ',
    ],
    [
      'that names a field twice',
      paint('"history": "x"'),
      '1:27: "history" is written twice in this object, expected it once',
    ],
    [
      'whose history does not exist',
      '{\r\n  "history": "gone.json"\r\n}',
      '2:14: gone.json: the file does not exist, expected a history file',
    ],
    [
      'whose history is a folder',
      '{"history": "folder"}',
      '1:13: folder: this is a directory, expected a history file',
    ],
    [
      'with a target that the history does not have',
      paint('\n"targets": {\n "taste": {}}'),
      '3:11: no task of the history has the parameter "taste", expected one of: "colour", "size"',
    ],
    [
      'whose history has none of the usual targets',
      '{"history": "paint.json"}',
      '1:1: the history has none of the parameters action, memory, splitting, xrootd',
    ],
    [
      'with a value in two classes',
      paint('"targets": {"colour": {"classes": {"a": ["red"], "b": ["red"]}}}'),
      '1:49: the target "colour" lists the value "red" in the classes "a" and "b"',
    ],
    [
      'with a target named __proto__',
      paint('"targets": {"__proto__": {}}'),
      '1:52: no task of the history has the parameter "__proto__", expected one of: "colour", "size"',
    ],
    [
      'with a split that leaves nothing to train on',
      paint('"targets": {"colour": {}}, "split": {"test": 0.99}'),
      '1:63: setting aside a share of 0.99 of 40 examples leaves one part empty',
    ],
  ])('%s', async (_, text, expected) => {
    place.write('bad.oap.json', text);
    expect(await refusal('bad.oap.json')).toMatch(`bad.oap.json:${expected}`);
  });

  test('that does not exist', async () => {
    expect(await refusal('gone.oap.json')).toBe('gone.oap.json: there is no such file, expected an experiment file');
  });

  test('that is a folder', async () => {
    expect(await refusal('folder')).toBe('folder: this is a folder, expected an experiment file');
  });

  test('that has not the model that was asked for', async () => {
    place.write('good.oap.json', paint('"targets": {"colour": {}}'));
    expect(await refusal('good.oap.json', '--model', 'wide')).toBe(
      'good.oap.json: the experiment has no model "wide", expected one of: simple',
    );
  });
});

describe('oap train refuses, with file, line and column, a history', () => {
  test.each([
    ['that is a login page', '<!DOCTYPE html>\n<title>Sign in</title>', '1:1: this is an HTML page, not a history'],
    [
      'that is cut off',
      JSON.stringify(paintHistory()).slice(0, 2000),
      '1:2001: found the end of the file (was it cut off?)',
    ],
    ['that is empty', '', '1:1: the file is empty'],
    ['without a task', '{}', '1:1: the history contains no task'],
    ['that is a list', '[]', '1:1: the file contains a list'],
    ['whose every task is broken', '{"a": 3, "b": []}', '1:7: no task can be used (of 2); task "a" is left out'],
  ])('%s', async (_, text, expected) => {
    place.write('bad.json', text);
    place.write('experiment.oap.json', { history: 'bad.json' });
    expect(await refusal('experiment.oap.json')).toMatch(`bad.json:${expected}`);
  });
});

describe('oap ends with status 2', () => {
  test.each([
    [
      'for an unknown option',
      ['train', 'x.oap.json', '--wrokers', '2'],
      "error: unknown option '--wrokers'\n(Did you mean --workers?)",
    ],
    ['for an unknown command', ['tarin'], "error: unknown command 'tarin'\n(Did you mean train?)"],
    [
      'for an option that is no number',
      ['train', 'x.oap.json', '--workers', '0'],
      'Expected a whole number of at least 1.',
    ],
    ['for a missing argument', ['train'], "error: missing required argument 'experiment'"],
    ['without a command', [], 'Usage: oap [options] [command]'],
  ])('%s', async (_, args, expected) => {
    const { status, out, err } = await place.run(...args);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toContain(expected);
  });
});
