import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadPlainly, predictPlainly } from '../../unit/network/tensorflow.ts';
import type * as OnnxRuntime from '../tools/node_modules/onnxruntime-node';
import { lines, Workplace } from './command.ts';
import type { PredictionLine, ResultsDocument } from './documents.ts';
import { paintHistory } from './paint-history.ts';

/* Exported models in the runtimes that users have, against the run's own predictions of its test tasks. */

const python = process.env.OAP_PYTHON ?? '/usr/bin/python3';
const toolsModules = path.resolve('test/integration/tools/node_modules');
const history = paintHistory();
const place = new Workplace();
const networks = ['simple', 'cnn', 'embedding', 'simple+attention', 'cnn+attention', 'embedding+attention'];
const trees = [
  'xgboost',
  { model: 'xgboost', name: 'missing', zeros: 'missing' },
  { model: 'xgboost', name: 'trees-with-totals', features: { totals: true } },
];
const withTotals = { model: 'simple', name: 'totals', features: { totals: true } };
const runs = new Map<string, string>();

/** What stands beside an exported model. */
interface Description {
  readonly codes: readonly string[];
  readonly sites: readonly string[];
  readonly classes: Readonly<Record<string, readonly string[]>>;
  readonly features: { readonly transform: string; readonly totals?: boolean };
  readonly target: string;
}

beforeAll(async () => {
  place.write('paint.json', history);
  const shared = { history: 'paint.json', training: { maxEpochs: 20 } };
  place.write('paint.oap.json', {
    ...shared,
    targets: { colour: {}, size: {} },
    features: { transform: 'log1p' },
    models: [...networks, withTotals, ...trees],
  });
  const { runs: trained } = await place.json<ResultsDocument>('train', 'paint.oap.json');
  for (const { model, id } of trained) runs.set(model, id);
  // Where the examples find the packages that their first lines name.
  mkdirSync(place.path('node_modules'));
  symlinkSync(path.resolve('node_modules/@tensorflow'), place.path('node_modules', '@tensorflow'));
  symlinkSync(path.join(toolsModules, 'onnxruntime-node'), place.path('node_modules', 'onnxruntime-node'));
});

/** The folder of an exported model of the target colour, and what its description says. */
async function exported(model: string, format: string): Promise<{ folder: string; description: Description }> {
  const out = place.path('exported', `${model}-${format}`);
  const run = runs.get(model) ?? '';
  const { status, err } = await place.run('export', run, '--format', format, '--out', out, '--target', 'colour');
  expect(status, err).toBe(0);
  return { folder: out, description: JSON.parse(readFileSync(path.join(out, 'oap.json'), 'utf8')) };
}

const ownPredictions = (model: string): PredictionLine[] =>
  lines(place.read('.oap', 'runs', runs.get(model) ?? '', 'fits', 'colour', '0', 'predictions.jsonl'));

/** Counts of a task as the models see them: [codes][sites]. */
function countsOf(task: string, { codes, sites, features }: Description): number[][] {
  const grid = codes.map(() => sites.map(() => 0));
  const add = (code: string, site: string, count: number) => {
    grid[codes.indexOf(code)][sites.indexOf(site)] += count;
  };
  for (const group of Object.values(history[task].errors)) {
    for (const [code, bySite] of Object.entries(group)) {
      for (const [site, count] of Object.entries(bySite)) {
        add(code, site, count);
        if (!features.totals) continue;
        add(code, '(all sites)', count);
        add('(all codes)', site, count);
      }
    }
  }
  return grid.map((row) => row.map((count) => Math.fround(Math.log1p(count))));
}

/** Compares [tasks × classes] probabilities with those that the run wrote down. */
function expectOwn(model: string, { classes }: Description, probabilities: ArrayLike<number>): void {
  const own = ownPredictions(model);
  expect(own).toHaveLength(12);
  const expected = own.flatMap((line) => classes.colour.map((name) => line.probabilities[name]));
  expect(probabilities.length).toBe(expected.length);
  const worst = expected.reduce((most, p, i) => Math.max(most, Math.abs(p - probabilities[i])), 0);
  expect(worst).toBeLessThan(1e-5);
}

/** Errors of a task as the examples take them. */
function errorsOf(task: string): [string, string, number][] {
  const sums = new Map<string, [string, string, number]>();
  for (const group of Object.values(history[task].errors)) {
    for (const [code, bySite] of Object.entries(group)) {
      for (const [site, count] of Object.entries(bySite)) {
        const key = JSON.stringify([code, site]);
        sums.set(key, [code, site, (sums.get(key)?.[2] ?? 0) + count]);
      }
    }
  }
  return [...sums.values()];
}

/** Runs the example that stands beside a model, on the first test task. */
function expectExample(command: string, model: string, folder: string, example: string): void {
  const [{ task, probabilities }] = ownPredictions(model);
  const out = execFileSync(command, [path.join(folder, example), JSON.stringify(errorsOf(task))], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const said = JSON.parse(out.trim().split('\n').at(-1) ?? '') as [string, number][];
  expect(said.map(([name]) => name)).toEqual(Object.keys(probabilities));
  for (const [name, p] of said) expect(Math.abs(p - probabilities[name])).toBeLessThan(1e-5);
}

describe.each([...networks, 'totals'])('%s', (model) => {
  test('as a TensorFlow.js model gives the predictions of the run', async () => {
    const { folder, description } = await exported(model, 'tfjs');
    const files = ['model.json', 'weights.bin'].map((name) => ({
      name,
      bytes: new Uint8Array(readFileSync(path.join(folder, name))),
    }));
    const loaded = await loadPlainly(files);
    const grids = ownPredictions(model).map(({ task }) => countsOf(task, description));
    expectOwn(model, description, predictPlainly(loaded, grids));
    expectExample(process.execPath, model, folder, 'example.mjs');
  });

  test('as an ONNX model gives the predictions of the run', async () => {
    const { folder, description } = await exported(model, 'onnx');
    const ort = createRequire(path.join(toolsModules, 'x.js'))('onnxruntime-node') as typeof OnnxRuntime;
    const session = await ort.InferenceSession.create(path.join(folder, 'model.onnx'));
    const grids = ownPredictions(model).map(({ task }) => countsOf(task, description));
    const { codes, sites } = description;
    const shape = [grids.length, codes.length, sites.length];
    const counts = new ort.Tensor('float32', Float32Array.from(grids.flat(2)), shape);
    const { probabilities } = await session.run({ counts });
    expectOwn(model, description, probabilities.data as Float32Array);
    expectExample(process.execPath, model, folder, 'example.mjs');
  });
});

test.each(['xgboost', 'missing', 'trees-with-totals'])(
  'trees (%s) give the predictions of the run in XGBoost and in the examples',
  async (model) => {
    const { folder } = await exported(model, 'xgboost');
    for (const file of ['example.py', 'example.mjs']) {
      expectExample(file.endsWith('.py') ? python : process.execPath, model, folder, file);
    }
  },
);

test('several targets stand in a folder each, and each says what its columns and outputs are', async () => {
  const out = place.path('both');
  const run = runs.get('simple') ?? '';
  const { models } = await place.json<{ models: { target: string; index: number; folder: string; files: string[] }[] }>(
    'export',
    run,
    '--format',
    'tfjs',
    '--out',
    out,
  );
  expect(models.map(({ target, index }) => [target, index])).toEqual([
    ['colour', 0],
    ['size', 0],
  ]);
  for (const { target, folder, files } of models) {
    expect(folder).toBe(path.join(out, target));
    expect(files).toEqual(['model.json', 'weights.bin', 'example.mjs', 'example.py', 'oap.json']);
    const { codes, sites, classes, features } = JSON.parse(readFileSync(path.join(folder, 'oap.json'), 'utf8'));
    expect(codes).toEqual([...codes].sort());
    expect(sites).toEqual([...sites].sort());
    expect(Object.keys(classes)).toEqual([target]);
    expect(features).toEqual({ transform: 'log1p', sites: 'merged' });
  }
});

test('a Keras export is a model with the command that converts it', async () => {
  const { folder } = await exported('cnn', 'keras');
  expect(readFileSync(path.join(folder, 'CONVERT.md'), 'utf8')).toContain('tensorflowjs_converter');
  expect(existsSync(path.join(folder, 'model.json'))).toBe(true);
});

test.each([
  [
    'a format of another kind of model',
    ['cnn', '--format', 'xgboost'],
    /a model of cnn cannot be written as xgboost, expected tfjs, onnx, keras/,
  ],
  ['networks of trees', ['xgboost', '--format', 'onnx'], /cannot be written as onnx, expected xgboost/],
  ['a format that there is not', ['cnn', '--format', 'pickle'], /Allowed choices are tfjs, onnx, keras, xgboost/],
  ['no format', ['cnn'], /required option '--format <format>'/],
  [
    'a target that the run does not have',
    ['cnn', '--format', 'tfjs', '--target', 'taste'],
    /no target "taste", expected one of: colour, size/,
  ],
  [
    'a fit that there is not',
    ['cnn', '--format', 'tfjs', '--index', '3'],
    /no complete fit 3 of colour, expected one of: 0/,
  ],
])('%s is refused, and nothing is written', async (_, [model, ...args], message) => {
  const out = place.path('refused');
  const { status, err } = await place.run('export', runs.get(model) ?? '', ...args, '--out', out);
  expect(err).toMatch(message);
  expect(status).toBe(2);
  expect(existsSync(out)).toBe(false);
});
