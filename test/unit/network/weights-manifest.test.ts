import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { InputError } from '../../../src/dataset/input-error.ts';
import { findWeights } from '../../../src/network/find-weights.ts';
import { readWeightsManifest } from '../../../src/network/weights-manifest.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'oap-weights-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = path.join(folder, 'model.json');
const bytesOf = (values: ArrayBufferView): Uint8Array => new Uint8Array(values.buffer);
const read = (content: unknown, ...shards: readonly Uint8Array[]) => {
  for (const [i, shard] of shards.entries()) writeFileSync(path.join(folder, `${i}.bin`), shard);
  return readWeightsManifest(content, file);
};
const one = (paths: readonly string[], ...weights: readonly object[]) => [{ paths, weights }];
const valuesOf = (dtype: string, quantization: object | undefined, bytes: Uint8Array): number[] => {
  const size = quantization ? (quantization as { dtype: string }).dtype : dtype;
  const length = bytes.length / ({ uint8: 1, bool: 1, uint16: 2, float16: 2 }[size] ?? 4);
  const entry = { name: 'w', shape: [length], dtype, ...(quantization && { quantization }) };
  return [...(read(one(['0.bin'], entry), bytes).get('w')?.values ?? [])];
};

describe('weights are read as they are stored:', () => {
  test('float32', () => {
    expect(valuesOf('float32', undefined, bytesOf(Float32Array.of(1.5, -2, 1e-30)))).toEqual([
      1.5,
      -2,
      Math.fround(1e-30),
    ]);
  });

  test.each([
    [0x0000, 0],
    [0x3c00, 1],
    [0xc000, -2],
    [0x7bff, 65504],
    [0x0001, 2 ** -24],
    [0x83ff, -1023 * 2 ** -24],
    [0x3555, 0.333251953125],
    [0x7c00, Number.POSITIVE_INFINITY],
    [0xfe00, Number.NaN],
  ])('float16 %i is %d', (bits, value) => {
    const quantization = { dtype: 'float16', original_dtype: 'float32' };
    expect(valuesOf('float32', quantization, bytesOf(Uint16Array.of(bits)))).toEqual([value]);
    expect(valuesOf('float16', undefined, bytesOf(Uint16Array.of(bits)))).toEqual([value]);
  });

  test.each([
    ['uint8', Uint8Array, 255],
    ['uint16', Uint16Array, 65535],
  ] as const)('quantised to %s within half a step', (dtype, List, levels) => {
    fc.assert(
      fc.property(fc.array(fc.float({ min: -8, max: 8, noNaN: true }), { minLength: 1, maxLength: 20 }), (values) => {
        const [min, max] = [Math.min(...values), Math.max(...values)];
        const scale = (max - min) / levels || 1;
        const stored = List.from(values.map((value) => Math.round((value - min) / scale)));
        const found = valuesOf('float32', { dtype, scale, min, original_dtype: 'float32' }, bytesOf(stored));
        for (const [i, value] of found.entries())
          expect(Math.abs(value - values[i])).toBeLessThanOrEqual(scale / 2 + 1e-6);
      }),
    );
  });

  test('over several files, cut anywhere, and past weights of other types', () => {
    const all = Buffer.concat([
      bytesOf(Float32Array.of(1, 2, 3)),
      bytesOf(Int32Array.of(7)),
      Uint8Array.of(1),
      bytesOf(Float32Array.of(4)),
    ]);
    const content = one(
      ['0.bin', '1.bin', '2.bin'],
      { name: 'a', shape: [3], dtype: 'float32' },
      { name: 'iterations', shape: [], dtype: 'int32' },
      { name: 'flag', shape: [1], dtype: 'bool' },
      { name: 'b', shape: [1, 1], dtype: 'float32' },
    );
    for (let cut = 0; cut <= all.length; cut++) {
      const weights = read(content, all.subarray(0, cut), all.subarray(cut, cut + 2), all.subarray(cut + 2));
      expect([...(weights.get('a')?.values ?? [])]).toEqual([1, 2, 3]);
      expect(weights.get('b')).toEqual({ shape: [1, 1], values: Float32Array.of(4) });
    }
  });
});

describe('weights are refused before they are read', () => {
  const weight = { name: 'w', shape: [2], dtype: 'float32' };
  mkdirSync(path.join(folder, 'folder.bin'));
  test.each<[string, unknown, RegExp]>([
    [
      'if the file is shorter',
      one(['0.bin'], { ...weight, shape: [3] }),
      /the weights in 0\.bin are 8 bytes, expected the 12 bytes/,
    ],
    ['if the file is longer', one(['0.bin'], { ...weight, shape: [1] }), /are 8 bytes, expected the 4 bytes/],
    ['if there is no such file', one(['gone.bin'], weight), /cannot be read/],
    ['if it is a folder', one(['folder.bin'], weight), /folder\.bin is not a file/],
    ['if it is elsewhere', one(['../0.bin'], weight), /expected a file next to the model/],
    ['if they are too many', one(['0.bin'], { ...weight, shape: [1e9, 1e9] }), /which is too many/],
    ['if their shape is none', one(['0.bin'], { ...weight, shape: [-2] }), /list of weights/],
    [
      'if they are there twice',
      one(['0.bin'], { ...weight, shape: [1] }, { ...weight, shape: [1] }),
      /lists the weights w twice/,
    ],
    ['if they are text', one(['0.bin'], { ...weight, dtype: 'string' }), /of the type string/],
    [
      'if they are quantised otherwise',
      one(['0.bin'], { ...weight, quantization: { dtype: 'int4' } }),
      /quantised \(int4\)/,
    ],
    ['if the scale is missing', one(['0.bin'], { ...weight, quantization: { dtype: 'uint8' } }), /quantised \(uint8\)/],
    ['if it is no list', { paths: [] }, /list of weights/],
  ])('%s', (_, content, reason) => {
    expect(() => read(content, bytesOf(Float32Array.of(1, 2)))).toThrow(InputError);
    expect(() => read(content, bytesOf(Float32Array.of(1, 2)))).toThrow(reason);
  });
});

describe('weights of a layer are found', () => {
  const find = (layer: string, weight: string, ...names: readonly string[]): number => {
    const weights = new Map(names.map((name, i) => [name, { shape: [1], values: Float32Array.of(i) }]));
    return findWeights(weights, layer, weight, (reason) => {
      throw new Error(reason);
    }).values[0];
  };

  test.each([
    ['plain', 'dense', 'bias', ['dense/kernel', 'dense/bias']],
    [
      "behind a model's name",
      'dense',
      'bias',
      ['sequential/dense/kernel', 'sequential/dense/bias', 'sequential/dense_1/bias'],
    ],
    ['numbered by TensorFlow', 'dense_1', 'bias', ['dense/bias:0', 'dense_1/bias:0']],
    ["behind the layer's name again", 'd', 'bias', ['d/d/kernel:0', 'd/d/bias:0']],
    ['numbered by Keras 3', 'dense', 'bias', ['layers/dense/vars/0', 'layers/dense/vars/1']],
    ['as variables', 'dense', 'bias', ['dense/variables/0', 'dense/variables/1']],
    ['of Keras 3, which calls every kernel so', 'depth', 'depthwise_kernel', ['m/other/kernel', 'm/depth/kernel']],
  ])('%s', (_, layer, weight, names) => {
    expect(find(layer, weight, ...names)).toBe(1);
  });

  test('or not: none, or more than one', () => {
    expect(() => find('dense', 'bias', 'dense_1/bias')).toThrow('no weights dense/bias; it has dense_1/bias');
    expect(() => find('dense', 'bias', 'a/dense/bias', 'b/dense/bias')).toThrow(
      'could be a/dense/bias or b/dense/bias',
    );
  });
});
