import { describe, expect, it } from 'vitest';
import type { SparseRows } from '../../../src/dataset/sparse-rows.ts';
import { RandomState } from '../../../src/learning/random.ts';
import type { Architecture } from '../../../src/network/architecture.ts';
import { Matrix } from '../../../src/network/matrix.ts';
import { SparseNetwork } from '../../../src/network/sparse-network.ts';
import { type Entry, rowsOfEntries } from '../sparse-rows.ts';

const errors = 3;
const sites = 4;
const columns = errors * sites;

function architecture(dropout: number): Architecture {
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
    l2: 0,
  };
}

const everyColumn = Int32Array.from({ length: columns }, (_, column) => column);
const classWeights = [0.4, 1, 2.5];

function examplesOf(rows: readonly (readonly Entry[])[]): SparseRows {
  return rowsOfEntries(rows, columns);
}

function labelsFor({ rows }: SparseRows): Int32Array {
  return Int32Array.from({ length: rows }, (_, row) => row % 3);
}

function created(kernelRow: Int32Array, seed = 1, dropout = 0): SparseNetwork {
  const network = new SparseNetwork(architecture(dropout), kernelRow, classWeights, 4);
  network.initialize(new RandomState(seed));
  return network;
}

describe('a sparse network', () => {
  it('ignores entries of columns that are left out', () => {
    const leftOut = everyColumn.map((column) => (column < 6 ? column : -1));
    const network = created(leftOut);
    const seen: Entry = [2, 3];
    const unseen: Entry = [9, 7];
    expect(network.predict(examplesOf([[seen, unseen]]))).toEqual(network.predict(examplesOf([[seen]])));
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

  it('drops about the wanted share of outputs and keeps their mean', () => {
    const network = created(everyColumn, 4, 0.4);
    const { kernels } = network.arena;
    const count = 100_000;
    const matrix = new Matrix(network.arena, 1, count);
    matrix.floats().fill(1);
    kernels.reluDropout(matrix, Math.round(0.4 * 2 ** 32), 1 / 0.6);
    const outputs = matrix.floats();
    const dropped = outputs.reduce((sum, value) => sum + (value === 0 ? 1 : 0), 0) / count;
    // Five standard deviations of a share of 100,000 draws.
    expect(Math.abs(dropped - 0.4)).toBeLessThan(5 * Math.sqrt((0.4 * 0.6) / count));
    expect(new Set(outputs)).toEqual(new Set([0, Math.fround(1 / 0.6)]));
  });
});
