import { mkdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../../../src/dataset/input-error.ts';
import { ImportPlace } from './import-place.ts';

/* Models of other programs: what is taken, how it predicts, and what is refused by its name. */

const place = new ImportPlace();
const march = '03-march.oap.json';
const refused = async (experiment: string, model: string, reason: RegExp | string, target?: string): Promise<void> => {
  const before = place.runs();
  const importing = place.import(experiment, model, target);
  await expect(importing).rejects.toThrow(InputError);
  await expect(importing).rejects.toThrow(reason);
  expect(place.runs()).toBe(before);
};
const model = (name: string): Record<string, never> => JSON.parse(place.text(name));

describe('zeros', () => {
  const predicted = (zeros: 'value' | 'missing' | 'auto') =>
    place.predicted(
      '01-dense-zeros.oap.json',
      '01-dense-zeros.model.json',
      '01-dense-zeros.history.json',
      'kind',
      zeros,
    );

  test('of a model of a dense matrix are numbers', async () => {
    const { probabilities, notes } = await predicted('auto');
    expect([...probabilities.subarray(0, 2)]).toEqual([expect.closeTo(0.7549, 4), expect.closeTo(0.2451, 4)]);
    expect(notes).toMatch(/read as the number 0: every split sends missing values to the right/);
  });

  test('are read as asked for', async () => {
    const missing = await predicted('missing');
    expect([...missing.probabilities.subarray(0, 2)]).toEqual([expect.closeTo(0.2451, 4), expect.closeTo(0.7549, 4)]);
    expect(missing.notes).toMatch(/read as missing values: set by --zeros missing/);
    expect((await predicted('value')).probabilities).toEqual((await predicted('auto')).probabilities);
  });

  test('are missing where a split parts counts from them', async () => {
    const { notes, mse } = await place.predicted(march, '07-softmax.model.json', '03-march.history.json');
    expect(notes).toMatch(/missing values: a split at -9\.5367432e-7 does not separate counts/);
    expect(mse).toBe(0);
  });

  test('are what the description says, and that is said where another reading is asked for', async () => {
    place.write('03-export/model.xgb.json', place.text('07-softmax.model.json'));
    const said = await place.predicted(march, '03-export/model.xgb.json', '03-march.history.json');
    expect(said.notes).toMatch(/the number 0: the files of the model say so/);
    const asked = await place.predicted(march, '03-export/model.xgb.json', '03-march.history.json', 'kind', 'missing');
    expect(asked.notes).toMatch(/set by --zeros missing, though the model's files say value/);
  });
});

describe('what XGBoost saved', () => {
  const softprob = async () => {
    const file = model('07-softmax.model.json') as unknown as { learner: { objective: { name: string } } };
    file.learner.objective.name = 'multi:softprob';
    return place.predicted(march, place.write('softprob.json', file), '03-march.history.json');
  };

  test('multi:softmax predicts as multi:softprob, and a later version as 1.7', async () => {
    const expected = await softprob();
    const softmax = await place.predicted(march, '07-softmax.model.json', '03-march.history.json');
    expect(softmax.probabilities).toEqual(expected.probabilities);
    const later = model('07-version-2.model.json') as unknown as { learner: { attributes: object } };
    later.learner.attributes = {};
    const version2 = await place.predicted(march, place.write('later.json', later), '03-march.history.json');
    for (const [i, p] of version2.probabilities.entries()) expect(p).toBeCloseTo(expected.probabilities[i], 6);
  });

  test('binary:logistic predicts the second class against the first', async () => {
    const { notes, mse } = await place.predicted(march, '07-binary.model.json', '03-march.history.json');
    expect(mse).toBe(0);
    expect(notes).toMatch(/its margin is that of right against left/);
  });

  test('follows the best iteration, as XGBClassifier does', async () => {
    const { probabilities, notes } = await place.predicted('reports.oap.json', '05-best.json', 'h.json', 'action');
    expect(probabilities[0]).toBeCloseTo(0.7310586, 6);
    expect(notes).toMatch(/The best 1 of 2 rounds are used \(best_iteration 0\)/);
  });

  test.each(['7', '-1', 'x', ''])('says that the best iteration %j is none, and uses all rounds', async (best) => {
    const file = model('05-best.json') as unknown as { learner: { attributes: { best_iteration: string } } };
    file.learner.attributes.best_iteration = best;
    const { notes } = await place.predicted('reports.oap.json', place.write('odd.json', file), 'h.json', 'action');
    expect(notes).toMatch(/as the best iteration, but has 2 rounds: all of them are used/);
  });

  test('may have NaN where it does not matter', async () => {
    const { probabilities } = await place.predicted('reports.oap.json', '29-nan.json', 'h.json', 'action');
    expect(probabilities.every((p) => p > 0 && p < 1)).toBe(true);
  });

  test('is refused by what it is if it splits categories', () =>
    refused(march, '08-categorical-nan.model.json', 'Tree 0 splits categories'));

  test('may begin with a byte-order mark', async () => {
    place.write('marked.json', `\uFEFF${place.text('07-softmax.model.json')}`);
    expect((await place.import(march, 'marked.json')).kind).toBe('run');
  });

  test('is refused if it predicts what are no numbers', async () => {
    const file = JSON.parse(place.text('07-softmax.model.json').replaceAll(/-?8\.5714287E-1/g, '3.2E38'));
    await refused(march, place.write('huge.json', file), 'add up to more than a float32 holds');
  });
});

describe('names', () => {
  test('that are missing on either side are named, and the model is refused', async () => {
    place.write('03-export/model.xgb.json', place.text('07-softmax.model.json'));
    await refused(
      '03-april.oap.json',
      '03-export/model.xgb.json',
      /oap\.json: the experiment has no site west, which the model knows; the model has no site abbey/,
    );
  });

  test('another transform is refused', async () => {
    place.write('03-export/model.xgb.json', place.text('07-softmax.model.json'));
    await refused(
      '03-march-binary.oap.json',
      '03-export/model.xgb.json',
      /trained with "transform": "none", but the experiment has "binary"/,
    );
  });

  const described = (folder: string, change: (description: Record<string, unknown>) => void): void => {
    mkdirSync(place.path(folder), { recursive: true });
    const description = JSON.parse(place.text('03-export/oap.json'));
    change(description);
    place.write(`${folder}/oap.json`, description);
  };

  test.each(['07-softmax.model.json', '04-plain-names'])('in another order are matched: %s', async (name) => {
    const isNetwork = name === '04-plain-names';
    const file = isNetwork ? 'model.json' : 'model.xgb.json';
    const source = isNetwork ? place.text(name, 'model.json') : place.text(name);
    for (const folder of ['same', 'classes', 'columns']) {
      described(folder, (description) => {
        description.zeros = 'missing';
        if (folder === 'classes') description.classes = { kind: ['right', 'left'], other: ['a'] };
        if (folder === 'columns') Object.assign(description, { codes: ['22', '11'], sites: ['west', 'east'] });
      });
      place.write(`${folder}/${file}`, source);
      if (isNetwork) place.write(`${folder}/group1-shard1of1.bin`, bytesOf(place.text(name, 'model.json'), folder));
    }
    const predicted = (folder: string) => place.predicted(march, `${folder}/${file}`, '03-march.history.json');
    const [same, classes, columns] = [await predicted('same'), await predicted('classes'), await predicted('columns')];
    expect(same.notes).toMatch(/matched by name with oap\.json next to the model/);
    for (let i = 0; i < same.probabilities.length; i += 2) {
      expect(classes.probabilities[i]).toBeCloseTo(same.probabilities[i + 1], 5);
    }
    // Codes and sites from behind: what the model takes for another count.
    expect([...columns.probabilities]).not.toEqual([...same.probabilities]);
  });

  /** Weights that tell columns apart. */
  function bytesOf(text: string, _folder: string): Uint8Array {
    const shapes: number[][] = JSON.parse(text).weightsManifest[0].weights.map((one: { shape: number[] }) => one.shape);
    const count = shapes.reduce((sum, shape) => sum + shape.reduce((a, b) => a * b, 1), 0);
    return new Uint8Array(Float32Array.from({ length: count }, (_, i) => ((i * 7) % 5) / 3 - 0.4).buffer);
  }

  test('of columns in XGBoost are matched in any order', async () => {
    const names = ['west/22', 'east/11', 'east/22', 'west/11'];
    // [east 11, west 11, east 22, west 22] is the experiment's order.
    const placeOf = [1, 3, 2, 0];
    const file = model('07-softmax.model.json') as unknown as {
      learner: {
        feature_names: string[];
        gradient_booster: { model: { trees: { split_indices: number[]; left_children: number[] }[] } };
      };
    };
    const expected = await place.predicted(march, '07-softmax.model.json', '03-march.history.json');
    file.learner.feature_names = names;
    for (const { split_indices: indices } of file.learner.gradient_booster.model.trees) {
      for (const [node, feature] of indices.entries()) indices[node] = placeOf[feature];
    }
    const named = await place.predicted(march, place.write('named.json', file), '03-march.history.json');
    expect(named.probabilities).toEqual(expected.probabilities);
    expect(named.notes).toMatch(/matched by the model's feature_names/);
    await refused(
      '03-april.oap.json',
      'named.json',
      /the experiment has no columns west\/22, west\/11, which the model knows/,
    );
  });

  test('of columns that contradict the description are refused', async () => {
    described('contradiction', () => {});
    const file = model('07-softmax.model.json') as unknown as { learner: { feature_names: string[] } };
    file.learner.feature_names = ['22@east', '22@west', '11@east', '11@west'];
    place.write('contradiction/model.json', file);
    await refused(march, 'contradiction/model.json', /feature_names\) contradict .*oap\.json/);
  });

  test.each<[string, (description: Record<string, unknown>) => void, RegExp]>([
    [
      'of another target',
      (d) => Object.assign(d, { classes: { colour: ['left', 'right'] } }),
      /predicts colour, but the target is kind/,
    ],
    [
      'of other classes',
      (d) => Object.assign(d, { classes: { kind: ['left', 'up'] } }),
      /no class up, which the model knows; the model has no class right/,
    ],
    ['that are there twice', (d) => Object.assign(d, { sites: ['east', 'east'] }), /the sites list "east" twice/],
    [
      'of more sites than the model has',
      (d) => Object.assign(d, { sites: ['east', 'west', 'south'] }),
      /the model has 4 columns and 2 classes, expected those that .*oap\.json describes: 6/,
    ],
    ['that are none', (d) => Object.assign(d, { sites: [1, 2] }), /does not describe the model next to it/],
    [
      'with totals',
      (d) => Object.assign(d, { features: { transform: 'none', sites: 'merged', totals: true } }),
      /trained with "totals": true/,
    ],
  ])('%s are refused', async (_, change, reason) => {
    described('refused', change);
    place.write('refused/model.json', place.text('07-softmax.model.json'));
    await refused(march, 'refused/model.json', reason);
  });

  test('a damaged description is named', async () => {
    mkdirSync(place.path('damaged'), { recursive: true });
    place.write('damaged/oap.json', '{"codes": [');
    place.write('damaged/model.json', place.text('07-softmax.model.json'));
    await refused(march, 'damaged/model.json', /damaged.oap\.json: the description of the model cannot be read/);
  });

  test('that are not there are said to be assumed', async () => {
    const { notes } = await place.predicted(march, '07-softmax.model.json', '03-march.history.json');
    expect(notes).toMatch(/does not name its columns and classes .* in the experiment's order, .* classes left, right/);
  });

  test('a model in the folder of a fit is described by its run', async () => {
    const { run } = await place.predicted(march, '07-softmax.model.json', '03-march.history.json');
    const inside = `runs/${run.split('/').at(-1)}/fits/kind/0/model.xgb.json`;
    expect((await place.predicted(march, inside, '03-march.history.json')).notes).toMatch(/matched by name/);
    await refused('03-april.oap.json', inside, /no site west/);
  });
});

describe('what Keras and TensorFlow.js saved', () => {
  test.each(['04-plain-names', '04-keras3-names', '11-build-input-shape'])('%s predicts as it did', async (name) => {
    const { mse } = await place.predicted(march, `${name}/model.json`, '03-march.history.json');
    expect(mse).toBe(0);
  });

  test('float16 weights are read', async () => {
    const full = await place.predicted(march, '04-plain-names/model.json', '03-march.history.json');
    const half = await place.predicted(march, '10-float16/model.json', '03-march.history.json');
    for (const [i, p] of half.probabilities.entries()) expect(p).toBeCloseTo(full.probabilities[i], 2);
  });

  test('a layer that there is not is named with its class', () =>
    refused(march, '09-batchnorm/model.json', 'the layer bn (BatchNormalization) has no counterpart'));

  test('a graph model is called one', () =>
    refused(march, '12-graph-model/model.json', /a TensorFlow\.js graph model, expected a LayersModel/));
});

describe('an entry', () => {
  test('trains the same network, and a word says what it cannot express', async () => {
    const imported = await place.import(march, '14-regularised.keras.json');
    const [right] = JSON.parse(place.text('14-right-entry.oap.json')).models;
    expect(imported).toEqual({
      kind: 'entry',
      entry: right,
      notes: ['The layer drop0 (Dropout of 0.4) is left out: only outputs of dense layers are dropped here.'],
    });
  });

  interface Keras {
    config: { layers: { class_name: string; config: Record<string, unknown> }[] };
    training_config?: unknown;
  }
  const entry = async (change: (layer: (name: string) => Record<string, unknown>, model: Keras) => void) => {
    const keras = model('14-regularised.keras.json') as unknown as Keras;
    const layer = (name: string): Record<string, unknown> => {
      const found = keras.config.layers.find(({ config }) => config.name === name);
      if (!found) throw new Error(`no layer ${name}`);
      return found.config;
    };
    change(layer, keras);
    const imported = await place.import(march, place.write('keras.json', keras));
    if (imported.kind !== 'entry') throw new Error('no entry');
    return { entry: imported.entry, notes: imported.notes.join('\n') };
  };

  test.each([
    ['Keras 3', { module: 'keras.initializers', class_name: 'LecunNormal', config: { seed: null } }, 'lecun-normal'],
    [
      'its scaling',
      { class_name: 'VarianceScaling', config: { scale: 1, mode: 'fan_in', distribution: 'truncated_normal' } },
      'lecun-normal',
    ],
    ['a name', 'lecun_normal', 'lecun-normal'],
    ['Glorot', { class_name: 'GlorotUniform', config: {} }, undefined],
    [
      'scaling of Glorot',
      { class_name: 'VarianceScaling', config: { scale: 1, mode: 'fan_avg', distribution: 'uniform' } },
      undefined,
    ],
    ['nothing', undefined, undefined],
  ])('has the initialiser of the file, by %s', async (_, initializer, expected) => {
    const found = await entry((layer) => {
      for (const name of ['d1', 'd2', 'out']) layer(name).kernel_initializer = initializer;
    });
    expect(found.entry.kernelInitializer).toBe(expected);
    expect(found.notes).not.toMatch(/is initialised by/);
  });

  test.each<[string, (layer: (name: string) => Record<string, unknown>, model: Keras) => void, RegExp]>([
    [
      'another initialiser',
      (layer) => Object.assign(layer('d1'), { kernel_initializer: 'he_normal' }),
      /The kernel of d1 is initialised by he_normal/,
    ],
    [
      'initialisers that differ',
      (layer) => Object.assign(layer('d1'), { kernel_initializer: 'glorot_uniform' }),
      /The kernel of d1 is initialised by glorot-uniform, but all kernels share one initializer: lecun-normal/,
    ],
    [
      'biases that start elsewhere',
      (layer) => Object.assign(layer('d2'), { bias_initializer: { class_name: 'Ones' } }),
      /The bias of d2 is initialised by Ones/,
    ],
    [
      'an L1 penalty',
      (layer) =>
        Object.assign(layer('d1'), { kernel_regularizer: { class_name: 'L1L2', config: { l1: 0.5, l2: 0.0015 } } }),
      /The L1 penalty 0\.5 on the kernel of d1/,
    ],
    [
      'penalties that differ',
      (layer) => Object.assign(layer('out'), { kernel_regularizer: null }),
      /The kernel of out has the L2 penalty 0, but all dense kernels share one: 0\.0015/,
    ],
    [
      'a penalty of biases',
      (layer) => Object.assign(layer('d1'), { bias_regularizer: { class_name: 'L2', config: { l2: 1 } } }),
      /The bias_regularizer of d1 \(L2\) is left out/,
    ],
    [
      'dropout that differs',
      (layer) => Object.assign(layer('drop2'), { rate: 0.5 }),
      /Dense layer 2 has dropout 0\.5, but all dense layers share one: that of the first, 0\.015/,
    ],
    [
      'another optimizer',
      (_, keras) => Object.assign(keras, { training_config: { optimizer_config: { class_name: 'SGD', config: {} } } }),
      /The optimizer SGD is left out/,
    ],
    [
      'another loss',
      (_, keras) => Object.assign(keras, { training_config: { loss: 'mean_squared_error' } }),
      /The loss mean_squared_error is left out/,
    ],
  ])('says that it cannot express %s', async (_, change, note) => {
    expect((await entry(change)).notes).toMatch(note);
  });

  test('has the learning rate of Adam', async () => {
    const adam = { class_name: 'Adam', config: { learning_rate: 0.009999999776482582 } };
    const found = await entry((_, keras) => Object.assign(keras, { training_config: { optimizer_config: adam } }));
    expect(found.entry.training).toEqual({ learningRate: 0.01 });
  });

  test('is refused if our settings cannot say it', async () => {
    const keras = model('14-regularised.keras.json') as unknown as Keras;
    Object.assign(keras.config.layers[3].config, { units: 20 });
    await refused(
      march,
      place.write('uneven.json', keras),
      'dense layer 2 has 50 units and the first 20, expected the same in all',
    );
    for (const { config } of keras.config.layers)
      if ('kernel_initializer' in config && config.units !== 2) config.units = 5000;
    await refused(march, place.write('wide.json', keras), /the model has denseUnits 5000: .*4096/);
  });
});
