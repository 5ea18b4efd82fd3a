import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../../src/dataset/input-error.ts';
import { kerasModel } from '../../../src/network/keras-layers.ts';
import { recogniseNetwork } from '../../../src/network/recognise-layers.ts';
import { problems } from './random-networks.ts';

const kinds = ['flatten', 'convolutions', 'embeddings'] as const;

test.each(kinds.flatMap((kind) => [false, true].map((attention) => [kind, attention] as const)))(
  'every network of %s, attention %s, is recognised as it was written',
  (kind, attention) => {
    fc.assert(
      fc.property(problems(kind, attention, 0.2), ({ architecture }) => {
        const { kernelInitializer: _, l2: __, ...expected } = architecture;
        const found = recogniseNetwork(JSON.parse(JSON.stringify(kerasModel(architecture))), 'model.json');
        expect(found.architecture).toEqual(expected);
        expect(found.layers.get('output')).toBe('output');
      }),
    );
  },
);

interface Layer {
  readonly class_name: string;
  readonly config: Record<string, unknown>;
}
const layer = (className: string, name: string, config: object = {}): Layer => ({
  class_name: className,
  config: { name, ...config },
});
const dense = (name: string, units: number, activation: string): Layer => layer('Dense', name, { units, activation });

/** As Keras writes a sequence of layers. */
const sequential = (...layers: readonly Layer[]) => ({
  class_name: 'Sequential',
  config: { name: 's', layers },
  keras_version: '2.2.4',
});
/** As Keras writes a graph: each layer with the names of those that feed it. */
const functional = (...layers: readonly (readonly [Layer, ...string[]])[]) => ({
  class_name: 'Model',
  config: {
    layers: layers.map(([one, ...inputs]) => ({
      ...one,
      name: one.config.name,
      inbound_nodes: inputs.length > 0 ? [inputs.map((input) => [input, 0, 0, {}])] : [],
    })),
  },
});
const counts = layer('InputLayer', 'input_1', { batch_input_shape: [null, 54, 142] });

describe('files of the kind that Keras writes', () => {
  test('in sequence: flattened counts, dense layers with dropout', () => {
    const model = sequential(
      layer('Flatten', 'flatten_1', { batch_input_shape: [null, 54, 142] }),
      dense('dense_1', 50, 'relu'),
      layer('Dropout', 'dropout_1', { rate: 0.2 }),
      dense('dense_2', 50, 'relu'),
      dense('dense_3', 3, 'softmax'),
    );
    const { architecture, layers } = recogniseNetwork(model, 'model.json');
    expect(architecture).toEqual({
      errors: 54,
      sites: 142,
      classes: 3,
      encoder: { kind: 'flatten' },
      attention: false,
      dense: [
        { units: 50, dropout: 0.2 },
        { units: 50, dropout: 0 },
      ],
    });
    expect([...layers]).toEqual([
      ['output', 'dense_3'],
      ['dense1', 'dense_1'],
      ['dense2', 'dense_2'],
    ]);
  });

  test('as a graph: convolutions over a whole axis each, on counts with a channel', () => {
    const image = layer('InputLayer', 'in', { batch_input_shape: [null, 54, 142, 1] });
    const model = functional(
      [image],
      [
        layer('Conv2D', 'of_sites', {
          filters: 5,
          kernel_size: [54, 1],
          padding: 'valid',
          strides: [1, 1],
          activation: 'linear',
        }),
        'in',
      ],
      [layer('Conv2D', 'of_errors', { filters: 5, kernel_size: [1, 142], padding: 'valid' }), 'in'],
      [layer('Flatten', 'f1'), 'of_sites'],
      [layer('Flatten', 'f2'), 'of_errors'],
      [layer('Concatenate', 'both'), 'f1', 'f2'],
      [dense('d1', 50, 'relu'), 'both'],
      [dense('out', 4, 'softmax'), 'd1'],
    );
    const { architecture, layers } = recogniseNetwork(model, 'model.json');
    expect(architecture.encoder).toEqual({ kind: 'convolutions', filters: 5 });
    expect(layers.get('conv_sites')).toBe('of_sites');
  });

  test('as a graph: counts times their attention', () => {
    const model = functional(
      [counts],
      [layer('Flatten', 'flat'), 'input_1'],
      [dense('a', 54, 'softmax'), 'flat'],
      [dense('b', 142, 'softmax'), 'flat'],
      [layer('Reshape', 'ra', { target_shape: [54, 1] }), 'a'],
      [layer('Reshape', 'rb', { target_shape: [1, 142] }), 'b'],
      [layer('Multiply', 'm1'), 'input_1', 'ra'],
      [layer('Multiply', 'm2'), 'm1', 'rb'],
      [layer('Flatten', 'flat2'), 'm2'],
      [dense('d1', 10, 'relu'), 'flat2'],
      [dense('out', 3, 'softmax'), 'd1'],
    );
    const { architecture, layers } = recogniseNetwork(model, 'model.json');
    expect([architecture.encoder.kind, architecture.attention]).toEqual(['flatten', true]);
    expect([layers.get('error_attention'), layers.get('site_attention')]).toEqual(['a', 'b']);
  });
});

describe('what a sequence says of its input', () => {
  const inside = [dense('d1', 5, 'relu'), dense('out', 3, 'softmax')];
  const flat = layer('Flatten', 'flat');
  test.each([
    [
      'Keras 2, in its first layer',
      sequential(layer('Flatten', 'flat', { batch_input_shape: [null, 54, 142] }), ...inside),
    ],
    [
      'Keras 3, in an input layer',
      sequential(layer('InputLayer', 'in', { batch_shape: [null, 54, 142] }), flat, ...inside),
    ],
    [
      'that it was built for it',
      { class_name: 'Sequential', config: { layers: [flat, ...inside], build_input_shape: [null, 54, 142] } },
    ],
    [
      'that TensorFlow built it',
      {
        class_name: 'Sequential',
        config: { layers: [flat, ...inside], build_input_shape: { class_name: 'TensorShape', items: [null, 54, 142] } },
      },
    ],
    [
      'that its first layer was built for it',
      sequential({ ...flat, build_config: { input_shape: [null, 54, 142] } } as Layer, ...inside),
    ],
  ])('%s', (_, model) => {
    const { errors, sites } = recogniseNetwork(model, 'model.json').architecture;
    expect([errors, sites]).toEqual([54, 142]);
  });
});

test('activations of their own are those of the layers before them, and noise is nothing when a model predicts', () => {
  const model = sequential(
    layer('Flatten', 'flat', { batch_input_shape: [null, 54, 142] }),
    layer('Dropout', 'drop0', { rate: 0.4 }),
    layer('GaussianNoise', 'noise', { stddev: 0.1 }),
    dense('d1', 5, 'linear'),
    layer('ReLU', 'relu', { max_value: null, negative_slope: 0, threshold: 0 }),
    layer('Dropout', 'drop1', { rate: 0.25 }),
    layer('Dense', 'd2', { units: 4 }),
    layer('Activation', 'act', { activation: 'relu' }),
    dense('out', 3, 'linear'),
    layer('Softmax', 'softmax', { axis: -1 }),
  );
  const { architecture, trainingOnly, layers } = recogniseNetwork(model, 'model.json');
  expect(architecture.dense).toEqual([
    { units: 5, dropout: 0.25 },
    { units: 4, dropout: 0 },
  ]);
  expect(trainingOnly.map(({ name }) => name)).toEqual(['drop0', 'noise']);
  expect(layers.get('output')).toBe('out');
});

test.each([
  layer('ReLU', 'act', { max_value: 6 }),
  layer('Softmax', 'act', { axis: 0 }),
  layer('Activation', 'act', { activation: 'tanh' }),
])('an activation that is another is refused: %j', (activation) => {
  const first = layer('Flatten', 'flat', { batch_input_shape: [null, 54, 142] });
  const model = sequential(first, dense('d1', 5, 'linear'), activation, dense('out', 3, 'softmax'));
  expect(() => recogniseNetwork(model, 'model.json')).toThrow(InputError);
});

const head = [dense('d1', 10, 'relu'), dense('out', 3, 'softmax')];
const flatten = layer('Flatten', 'flat', { batch_input_shape: [null, 54, 142] });

test.each([
  [
    'an unknown layer',
    sequential(flatten, layer('LSTM', 'memory_1'), ...head),
    'the layer memory_1 (LSTM) has no counterpart',
  ],
  [
    'a normalisation between',
    sequential(flatten, head[0], layer('BatchNormalization', 'norm'), head[1]),
    'the layer norm (BatchNormalization) has no counterpart',
  ],
  [
    'another activation',
    sequential(flatten, dense('d1', 10, 'selu'), head[1]),
    'the layer d1 has the activation selu, expected relu',
  ],
  [
    'an output that is no softmax',
    sequential(flatten, head[0], dense('out', 1, 'sigmoid')),
    'the layer out has the activation sigmoid, expected softmax',
  ],
  [
    'counts of another form',
    sequential(layer('Flatten', 'flat', { batch_input_shape: [null, 7668] }), ...head),
    'expected [null, error codes, sites]',
  ],
  [
    'a convolution that spans no axis',
    functional(
      [counts],
      [layer('Conv2D', 'c1', { filters: 5, kernel_size: [3, 3] }), 'input_1'],
      [layer('Flatten', 'f1'), 'c1'],
      [layer('Conv2D', 'c2', { filters: 5, kernel_size: [1, 142] }), 'input_1'],
      [layer('Flatten', 'f2'), 'c2'],
      [layer('Concatenate', 'both'), 'f1', 'f2'],
      [head[0], 'both'],
      [head[1], 'd1'],
    ),
    'the layer c1 spans [3,3], expected [54,1]',
  ],
  [
    'a layer that feeds nothing',
    functional(
      [counts],
      [layer('Flatten', 'f'), 'input_1'],
      [head[0], 'f'],
      [head[1], 'd1'],
      [layer('Flatten', 'lost'), 'input_1'],
    ),
    'the model has 2 outputs, expected one: the classes',
  ],
  [
    'a circle',
    functional(
      [counts],
      [layer('Flatten', 'flat'), 'input_1'],
      [dense('d1', 10, 'relu'), 'd2'],
      [dense('d2', 10, 'relu'), 'd1'],
      [dense('out', 3, 'softmax'), 'd2'],
    ),
    'the layer d1 feeds itself',
  ],
  [
    'a network that does not say what it takes',
    sequential(layer('Flatten', 'flat'), ...head),
    'the model does not say the shape of its input, expected [null, error codes, sites]',
  ],
  [
    'counts in another order',
    sequential(
      layer('Flatten', 'flat', { batch_input_shape: [null, 54, 142], data_format: 'channels_first' }),
      ...head,
    ),
    'the layer flat has the data format channels_first',
  ],
  [
    'a dilated convolution',
    functional(
      [counts],
      [layer('Conv2D', 'c1', { filters: 5, kernel_size: [54, 1], dilation_rate: [2, 1] }), 'input_1'],
      [layer('Flatten', 'f1'), 'c1'],
      [layer('Conv2D', 'c2', { filters: 5, kernel_size: [1, 142] }), 'input_1'],
      [layer('Flatten', 'f2'), 'c2'],
      [layer('Concatenate', 'both'), 'f1', 'f2'],
      [head[0], 'both'],
      [head[1], 'd1'],
    ),
    'the layer c1 is dilated or has groups',
  ],
  [
    'counts that are reshaped to another grid',
    functional(
      [layer('InputLayer', 'in', { batch_input_shape: [null, 4, 4] })],
      [layer('Reshape', 'grid', { target_shape: [4, 2, 2] }), 'in'],
      [layer('Conv2D', 'c1', { filters: 5, kernel_size: [4, 1] }), 'grid'],
      [layer('Flatten', 'f1'), 'c1'],
      [layer('Conv2D', 'c2', { filters: 5, kernel_size: [1, 4] }), 'grid'],
      [layer('Flatten', 'f2'), 'c2'],
      [layer('Concatenate', 'both'), 'f1', 'f2'],
      [head[0], 'both'],
      [head[1], 'd1'],
    ),
    'the layer grid reshapes to [4,2,2], expected [4,4,1]',
  ],
  [
    'units that nobody has',
    sequential(flatten, dense('d1', 1e12, 'relu'), head[1]),
    'the layer d1 has 1000000000000 units',
  ],
  ['half a unit', sequential(flatten, dense('d1', 0.5, 'relu'), head[1]), 'the layer d1 has 0.5 units'],
  [
    'dropout of everything',
    sequential(flatten, head[0], layer('Dropout', 'drop', { rate: 1 }), head[1]),
    'the layer drop has the rate 1',
  ],
  ['two layers of a name', sequential(flatten, head[0], head[0], head[1]), 'there are two layers d1'],
  ['no layers', { class_name: 'Model' }, 'it describes no layers'],
  ['a login page', '<html>', 'it describes no layers'],
])('%s is refused by its name', (_, model, message) => {
  expect(() => recogniseNetwork(model, 'model.json')).toThrow(InputError);
  expect(() => recogniseNetwork(model, 'model.json')).toThrow(message);
});
