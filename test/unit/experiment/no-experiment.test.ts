import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readExperimentFile } from '../../../src/experiment/experiment-file.ts';
import { maxExperimentLength } from '../../../src/experiment/no-experiment.ts';
import { readExperiment } from '../../../src/experiment/read-experiment.ts';
import { temporaryFolder, write } from '../dataset/files.ts';

const folder = temporaryFolder();
const task = '{"errors": {"good_sites": {"1": {"A": 1}}, "bad_sites": {}}, "parameters": {}}';
const isHistory = 'this is a history, not an experiment; expected an experiment such as {"history": "history.json"}';

test.each([
  ['an object of tasks', `{"/w/a": ${task}, "/w/b": ${task}}`],
  ['JSON Lines', `{"task": "/w/a", ${task.slice(1)}\n{"task": "/w/b", ${task.slice(1)}\n`],
])('a history in place of an experiment is told by its beginning: %s', (_, text) => {
  expect(readExperiment(text).problems).toEqual([{ offset: 0, length: 1, message: isHistory }]);
});

test('of a history that is large only the beginning is read', () => {
  const file = path.join(folder, 'large.json');
  writeFileSync(file, `{"/w/a": ${task}, "rest": "${'x'.repeat(maxExperimentLength)}"`);
  expect(() => readExperimentFile(file)).toThrow(`${file}:1:1: ${isHistory}`);
});

test('what is too long is refused before it is parsed', () => {
  const text = `{"history": "h.json", "$schema": "${'x'.repeat(maxExperimentLength)}"}`;
  expect(readExperiment(text).problems.map(({ message }) => message)).toEqual([
    'the file is too long for an experiment (4.0 MB), expected at most 4 MB',
  ]);
  expect(() => readExperimentFile(write(folder, 'long.oap.json', text))).toThrow('too long for an experiment');
});

test('at most a hundred problems are listed, whatever they are', () => {
  const many = (of: (i: number) => string): string => Array.from({ length: 3000 }, (_, i) => of(i)).join(', ');
  const texts = [
    `{"history": "h.json", ${many((i) => `"field${i}": 1`)}}`,
    `{"history": "h.json", ${many(() => '"history": "h.json"')}}`,
    `{"history": "h.json", "targets": {"a": {"classes": {${many((i) => `"${i}": 3`)}}}}}`,
    `{"history": "h.json", "models": [${many((i) => `{"model": "simpel${i}"}`)}]}`,
    `{"history": "h.json" ${'}] '.repeat(3000)}`,
  ];
  for (const text of texts) {
    const { problems, experiment } = readExperiment(text);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.length).toBeLessThanOrEqual(100);
    expect(experiment).toBeUndefined();
  }
  expect(readExperiment(texts[0]).problems).toHaveLength(100);
});

test.each([
  ['"split": {"folds": 1000000}', '"folds"'],
  ['"split": {"repeats": 4294967296}', '"repeats"'],
  ['"split": {"seed": 1e300}', '"seed"'],
  ['"split": {"seed": -1}', '"seed"'],
  ['"training": {"maxEpochs": 1e15}', '"maxEpochs"'],
  ['"training": {"batchSize": 1.5}', '"batchSize"'],
  ['"training": {"earlyStopping": {"patience": 4294967296}}', '"patience"'],
  ['"training": {"earlyStopping": {"movingAverage": 1e9}}', '"movingAverage"'],
  ['"training": {"earlyStopping": {"maxDelta": 1e999}}', '"maxDelta"'],
  ['"models": [{"model": "simple", "denseUnits": 1000000}]', '"denseUnits"'],
  ['"models": [{"model": "simple", "denseLayers": 4294967296}]', '"denseLayers"'],
  ['"models": [{"model": "cnn", "filters": 1000000}]', '"filters"'],
  ['"models": [{"model": "embedding", "embeddingSize": 1000000}]', '"embeddingSize"'],
  ['"models": [{"model": "xgboost", "maxDepth": 1000000}]', '"maxDepth"'],
  ['"models": [{"model": "xgboost", "lambda": 1e300}]', '"lambda"'],
  ['"models": [{"model": "simple", "smote": {"neighbours": 1000000}}]', '"neighbours"'],
])('no number is taken without a limit: %s', (fields, named) => {
  const { problems, experiment } = readExperiment(`{"history": "h.json", ${fields}}`);
  expect(experiment).toBeUndefined();
  expect(problems[0].message).toContain(named);
});

test.skipIf(process.platform === 'win32')('only files are read as experiments', () => {
  const pipe = path.join(folder, 'pipe.oap.json');
  execFileSync('mkfifo', [pipe]);
  expect(() => readExperimentFile(pipe)).toThrow(`${pipe}: this is a pipe, expected a file`);
  expect(() => readExperimentFile('/dev/zero')).toThrow('/dev/zero: this is a device, expected a file');
  expect(() => readExperimentFile(folder)).toThrow(`${folder}: this is a folder, expected an experiment file`);
});
