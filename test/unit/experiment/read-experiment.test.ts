import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../../src/dataset/input-error.ts';
import { readExperiment, requireExperiment } from '../../../src/experiment/read-experiment.ts';

/** The problems as `line:column: message`. */
function problems(text: string): string[] {
  const reading = readExperiment(text);
  return reading.problems.map(({ offset, message }) => {
    const before = text.slice(0, offset).split(/\r\n|\n/);
    return `${before.length}:${before[before.length - 1].length + 1}: ${message}`;
  });
}

function read(fields: string) {
  const { experiment, problems: found } = readExperiment(`{"history": "h.json"${fields && `, ${fields}`}}`);
  if (!experiment) throw new Error(found.map(({ message }) => message).join('; '));
  return experiment;
}

test('an experiment of one field has every default', () => {
  expect(read('')).toEqual({
    history: 'h.json',
    features: { transform: 'none', sites: 'merged' },
    models: ['simple'],
    split: { test: 0.3, folds: 5, repeats: 5, by: 'task', seed: 42 },
    training: {
      maxEpochs: 200,
      batchSize: 256,
      learningRate: 0.001,
      validation: 0.2,
      earlyStopping: { patience: 7, maxDelta: 0.3, movingAverage: 2, restoreBest: true },
    },
    engine: 'auto',
    decision: 'balanced',
  });
});

test('a field that is written leaves the defaults of its neighbours', () => {
  expect(read('"split": {"folds": 10}').split).toMatchObject({ folds: 10, test: 0.3, seed: 42 });
  expect(read('"training": {"earlyStopping": {"patience": 3}}').training).toMatchObject({
    maxEpochs: 200,
    earlyStopping: { patience: 3, maxDelta: 0.3 },
  });
  expect(read('"training": {"earlyStopping": false}').training.earlyStopping).toBe(false);
  expect(read('"targets": {"colour": {}}').targets).toEqual(new Map([['colour', { default: 'default' }]]));
});

test('comments and trailing commas are allowed', () => {
  const text = '// mine\r\n{\r\n  "history": "h.json", /* here */\r\n  "models": ["simple",],\r\n}\r\n';
  expect(readExperiment(text)).toMatchObject({ problems: [], experiment: { history: 'h.json' } });
});

describe('problems say where they are:', () => {
  test.each([
    ['nothing at all', '', ['1:1: the file is empty, expected an experiment such as {"history": "history.json"}']],
    ['white space', ' \n ', ['1:1: the file is empty, expected an experiment such as {"history": "history.json"}']],
    ['a comment only', '// nothing', ['1:10: not JSON here: value expected']],
    ['an open brace', '{"history": "h.json"', ['1:20: not JSON here: close brace expected']],
    ['a second value', '{"history": "h.json"} 3', ['1:23: not JSON here: end of file expected']],
    ['a list', '[]', ['1:1: the experiment must be an object']],
    ['nothing in it', '{}', ['1:1: "history" is missing, expected a string']],
    ['null', '{"history": null}', ['1:13: "history" must be a string']],
    [
      'a misspelt field, before what it makes missing',
      '{"histroy": "h"}',
      [
        '1:2: there is no field "histroy" here, did you mean "history"?',
        '1:1: "history" is missing, expected a string',
      ],
    ],
    ['a line that ends in CR LF', '{\r\n  "history": 3\r\n}', ['2:14: "history" must be a string']],
    [
      'a field that is like no other',
      '{"history": "h", "wallpaper": 1}',
      [
        '1:18: there is no field "wallpaper" here, expected one of: $schema, history, targets, features, models, split, training, engine, decision',
      ],
    ],
    [
      'two problems',
      '{"history": 1, "engine": "steam"}',
      ['1:13: "history" must be a string', '1:26: "engine" must be "auto", "sparse" or "tensorflow"'],
    ],
    [
      'an unknown field below',
      '{"history": "h", "split": {"fold": 5}}',
      ['1:28: there is no field "fold" here, did you mean "folds"?'],
    ],
    [
      'an unknown field in a union',
      '{"history": "h",\n"training": {"earlyStopping": {"patence": 5}}}',
      ['2:32: there is no field "patence" here, did you mean "patience"?'],
    ],
    [
      'an unknown field of a model',
      '{"history": "h", "models": [{"model": "simple", "denseUnit": 5}]}',
      ['1:49: there is no field "denseUnit" here, did you mean "denseUnits"?'],
    ],
    [
      'an unknown field of a target',
      '{"history": "h", "targets": {"colour": {"clases": {}}}}',
      ['1:41: there is no field "clases" here, did you mean "classes"?'],
    ],
    [
      'neither false nor an object',
      '{"history": "h", "training": {"earlyStopping": true}}',
      ['1:48: "earlyStopping" must be false or an object'],
    ],
    ['a limit that is not reached itself', '{"history": "h", "split": {"test": 1}}', ['1:36: "test" must be below 1']],
    ['no model', '{"history": "h", "models": []}', ['1:28: "models" must have at least one entry']],
    [
      'neither a name nor an object',
      '{"history": "h", "models": [3]}',
      ['1:29: entry 1 must be a string or an object'],
    ],
    ['no target', '{"history": "h", "targets": {}}', ['1:29: "targets": expected at least one target']],
    ['a target without a name', '{"history": "h", "targets": {"": {}}}', ['1:34: a name must not be empty']],
    [
      'a field written twice',
      '{"history": "h",\n"history": "g"}',
      ['2:1: "history" is written twice in this object, expected it once'],
    ],
    [
      'a field written twice below',
      '{"history": "h", "split": {"seed": 1, "seed": 2}}',
      ['1:39: "seed" is written twice in this object, expected it once'],
    ],
    [
      'a model listed twice',
      '{"history": "h", "models": ["simple", {"model": "simple"}]}',
      ['1:39: the model "simple" is listed twice, expected another "name" for one of them'],
    ],
    [
      'brackets without end',
      '['.repeat(100_000),
      ['1:101: this is nested too deeply, expected an experiment such as {"history": "history.json"}'],
    ],
  ])('%s', (_, text, expected) => {
    expect(problems(text)).toEqual(expected);
    expect(readExperiment(text).experiment).toBeUndefined();
  });

  test('a model that does not exist, by its name or as an object', () => {
    expect(problems('{"history": "h", "models": ["smple"]}')[0]).toMatch(
      /^1:29: entry 1: there is no model "smple", expected one of: simple/,
    );
    expect(problems('{"history": "h", "models": [{"model": "smple"}]}')[0]).toMatch(
      /^1:39: there is no model "smple", expected one of: simple/,
    );
    expect(problems('{"history": "h", "models": [{"name": "x"}]}')[0]).toMatch(
      /^1:29: "model" is missing, expected one of: simple/,
    );
  });

  test('settings of a split that contradict each other', () => {
    expect(problems('{"history": "h", "split": {"by": "time", "stratify": true}}')).toEqual([
      '1:54: "stratify": a split by time cannot be stratified, as the time decides where each task goes',
    ]);
    expect(problems('{"history": "h", "split": {"order": "when"}}')).toEqual([
      '1:37: "order": only a split by time has an order, expected "by": "time"',
    ]);
  });

  test('a field named __proto__', () => {
    expect(problems('{"history": "h", "__proto__": {}}')[0]).toMatch(/^1:18: there is no field "__proto__" here/);
    expect(problems('{"history": "h", "split": {"__proto__": 1}}')[0]).toMatch(/^1:28: there is no field "__proto__"/);
  });

  test('a target or a class without a name', () => {
    expect(problems('{"history": "h", "targets": {"": {}}}')[0]).toMatch(/^1:34: a name must not be empty/);
    expect(problems('{"history": "h", "targets": {"a": {"classes": {"": []}}}}')[0]).toMatch(
      /a name must not be empty/,
    );
    expect(problems('{"history": "h", "targets": {"10": {"classes": {"2": 3}}}}')).toEqual([
      '1:54: "2" must be a list',
    ]);
    expect(problems('{"history": "h", "targets": {}}')[0]).toContain('at least one target');
    expect(problems('{"history": "h", "targets": []}')).toEqual(['1:29: "targets" must be an object']);
  });
});

describe('what was probably meant', () => {
  test.each([
    ['a field', '"features": {"transfrom": "none"}', '"transform"'],
    ['a field of a model', '"models": [{"model": "simple", "denseUnit": 3}]', '"denseUnits"'],
    ['a value', '"features": {"transform": "log1"}', '"log1p"'],
    ['the engine', '"engine": "tensor-flow"', '"tensorflow"'],
    ['a model', '"models": ["simpel"]', '"simple"'],
    ['the order of suffixes', '"models": ["cnn+smote+atention"]', '"cnn+attention+smote"'],
    ['attention on trees', '"models": ["xgboost+attention"]', '"xgboost"'],
    ['the family of an entry', '"models": [{"model": "embeding"}]', '"embedding"'],
  ])('for %s stands with the problem', (_, fields, replacement) => {
    const [problem] = readExperiment(`{"history": "h", ${fields}}`).problems;
    expect(problem.replacement).toBe(replacement);
  });

  test.each([
    ['a field like no other', '"colour": 3'],
    ['a value like no other', '"features": {"transform": "quadratic"}'],
    ['a model like no other', '"models": ["transformer"]'],
    ['a value of another type', '"engine": 3'],
    ['a text that is too short', '"targets": {"": {}}'],
  ])('is not guessed for %s', (_, fields) => {
    const [problem] = readExperiment(`{"history": "h", ${fields}}`).problems;
    expect(problem.replacement).toBeUndefined();
  });
});

test('the history that is written is known, whatever else is wrong', () => {
  expect(readExperiment('{"history": "h.json", "models": 3').written('history')).toBe('h.json');
  expect(readExperiment('{"history": 3}').written('history')).toBeUndefined();
  expect(readExperiment('').written('history')).toBeUndefined();
});

test('the first problem becomes an error with file, line and column', () => {
  expect(() => requireExperiment('{\n"history": 3}', 'x.oap.json')).toThrow(InputError);
  expect(() => requireExperiment('{\n"history": 3}', 'x.oap.json')).toThrow(
    'x.oap.json:2:12: "history" must be a string',
  );
});

test('values are located where they are written, or by what encloses them', () => {
  const text = '{"history": "h.json", "targets": {"colour": {}}}';
  const { locate } = readExperiment(text);
  const at = (path: string[]) => text.slice(locate(path).offset, locate(path).offset + locate(path).length);
  expect(at(['history'])).toBe('"h.json"');
  expect(at(['targets', 'colour'])).toBe('{}');
  expect(at(['targets', 'size'])).toBe('{"colour": {}}');
});

/** Texts that are nearly experiments: real fields with any values, cut or changed somewhere. */
const nearly = fc
  .tuple(
    fc.dictionary(
      fc.constantFrom('history', 'targets', 'models', 'split', 'training', 'features', '__proto__', 'nonsense'),
      fc.oneof(fc.jsonValue(), fc.constant('h.json'), fc.constant([{ model: 'simple' }])),
    ),
    fc.nat(200),
    fc.string({ maxLength: 3 }),
  )
  .map(([value, at, text]) => {
    const whole = JSON.stringify(value, null, 1);
    return `${whole.slice(0, at)}${text}${whole.slice(at)}`;
  });

test('property: no text makes it throw, and every problem lies inside the text', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json(), nearly), (text) => {
      const { experiment, problems: found } = readExperiment(text);
      expect(experiment === undefined).toBe(found.length > 0);
      for (const { offset, length, message } of found) {
        expect(offset).toBeGreaterThanOrEqual(0);
        expect(length).toBeGreaterThanOrEqual(Math.min(1, text.length));
        expect(offset + length).toBeLessThanOrEqual(text.length);
        expect(message).not.toBe('');
      }
    }),
    { numRuns: 500 },
  );
});
