import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { FitRecord } from '../../../src/protocol/run.ts';
import { Workplace } from './command.ts';
import type { ResultsDocument } from './documents.ts';
import { paintHistory } from './paint-history.ts';

/* "engine": "tensorflow" on the command line: with the WebAssembly backend, and with stand-ins for tfjs-node. */

const place = new Workplace();
const models = ['simple', 'cnn', 'embedding+attention', 'xgboost'];

beforeAll(() => {
  place.write('paint.json', paintHistory());
  const training = { maxEpochs: 60, learningRate: 0.01, batchSize: 8 };
  const fields = { history: 'paint.json', targets: { colour: {} }, split: { folds: 3 }, training };
  place.write('all.oap.json', { ...fields, models });
  place.write('one.oap.json', { ...fields, models: ['simple'], engine: 'tensorflow' });
});

const fitOf = (id: string, index = 0): FitRecord =>
  JSON.parse(place.read('.oap', 'runs', id, 'fits', 'colour', String(index), 'fit.json'));

test('gives metrics within the spread over folds of those of the sparse engine, and says what computed', async () => {
  const [sparse, tensorflow] = [
    await place.json<ResultsDocument>('select', 'all.oap.json'),
    await place.json<ResultsDocument>('select', 'all.oap.json', '--engine', 'tensorflow'),
  ];
  for (const [i, { id, model, targets }] of tensorflow.runs.entries()) {
    expect(fitOf(id).engine).toBe(model === 'xgboost' ? undefined : 'tensorflow (wasm)');
    const [ours, theirs] = [sparse.runs[i].targets.colour, targets.colour];
    const spread = Math.max(ours.recall.std, theirs.recall.std, 0.05);
    expect(Math.abs(ours.recall.mean - theirs.recall.mean), model).toBeLessThanOrEqual(spread);
  }
  const record = JSON.parse(place.read('.oap', 'runs', tensorflow.runs[0].id, 'run.json'));
  expect(record.versions.engine).toBe('tensorflow');
  expect(record.experiment.engine).toBe('tensorflow');
}, 300_000);

test('the same seed gives the same numbers, with one worker or two', async () => {
  const train = (workers: string) =>
    place.json<ResultsDocument>('select', 'one.oap.json', '--workers', workers, '--fresh');
  const [one, two] = [await train('1'), await train('2')];
  expect(two.runs[0].targets.colour.confusion).toEqual(one.runs[0].targets.colour.confusion);
  expect(two.runs[0].targets.colour.recall).toEqual(one.runs[0].targets.colour.recall);
});

test('an engine that there is not is refused', async () => {
  const { status, err } = await place.run('train', 'one.oap.json', '--engine', 'torch');
  expect(err).toContain('Allowed choices are auto, sparse, tensorflow');
  expect(status).toBe(2);
});

describe('with a tfjs-node that', () => {
  /** Installs a stand-in, which is found from a folder of its own. */
  function install(name: string, script: string): string {
    const folder = place.path(name, 'node_modules', '@tensorflow', 'tfjs-node');
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'package.json'), '{"name": "@tensorflow/tfjs-node", "main": "index.js"}');
    writeFileSync(path.join(folder, 'index.js'), script);
    return place.path(name);
  }
  const modules = path.resolve('node_modules/@tensorflow');
  /** All of TensorFlow.js in one module, as tfjs-node gives it, on the backend that needs no native code. */
  const whole = `
    const core = require(${JSON.stringify(path.join(modules, 'tfjs-core'))});
    require(${JSON.stringify(path.join(modules, 'tfjs-backend-cpu'))});
    const layers = require(${JSON.stringify(path.join(modules, 'tfjs-layers'))});
    if (!require('node:util').isNullOrUndefined(null)) throw new Error('unreachable');
    core.setBackend('cpu');
  `;
  const train = (folder: string, ...more: string[]) =>
    place.json<ResultsDocument>('train', 'one.oap.json', '--fresh', '--tfjs-node', folder, ...more);

  test('loads, it computes', async () => {
    const folder = install('loads', `${whole} module.exports = { ...core, ...layers };`);
    const { runs } = await train(folder);
    const { engine, notes } = fitOf(runs[0].id);
    expect(engine).toBe('tensorflow (node)');
    const entry = path.join(folder, 'node_modules', '@tensorflow', 'tfjs-node', 'index.js');
    expect(notes).toEqual([`Computed by TensorFlow's native library, loaded from ${entry}.`]);
  });

  test('is named by its own folder, or by the node_modules that has it, it is loaded and said', async () => {
    const folder = install('own', `${whole} module.exports = { ...core, ...layers };`);
    for (const place of [
      path.join(folder, 'node_modules'),
      path.join(folder, 'node_modules', '@tensorflow', 'tfjs-node'),
    ]) {
      const { runs } = await train(place);
      expect(fitOf(runs[0].id).engine).toBe('tensorflow (node)');
    }
    const { err } = await place.run('train', 'one.oap.json', '--fresh', '--tfjs-node', folder);
    expect(err).toMatch(/^TensorFlow's native library: .*index\.js$/m);
  });

  test('is not in the folder that was named, the command says so', async () => {
    mkdirSync(place.path('own', 'empty'), { recursive: true });
    // Above the folder there is one.
    for (const folder of ['nowhere', path.join('own', 'empty')]) {
      const { status, err } = await place.run('train', 'one.oap.json', '--fresh', '--tfjs-node', place.path(folder));
      expect(err).toMatch(/there is no @tensorflow\/tfjs-node in .*, expected the folder in which it is installed/);
      expect(status).toBe(2);
    }
  });

  test('is next to the experiment, or where the command runs, it is not touched', async () => {
    mkdirSync(place.path('beside'), { recursive: true });
    const mark = place.path('touched');
    const script = `require('node:fs').writeFileSync(${JSON.stringify(mark)}, ''); ${whole} module.exports = { ...core, ...layers };`;
    for (const folder of ['beside', '.']) install(folder, script);
    place.write('beside/paint.json', paintHistory());
    place.write('beside/x.oap.json', {
      history: 'paint.json',
      targets: { colour: {} },
      engine: 'tensorflow',
      training: { maxEpochs: 2 },
    });
    const { runs } = await place.json<ResultsDocument>('train', 'beside/x.oap.json');
    const fit = JSON.parse(place.read('beside', '.oap', 'runs', runs[0].id, 'fits', 'colour', '0', 'fit.json'));
    expect(fit.engine).toBe('tensorflow (wasm)');
    expect(existsSync(mark)).toBe(false);
  });

  test.each([
    [
      'cannot be loaded',
      'throw new Error("libtensorflow.so.2: cannot open shared object file");',
      /libtensorflow\.so\.2: cannot open/,
    ],
    ['is another package', 'module.exports = {};', /is not TensorFlow\.js/],
    ['ends the process as it is loaded', 'process.abort();', /the worker process died: it was stopped by SIGABRT/],
    [
      'ends the process while it trains',
      `${whole} module.exports = { ...core, ...layers, variableGrads: () => process.abort() };`,
      /the worker process died: it was stopped by SIGABRT/,
    ],
  ])('%s, TensorFlow.js computes instead, and it is said why', async (name, script, reason) => {
    const folder = install(name.replaceAll(' ', '-'), script);
    const { runs } = await train(folder);
    expect(runs[0].state).toBe('done');
    const { engine, notes } = fitOf(runs[0].id);
    expect(engine).toBe('tensorflow (wasm)');
    expect(notes).toHaveLength(1);
    expect(notes[0]).toMatch(
      /^TensorFlow's native library could not be used \(.*\): TensorFlow\.js computed instead\.$/s,
    );
    expect(notes[0]).toMatch(reason);
  });

  test('fails in the training itself, the fit has failed with its reason', async () => {
    const folder = install(
      'fails',
      `${whole} module.exports = { ...core, ...layers, variableGrads: () => { throw new Error('no kernel MatMul'); } };`,
    );
    const { status, err } = await place.run('train', 'one.oap.json', '--fresh', '--tfjs-node', folder);
    expect(err).toContain('no kernel MatMul');
    expect(status).toBe(1);
  });
});
