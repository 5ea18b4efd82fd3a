import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadLayersModel, saveLayersModel } from '../../../src/network/layers-model.ts';
import { nonZeroRows } from '../sparse-rows.ts';
import { problems } from './random-networks.ts';
import { trained } from './saved-network.ts';
import { loadPlainly, predictPlainly } from './tensorflow.ts';

/* A saved network is a LayersModel that TensorFlow.js loads by itself, and predicts the same. */

const kinds = ['flatten', 'convolutions', 'embeddings'] as const;

test.each(kinds.flatMap((kind) => [false, true].map((attention) => [kind, attention] as const)))(
  'TensorFlow.js reads a network of %s, attention %s, and predicts the same probabilities',
  async (kind, attention) => {
    await fc.assert(
      fc.asyncProperty(problems(kind, attention), async (problem) => {
        const network = trained(problem);
        const { errors, sites } = problem.architecture;
        const files = saveLayersModel(problem.architecture, network);
        const model = await loadPlainly(files);
        const grids = problem.fresh.map((row) =>
          Array.from({ length: errors }, (_, e) => row.slice(e * sites, (e + 1) * sites)),
        );
        const examples = nonZeroRows(problem.fresh, Float32Array);
        expect(largestDifference(network.predict(examples), predictPlainly(model, grids))).toBeLessThan(1e-5);
        const loaded = loadLayersModel(problem.architecture, files[0].bytes, files[1].bytes, 4);
        expect(largestDifference(loaded.predict(examples), network.predict(examples))).toBeLessThan(1e-6);
        model.dispose();
      }),
      { numRuns: 40 },
    );
  },
);

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  return Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);
}
