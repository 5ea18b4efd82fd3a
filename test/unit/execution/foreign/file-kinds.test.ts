import { mkdirSync, symlinkSync } from 'node:fs';
import { deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../../../src/dataset/input-error.ts';
import { ImportPlace } from './import-place.ts';

/* A file is called what it is, with the way to one that can be imported. */

const place = new ImportPlace();
const reasonFor = async (name: string): Promise<string> => {
  try {
    await place.import('03-march.oap.json', name);
  } catch (error) {
    if (error instanceof InputError) return error.reason;
    throw error;
  }
  throw new Error(`${name} was imported`);
};
const zip = (...names: readonly string[]): Uint8Array =>
  Buffer.concat(
    names.flatMap((name) => [Buffer.from([0x50, 0x4b, 3, 4, ...new Array(26).fill(0)]), Buffer.from(name)]),
  );
const bytes = (...numbers: readonly number[]): Uint8Array => Buffer.concat([Buffer.from(numbers), Buffer.alloc(40)]);
const json = (content: unknown): string => JSON.stringify(content);

describe('a file', () => {
  test.each<[string, string, string | Uint8Array, RegExp]>([
    [
      '.keras archive',
      'm.keras',
      zip('metadata.json', 'config.json', 'model.weights.h5'),
      /this is a \.keras archive of Keras 3,.*save_keras_model/,
    ],
    [
      '.h5',
      'm.h5',
      bytes(0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a),
      /HDF5 file \(\.h5\) of Keras,.*save_keras_model/,
    ],
    ['PyTorch', 'm.pt', zip('archive/data.pkl'), /archive of PyTorch/],
    ['npz', 'm.npz', zip('w.npy'), /NumPy arrays/],
    ['zip', 'm.zip', zip('model.json'), /zip archive,.*unpack it first/],
    ['gzip', 'm.json.gz', gzipSync('{}'), /gzip archive,.*unpack it first/],
    ['bzip2', 'm.bz2', bytes(0x42, 0x5a, 0x68, 0x39), /bzip2/],
    ['xz', 'm.xz', bytes(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0), /xz archive/],
    ['zstd', 'm.zst', bytes(0x28, 0xb5, 0x2f, 0xfd), /zstd/],
    ['pickle', 'm.pkl', bytes(0x80, 4, 0x95), /a Python pickle, which is code and never opened/],
    ['joblib', 'm.joblib', deflateSync('model'), /compressed pickle/],
    ['npy', 'm.npy', bytes(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59), /NumPy array/],
    ['TensorFlow Lite', 'm.tflite', bytes(0x1c, 0, 0, 0, 0x54, 0x46, 0x4c, 0x33), /TensorFlow Lite/],
    ['CatBoost', 'm.cbm', Buffer.from('CBM1\0\0\0\0'), /CatBoost/],
    [
      'UBJSON',
      'm.ubj',
      Buffer.concat([bytes(0x7b, 0x4c, 0, 0, 0, 0, 0, 0, 0, 7), Buffer.from('learner')]),
      /XGBoost model in UBJSON,.*save_model\("model\.json"\)/,
    ],
    ['UBJSON with short lengths', 'm.json', Buffer.concat([bytes(0x7b, 0x69, 7), Buffer.from('learner')]), /UBJSON/],
    [
      'old binary',
      'm.bin',
      Buffer.concat([bytes(0, 0, 0, 0x3f, 4, 0, 0, 0), Buffer.from('multi:softprob gbtree')]),
      /XGBoost model in the old binary format/,
    ],
    ['raw old binary', 'm.model', Buffer.concat([Buffer.from('binf'), bytes(0, 0, 0, 0x3f)]), /old binary format/],
    ['memory image', 'm.bin', Buffer.concat([Buffer.from('CONFIG-offset:'), bytes(1)]), /old binary format/],
    ['SavedModel', 'saved_model.pb', bytes(0x08, 1, 0x12, 0xff), /SavedModel/],
    ['ONNX', 'm.onnx', bytes(0x08, 8, 0x12, 7), /ONNX model/],
    ['ONNX of another name', 'model', bytes(0x08, 8, 0x12, 7), /ONNX model/],
    ['weights', 'weights.bin', bytes(1, 2, 3), /the weights of a model,.*give its model\.json/],
    ['other bytes', 'x.dat', bytes(1, 2, 3), /a binary file/],
    ['UTF-16', 'm16.json', Buffer.from('\uFEFF{}', 'utf16le'), /UTF-16,.*save it as UTF-8/],
    ['nothing', 'empty.json', '', /this is empty/],
    ['blanks', 'blank.json', ' \n', /this is empty/],
    ['only a mark', 'mark.json', '\uFEFF', /this is empty/],
    ['web page', 'page.json', '<!DOCTYPE html><html><body>Log in', /a web page, perhaps a login page/],
    ['PMML', 'm.pmml', '<?xml version="1.0"?><PMML version="4.4">', /this is PMML/],
    ['XML', 'm.xml', '<?xml version="1.0"?><other/>', /this is XML/],
    [
      'Git LFS pointer',
      'lfs.json',
      'version https://git-lfs.github.com/spec/v1\noid sha256:0\n',
      /Git LFS pointer,.*run git lfs pull/,
    ],
    [
      'text dump',
      'dump.txt',
      'booster[0]:\n0:[f0<0.5] yes=1,no=2,missing=1\n\t1:leaf=1\n',
      /text dump of trees from XGBoost/,
    ],
    ['text dump without heads', 'dump2.txt', '0:[f0<0.5] yes=1,no=2,missing=1\n', /text dump of trees from XGBoost/],
    ['LightGBM', 'm.txt', 'tree\nversion=v3\nnum_class=1\n', /LightGBM/],
    ['Graphviz', 'm.dot', 'digraph {\n}', /drawing of a tree/],
    ['other text', 'x.txt', 'hello', /this is not JSON/],
    [
      'cut JSON',
      'cut.json',
      place.text('07-softmax.model.json').slice(0, 500),
      /this file is cut off: its JSON does not end/,
    ],
    ['bad JSON', 'bad.json', '{"a": 1,, }', /this is not valid JSON/],
    ['JSON dump', 'dump.json', place.text('13-xgboost-dump.json'), /a dump of trees from XGBoost.*save_model/],
    ['dump of texts', 'texts.json', json(['{"nodeid": 0, "leaf": 1}']), /a dump of trees from XGBoost/],
    ['dump of text trees', 'trees.json', json(['0:leaf=0.5\n']), /a dump of trees from XGBoost/],
    ['one tree', 'tree.json', json({ nodeid: 0, leaf: 1 }), /a dump of an XGBoost tree/],
    [
      'configuration',
      'config.json',
      json({ learner: { gradient_booster: { name: 'gbtree' }, learner_train_param: {} }, version: [1, 7, 4] }),
      /configuration of an XGBoost model \(save_config\)/,
    ],
    ['graph', 'graph.json', json({ modelTopology: { node: [] } }), /graph model, expected a LayersModel/],
    ['LightGBM JSON', 'lgb.json', json({ name: 'tree', tree_info: [], feature_names: [] }), /LightGBM/],
    ['CatBoost JSON', 'cat.json', json({ oblivious_trees: [] }), /CatBoost/],
    ['metadata', 'metadata.json', json({ keras_version: '3.4.1', date_saved: 'x' }), /metadata of a \.keras archive/],
    ['manifest', 'manifest.json', json([{ paths: [], weights: [] }]), /a list of weights/],
    [
      'description',
      'oap2.json',
      place.text('03-export', 'oap.json'),
      /oap\.json, which describes a model,.*give the model next to it/,
    ],
    ['experiment', 'e.json', json({ history: 'h.json' }), /an experiment/],
    ['history', 'h2.json', place.text('h.json'), /a history/],
    ['record of a run', 'run.json', json({ specification: {}, protocol: 'holdout' }), /the record of a run/],
    ['number', 'seven.json', '[7]', /it describes no layers/],
    ['wrong name', 'model.h5', place.text('12-graph-model', 'model.json'), /graph model/],
  ])('of %s', async (_, name, content, reason) => {
    place.write(name, content);
    const found = await reasonFor(name);
    expect(found).toMatch(reason);
    // One sentence for a person.
    expect(found).not.toMatch(/\n/);
  });

  test('of any of these names that is a model is a model', async () => {
    for (const name of ['renamed.bin', 'renamed.h5', 'renamed.onnx', 'renamed']) {
      place.write(name, place.text('07-softmax.model.json'));
      expect((await place.import('03-march.oap.json', name)).kind).toBe('run');
    }
  });
});

describe('what is no file', () => {
  test.each<[string, readonly string[], RegExp]>([
    ['a SavedModel', ['saved_model.pb'], /a SavedModel folder of TensorFlow/],
    ['an export', ['model.json', 'oap.json'], /this is a folder,.*give the file model\.json in it/],
    ['an unpacked archive', ['config.json', 'model.weights.h5'], /an unpacked \.keras archive/],
    ['nothing', [], /this is a folder/],
  ])('is a folder of %s', async (name, files, reason) => {
    mkdirSync(place.path(name));
    for (const file of files) place.write(`${name}/${file}`, 'x');
    expect(await reasonFor(name)).toMatch(reason);
  });

  test('is not there', async () => {
    expect(await reasonFor('gone.json')).toMatch(/the model cannot be read: ENOENT/);
  });

  test('is a device', async () => {
    symlinkSync('/dev/zero', place.path('endless.json'));
    expect(await reasonFor('endless.json')).toMatch(/not a regular file/);
  });
});
