import { readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { FitRecord } from '../../../src/protocol/run.ts';
import { lines, Workplace } from './command.ts';
import type { PredictionLine, ResultsDocument } from './documents.ts';
import { paintHistory } from './paint-history.ts';

/* Models of other tools as runs: our own exports come back with the predictions that they had. */

const place = new Workplace();
const models = ['simple', 'cnn', 'embedding', 'simple+attention', 'cnn+attention', 'embedding+attention', 'xgboost'];
const runs = new Map<string, string>();

beforeAll(async () => {
  place.write('paint.json', paintHistory());
  place.write('paint.oap.json', {
    history: 'paint.json',
    targets: { colour: {}, size: {} },
    models,
    training: { maxEpochs: 20 },
  });
  const { runs: trained } = await place.json<ResultsDocument>('train', 'paint.oap.json');
  for (const { model, id } of trained) {
    runs.set(model, id);
    const format = model === 'xgboost' ? 'xgboost' : 'tfjs';
    const out = ['--format', format, '--out', place.path(model), '--target', 'colour'];
    const { status, err } = await place.run('export', id, ...out);
    expect(status, err).toBe(0);
  }
});

const predictions = (run: string): PredictionLine[] =>
  lines(place.read('.oap', 'runs', run, 'fits', 'colour', '0', 'predictions.jsonl'));
const modelFile = (model: string): string => `${model}/${model === 'xgboost' ? 'model.xgb.json' : 'model.json'}`;
const takeIn = (file: string, ...options: string[]) =>
  place.run('import', 'paint.oap.json', file, '--target', 'colour', ...options);

test.each(models)('a model of %s comes back as a run that predicts the same', async (model) => {
  const { runs: imported } = await place.json<ResultsDocument>(
    'import',
    'paint.oap.json',
    modelFile(model),
    '--target',
    'colour',
    '--name',
    `${model} from elsewhere`,
  );
  const [{ id, model: name, protocol, state, targets }] = imported;
  expect([name, protocol, state]).toEqual([`${model} from elsewhere`, 'holdout', 'done']);
  expect(Object.keys(targets)).toEqual(['colour']);
  const [own, other] = [predictions(runs.get(model) ?? ''), predictions(id)];
  expect(other.map(({ task, truth }) => [task, truth])).toEqual(own.map(({ task, truth }) => [task, truth]));
  for (const [i, { probabilities }] of own.entries()) {
    for (const [of, p] of Object.entries(probabilities)) expect(other[i].probabilities[of]).toBeCloseTo(p, 5);
  }
  const fit: FitRecord = JSON.parse(place.read('.oap', 'runs', id, 'fits', 'colour', '0', 'fit.json'));
  expect(fit.notes[0]).toMatch(/^Imported from model(\.xgb)?\.json/);
  // A run like any other: it predicts, is compared, and is exported again.
  expect((await place.run('predict', id, 'paint.json')).status).toBe(0);
  const compared = await place.run('compare', id, runs.get(model) ?? '');
  expect(compared.status, compared.err).toBe(0);
});

test("Keras's file without weights gives the entry that trains the same network", async () => {
  const { modelTopology } = JSON.parse(readFileSync(place.path('cnn+attention/model.json'), 'utf8'));
  writeFileSync(place.path('architecture.json'), JSON.stringify(modelTopology));
  const { status, out } = await takeIn('architecture.json');
  expect(status).toBe(0);
  expect(JSON.parse(out)).toEqual({
    model: 'cnn',
    filters: 5,
    denseLayers: 3,
    denseUnits: 50,
    dropout: 0.2,
    attention: true,
  });
  place.write('entry.oap.json', {
    history: 'paint.json',
    models: [JSON.parse(out)],
    targets: { colour: {} },
    training: { maxEpochs: 2 },
  });
  expect((await place.run('train', 'entry.oap.json')).status).toBe(0);
});

describe('is refused, and no run is made:', () => {
  const written = (name: string, content: unknown): string => {
    place.write(name, content);
    return name;
  };
  const changed = (model: string, name: string, change: (content: Record<string, never>) => unknown): string => {
    const content = JSON.parse(readFileSync(place.path(modelFile(model)), 'utf8'));
    change(content);
    writeFileSync(place.path(model, name), JSON.stringify(content));
    return `${model}/${name}`;
  };

  test.each<[string, () => string, RegExp]>([
    ['no file', () => 'gone.json', /gone\.json: the model cannot be read/],
    [
      'a login page',
      () => written('page.json', '<html>login</html>'),
      /this is a web page, perhaps a login page, expected model\.json/,
    ],
    ['something else', () => written('list.json', []), /it describes no layers/],
    [
      'a layer that there is not',
      () =>
        changed('simple', 'odd.json', (content) => {
          const { layers } = (content as unknown as { modelTopology: { config: { layers: { class_name: string }[] } } })
            .modelTopology.config;
          layers[2].class_name = 'LSTM';
        }),
      /odd\.json: the layer dense1 \(LSTM\) has no counterpart/,
    ],
    [
      'weights outside of the folder',
      () =>
        changed('simple', 'path.json', (content) => {
          (content as unknown as { weightsManifest: { paths: string[] }[] }).weightsManifest[0].paths = [
            '../../secret',
          ];
        }),
      /the weights are in \.\.\/\.\.\/secret, expected a file next to the model/,
    ],
    [
      'weights that are too short',
      () => {
        writeFileSync(place.path('simple', 'short.bin'), Buffer.alloc(40));
        return changed('simple', 'short.json', (content) => {
          (content as unknown as { weightsManifest: { paths: string[] }[] }).weightsManifest[0].paths = ['short.bin'];
        });
      },
      /the weights in short\.bin are 40 bytes, expected the \d+ bytes/,
    ],
  ])('%s', async (_, file, message) => {
    const before = (await place.json<{ runs: unknown[] }>('runs', 'list')).runs.length;
    const { status, err } = await takeIn(file());
    expect(err).toMatch(message);
    expect(status).toBe(2);
    expect((await place.json<{ runs: unknown[] }>('runs', 'list')).runs).toHaveLength(before);
  });

  test('a model of another shape', async () => {
    const small = {
      ...paintHistory(),
      '/more/step': { errors: { good_sites: { '9': { west: 1 } }, bad_sites: {} }, parameters: { colour: 'red' } },
    };
    place.write('larger.json', small);
    place.write('larger.oap.json', { history: 'larger.json', targets: { colour: {} } });
    for (const [model, message] of [
      [
        'simple',
        /the model is for 3 codes × 2 sites and 2 classes, expected those of the experiment: 4 codes × 3 sites/,
      ],
      ['xgboost', /the model has 6 columns and 2 classes, expected those of the experiment: 12/],
    ] as const) {
      const { status, err } = await place.run('import', 'larger.oap.json', modelFile(model), '--target', 'colour');
      expect(err).toMatch(message);
      expect(status).toBe(2);
    }
  });

  test('a target that there is not', async () => {
    const { status, err } = await place.run('import', 'paint.oap.json', modelFile('simple'), '--target', 'taste');
    expect(err).toMatch(/taste/);
    expect(status).toBe(2);
  });
});

describe('on the command line', () => {
  /** Two tasks of two codes at one site, and trees of a dense matrix that part them. */
  const tree = (leaf: number): object => ({
    left_children: [1, -1, -1],
    right_children: [2, -1, -1],
    parents: [2147483647, 0, 0],
    split_indices: [0, 0, 0],
    split_conditions: [2, leaf, -leaf],
    default_left: [0, 0, 0],
    sum_hessian: [2, 1, 1],
    loss_changes: [1, 0, 0],
    base_weights: [0, leaf, -leaf],
  });
  const trees = {
    version: [2, 1, 4],
    learner: {
      attributes: {},
      feature_names: ['22@east', '11@east'],
      gradient_booster: {
        name: 'gbtree',
        model: { gbtree_model_param: {}, tree_info: [0, 1], trees: [tree(0.5), tree(-0.5)] },
      },
      learner_model_param: { base_score: '5E-1', num_class: '2', num_feature: '2' },
      objective: { name: 'multi:softmax' },
    },
  };
  const task = (counts: object, kind: string): object => ({
    errors: { good_sites: {}, bad_sites: counts },
    parameters: { kind },
  });
  beforeAll(() => {
    const tasks = Array.from({ length: 20 }, (_, i) => {
      const is22 = i % 2 === 0;
      return [`/flow${i}/step`, is22 ? task({ 22: { east: 3 } }, 'full') : task({ 11: { east: 3 } }, 'bare')];
    });
    place.write('small.json', Object.fromEntries(tasks));
    place.write('small.oap.json', { history: 'small.json', targets: { kind: {} } });
    place.write('trees.json', trees);
  });
  const importTrees = (...more: string[]) =>
    place.run('import', 'small.oap.json', 'trees.json', '--target', 'kind', ...more);

  test('zeros are read as the splits show, or as asked for, and the notes say so', async () => {
    const auto = await importTrees();
    expect(auto.status, auto.err).toBe(0);
    expect(auto.err).toMatch(/The columns were matched by the model's feature_names\./);
    expect(auto.err).toMatch(/Cells without a count are read as the number 0: every split sends missing values/);
    const document = await place.json<ResultsDocument & { notes: string[] }>(
      'import',
      'small.oap.json',
      'trees.json',
      '--target',
      'kind',
      '--zeros',
      'missing',
    );
    expect(document.notes.join()).toMatch(/as missing values: set by/);
    const fit: FitRecord = JSON.parse(place.read('.oap', 'runs', document.runs[0].id, 'fits', 'kind', '0', 'fit.json'));
    expect(fit.notes).toEqual(document.notes);
    const odd = await importTrees('--zeros', 'nothing');
    expect(odd.err).toMatch(/Allowed choices are value, missing, auto/);
    expect(odd.status).toBe(2);
  });

  test('an imported model is exported for XGBoost, and comes back the same', async () => {
    const document = await place.json<ResultsDocument>('import', 'small.oap.json', 'trees.json', '--target', 'kind');
    const [{ id, targets }] = document.runs;
    const exported = await place.run('export', id, '--format', 'xgboost', '--out', 'again');
    expect(exported.status, exported.err).toBe(0);
    const again = await place.json<ResultsDocument>(
      'import',
      'small.oap.json',
      'again/model.xgb.json',
      '--target',
      'kind',
    );
    expect(again.runs[0].targets.kind.confusion).toEqual(targets.kind.confusion);
  });

  test('a damaged model of a run is no bug: a sentence names its file', async () => {
    const document = await place.json<ResultsDocument>('import', 'small.oap.json', 'trees.json', '--target', 'kind');
    const { id } = document.runs[0];
    writeFileSync(place.path('.oap', 'runs', id, 'fits', 'kind', '0', 'model.xgb.json'), '{"version": [1, 7, 4]');
    for (const args of [
      ['predict', id, 'small.json'],
      ['predict', id, 'small.json', '--explain'],
      ['export', id, '--format', 'xgboost', '--out', 'damaged'],
    ]) {
      const { status, err } = await place.run(...args);
      expect(err).toMatch(/^oap: .*model\.xgb\.json.*\n$/);
      expect(err).not.toMatch(/bug/);
      expect(status).toBe(2);
    }
  });
});
