import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SparseRows } from '../../../src/dataset/sparse-rows.ts';
import { RandomState } from '../../../src/learning/random.ts';
import type { Architecture } from '../../../src/network/architecture.ts';
import { SparseNetwork } from '../../../src/network/sparse-network.ts';
import { denseRows, type Entry, rowsOfEntries } from '../sparse-rows.ts';
import { denseNetwork } from './dense-reference.ts';

const errors = 3;
const sites = 4;
const columns = errors * sites;

function architecture(dropout = 0, l2 = 0): Architecture {
  return {
    errors,
    sites,
    classes: 3,
    encoder: { kind: 'flatten' },
    attention: false,
    dense: [
      { units: 5, dropout },
      { units: 6, dropout },
    ],
    kernelInitializer: 'glorot-uniform',
    l2,
  };
}

const everyColumn = Int32Array.from({ length: columns }, (_, column) => column);
const classWeights = [0.4, 1, 2.5];

/** Rows of random counts; empty rows and columns that nobody uses come up often. */
const someExamples = fc
  .array(
    fc.uniqueArray(fc.tuple(fc.nat(columns - 1), fc.integer({ min: 1, max: 9 })), {
      selector: ([c]) => c,
      maxLength: 5,
    }),
    {
      minLength: 1,
      maxLength: 9,
    },
  )
  .map(examplesOf);

function examplesOf(rows: readonly (readonly Entry[])[]): SparseRows {
  return rowsOfEntries(rows, columns);
}

function labelsFor({ rows }: SparseRows): Int32Array {
  return Int32Array.from({ length: rows }, (_, row) => row % 3);
}

function created(kernelRow: Int32Array, seed = 1, dropout = 0, batch = 4): SparseNetwork {
  const network = new SparseNetwork(architecture(dropout), kernelRow, classWeights, batch);
  network.initialize(new RandomState(seed));
  return network;
}

function weightsOf(network: SparseNetwork) {
  const names = ['dense1', 'dense2', 'output'];
  const kernels = names.map((name) => {
    const { columns: width } = parameter(network, `${name}/kernel`);
    const flat = network.readWeights(`${name}/kernel`);
    return Array.from({ length: flat.length / width }, (_, row) =>
      Array.from(flat.subarray(row * width, (row + 1) * width)),
    );
  });
  return { kernels, biases: names.map((name) => Array.from(network.readWeights(`${name}/bias`))) };
}

function parameter(network: SparseNetwork, name: string) {
  const found = network.parameters.find((candidate) => candidate.name === name);
  if (!found) throw new Error(`no ${name}`);
  return found;
}

describe('a sparse network', () => {
  it('predicts what a dense network with its weights predicts, in any batches', () => {
    fc.assert(
      fc.property(someExamples, fc.integer({ min: 1, max: 10 }), (examples, batch) => {
        const network = created(everyColumn, 3, 0, batch);
        const { probabilities } = denseNetwork(
          weightsOf(network),
          denseRows(examples),
          labelsFor(examples),
          classWeights,
        );
        const predicted = network.predict(examples);
        probabilities.flat().forEach((p, i) => {
          expect(predicted[i]).toBeCloseTo(p, 5);
        });
      }),
    );
  });

  it('has the gradient of a dense network for every weight', () => {
    fc.assert(
      fc.property(someExamples, (examples) => {
        const network = created(everyColumn, 5, 0, 9);
        const labels = labelsFor(examples);
        const reference = denseNetwork(weightsOf(network), denseRows(examples), labels, classWeights);
        const rows = Int32Array.from({ length: examples.rows }, (_, row) => row);
        const loss = network.collectGradient(examples, labels, rows, 0, examples.rows) / examples.rows;
        expect(loss).toBeCloseTo(reference.loss, 4);
        ['dense1', 'dense2', 'output'].forEach((name, layer) => {
          const gradient = parameter(network, `${name}/kernel`).readGradient();
          reference.kernelGradients[layer].flat().forEach((g, i) => {
            expect(gradient[i]).toBeCloseTo(g, 4);
          });
          const biasGradient = parameter(network, `${name}/bias`).readGradient();
          reference.biasGradients[layer].forEach((g, i) => {
            expect(biasGradient[i]).toBeCloseTo(g, 4);
          });
        });
      }),
    );
  });

  it('ignores entries of columns that are left out', () => {
    const leftOut = everyColumn.map((column) => (column < 6 ? column : -1));
    const network = created(leftOut);
    const seen: readonly Entry[] = [[2, 3]];
    const both: readonly Entry[] = [
      [2, 3],
      [9, 7],
    ];
    expect(network.predict(examplesOf([both]))).toEqual(network.predict(examplesOf([seen])));
    expect(network.readWeights('dense1/kernel').subarray(6 * 5)).toEqual(new Float32Array(6 * 5));
  });

  it('gives the same bits for the same seed, and others for another', () => {
    const examples = examplesOf([[[1, 2]], [[5, 1]], [[7, 9]], []]);
    const trained = (seed: number): Float32Array => {
      const network = created(everyColumn, seed, 0.3);
      for (let step = 0; step < 20; step++) {
        network.collectGradient(examples, labelsFor(examples), Int32Array.of(0, 1, 2, 3), 0, 4);
        network.step();
      }
      return network.predict(examples);
    };
    expect(trained(8)).toEqual(trained(8));
    expect(trained(8)).not.toEqual(trained(9));
  });

  it('learns to tell classes apart', () => {
    const examples = examplesOf([[[0, 1]], [[4, 1]], [[8, 1]]]);
    const network = created(everyColumn, 2);
    for (let step = 0; step < 1500; step++) {
      network.collectGradient(examples, Int32Array.of(0, 1, 2), Int32Array.of(2, 0, 1), 0, 3);
      network.step();
    }
    const predicted = network.predict(examples);
    for (const i of [0, 4, 8]) expect(predicted[i]).toBeGreaterThan(0.9);
  });

  it('keeps the padding of its matrices zero', () => {
    const examples = examplesOf([[[0, 1]], [[4, 1]]]);
    const network = created(everyColumn, 2, 0.5);
    for (let step = 0; step < 5; step++) {
      network.collectGradient(examples, Int32Array.of(0, 1), Int32Array.of(0, 1), 0, 2);
      network.step();
    }
    for (const { arena, weight, bytes, stride, columns: width } of network.parameters) {
      const floats = arena.floats(weight, bytes / 4);
      floats.forEach((value, i) => {
        if (i % (stride / 4) >= width) expect(value).toBe(0);
      });
    }
  });

  it('drops about the wanted share of outputs and keeps their mean', () => {
    const network = created(everyColumn, 4, 0.4);
    const { kernels } = network.arena;
    const count = 100_000;
    const pointer = network.arena.allocate(count * 4);
    network.arena.floats(pointer, count).fill(1);
    kernels.reluDropout(pointer, count * 4, Math.round(0.4 * 2 ** 32), 1 / 0.6);
    const outputs = network.arena.floats(pointer, count);
    const dropped = outputs.reduce((sum, value) => sum + (value === 0 ? 1 : 0), 0) / count;
    // Five standard deviations of a share of 100,000 draws.
    expect(Math.abs(dropped - 0.4)).toBeLessThan(5 * Math.sqrt((0.4 * 0.6) / count));
    expect(new Set(outputs)).toEqual(new Set([0, Math.fround(1 / 0.6)]));
  });
});
