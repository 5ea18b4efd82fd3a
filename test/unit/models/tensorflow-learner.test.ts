import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { classWeights } from '../../../src/learning/class-weights.ts';
import type { Learner, TrainingSet } from '../../../src/learning/learner.ts';
import { RandomState } from '../../../src/learning/random.ts';
import { NetworkLearner, type NetworkTraining } from '../../../src/models/network-learner.ts';
import { TensorFlowLearner } from '../../../src/models/tensorflow-learner.ts';
import type { Architecture, Encoder } from '../../../src/network/architecture.ts';
import { crossEntropyLoss } from '../../../src/network/loss.ts';
import { networkWeights } from '../../../src/network/network-weights.ts';
import { openJavaScript } from '../../../src/network/tensorflow/open-javascript.ts';
import type { TensorFlow } from '../../../src/network/tensorflow/tensorflow.ts';
import { rowsOfEntries } from '../sparse-rows.ts';

/* The same network in both engines: first weights, batches and rules are the same, so the trained weights must be. */

const wasmFolder = `${path.resolve('node_modules/@tensorflow/tfjs-backend-wasm/dist')}/`;
let engine: TensorFlow;

beforeAll(async () => {
  engine = await openJavaScript(wasmFolder);
});

const [errors, sites, classes] = [9, 14, 3];

function architecture(encoder: Encoder, attention: boolean, dropout: number): Architecture {
  const dense = [20, 20, 20].map((units) => ({ units, dropout }));
  return { errors, sites, classes, encoder, attention, dense, kernelInitializer: 'glorot-uniform', l2: 0.0015 };
}

/** Counts like those of failures: few of many pairs, some never used, the class shown by some of them. */
const training: TrainingSet = (() => {
  const random = new RandomState(5);
  const labels = Int32Array.from({ length: 160 }, (_, i) => [0, 0, 0, 1, 2][i % 5]);
  const rows = Array.from(labels, (label) => {
    const entries = new Map<number, number>();
    for (let i = 0; i < 6; i++) {
      const error = (label * 3 + Math.floor(4 * random.randomSample(1)[0])) % errors;
      const site = Math.floor((sites - 2) * random.randomSample(1)[0]);
      entries.set(error * sites + site, 1 + Math.floor(5 * random.randomSample(1)[0]));
    }
    return [...entries];
  });
  return {
    examples: rowsOfEntries(rows, errors * sites),
    labels,
    classes,
    classWeights: classWeights(labels, classes),
  };
})();
const options: NetworkTraining = {
  batchSize: 32,
  learningRate: 0.001,
  seed: 11,
  loss: crossEntropyLoss,
  otherTargets: 0,
};

const networks: [string, Encoder, boolean][] = (
  [
    ['simple', { kind: 'flatten' }],
    ['cnn', { kind: 'convolutions', filters: 5 }],
    ['embedding', { kind: 'embeddings', size: 6 }],
  ] as [string, Encoder][]
).flatMap(([name, encoder]) => [
  [name, encoder, false],
  [`${name}+attention`, encoder, true],
]);

/** The weights in a learner's files, by name. */
function weightsOf(learner: Learner, network: Architecture): Map<string, Float32Array> {
  const [, { bytes }] = learner.save();
  let at = 0;
  return new Map(
    networkWeights(network).map(({ name, shape }) => {
      const values = new Float32Array(
        bytes.slice(at).buffer,
        0,
        shape.reduce((product, size) => product * size),
      );
      at += values.byteLength;
      return [name, values];
    }),
  );
}

const flat = architecture({ kind: 'flatten' }, false, 0);

test.each([
  ['logistic regression', { ...flat, dense: [] }, {}],
  ['focal loss', flat, { loss: { gamma: 2, tau: 0 } }],
  ['logit adjustment', flat, { loss: { gamma: 0, tau: 1 } }],
])('%s has the weights of the sparse engine after 20 steps of Adam', (_, network, changes) => {
  expectSameTraining(network, { ...options, ...changes });
});

describe.each(networks)('%s', (_, encoder, attention) => {
  test('has the weights of the sparse engine after 20 steps of Adam', () => {
    expectSameTraining(architecture(encoder, attention, 0), options);
  });

  test('gives the same numbers in every run, dropout included, and goes back to what it kept', () => {
    const network = architecture(encoder, attention, 0.3);
    const [first, second] = [0, 1].map(() => new TensorFlowLearner(engine, network, training, options));
    first.step();
    second.step();
    const kept = Float32Array.from(first.predict(training.examples));
    expect(second.predict(training.examples)).toEqual(kept);
    first.keep();
    first.step();
    expect(first.predict(training.examples)).not.toEqual(kept);
    first.restore();
    expect(first.predict(training.examples)).toEqual(kept);
    for (const learner of [first, second]) learner.dispose();
  });
});

test('no tensor is left behind', () => {
  const before = engine.core.memory().numTensors;
  const learner = new TensorFlowLearner(
    engine,
    architecture({ kind: 'convolutions', filters: 5 }, true, 0.3),
    training,
    options,
  );
  learner.step();
  learner.keep();
  const between = engine.core.memory().numTensors;
  learner.step();
  learner.restore();
  learner.predict(training.examples);
  expect(engine.core.memory().numTensors).toBe(between);
  learner.dispose();
  expect(engine.core.memory().numTensors).toBe(before);
});

test('the WebAssembly backend computes', () => {
  expect(engine.backend).toBe('wasm');
});

function expectSameTraining(network: Architecture, settings: NetworkTraining): void {
  const sparse = new NetworkLearner(network, training, settings);
  const dense = new TensorFlowLearner(engine, network, training, settings);
  expect(dense.save()).toEqual(sparse.save());
  for (let epoch = 0; epoch < 4; epoch++) {
    sparse.step();
    dense.step();
  }
  const [ours, theirs] = [weightsOf(sparse, network), weightsOf(dense, network)];
  for (const [name, values] of ours) {
    const other = theirs.get(name) ?? new Float32Array();
    const scale = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const worst = values.reduce((most, value, i) => Math.max(most, Math.abs(value - other[i])), 0);
    expect(worst / scale, name).toBeLessThan(1e-4);
  }
  const [a, b] = [Float32Array.from(sparse.predict(training.examples)), dense.predict(training.examples)];
  expect(a.reduce((most, p, i) => Math.max(most, Math.abs(p - b[i])), 0)).toBeLessThan(1e-4);
  dense.dispose();
}
