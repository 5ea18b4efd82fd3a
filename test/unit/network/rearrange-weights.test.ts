import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Architecture } from '../../../src/network/architecture.ts';
import { importLayersModel, readForeignNetwork } from '../../../src/network/import-layers-model.ts';
import { loadLayersModel } from '../../../src/network/layers-model.ts';
import { nonZeroRows } from '../sparse-rows.ts';
import { problems } from './random-networks.ts';
import { savedFiles, trained } from './saved-network.ts';

/* A network whose codes, sites and classes are in another order predicts the same of the same counts. */

const kinds = ['flatten', 'convolutions', 'embeddings'] as const;

test.each(kinds.flatMap((kind) => [false, true].map((attention) => [kind, attention] as const)))(
  'networks of %s, attention %s, in any order',
  (kind, attention) => {
    fc.assert(
      fc.property(problems(kind, attention), fc.infiniteStream(fc.nat(1000)), (problem, numbers) => {
        const { errors, sites, classes } = problem.architecture;
        const network = trained(problem);
        const order = {
          errors: shuffled(errors, numbers),
          sites: shuffled(sites, numbers),
          classes: shuffled(classes, numbers),
        };
        const moved = imported(problem.architecture, network, order);
        const fresh = problem.fresh.map((row) =>
          Array.from({ length: errors * sites }, (_, cell) => {
            const [error, site] = [Math.floor(cell / sites), cell % sites];
            return row[order.errors[error] * sites + order.sites[site]];
          }),
        );
        const expected = network.predict(nonZeroRows(problem.fresh, Float32Array));
        const found = moved.predict(nonZeroRows(fresh, Float32Array));
        for (const [i, p] of found.entries()) {
          const row = i - (i % classes);
          expect(Math.abs(p - expected[row + order.classes[i % classes]])).toBeLessThan(1e-5);
        }
      }),
      { numRuns: 60 },
    );
  },
);

function shuffled(length: number, numbers: Iterator<number>): Int32Array {
  const places = Int32Array.from({ length }, (_, i) => i);
  for (let i = length - 1; i > 0; i--) {
    const j = Number(numbers.next().value) % (i + 1);
    [places[i], places[j]] = [places[j], places[i]];
  }
  return places;
}

/** The network as it was saved, read as one of another tool. */
function imported(
  architecture: Architecture,
  network: ReturnType<typeof trained>,
  order: Parameters<typeof importLayersModel>[1],
): ReturnType<typeof loadLayersModel> {
  const { file, content } = savedFiles(architecture, network);
  const [model, weights] = importLayersModel(readForeignNetwork(content, file), order, file);
  return loadLayersModel(architecture, model.bytes, weights.bytes, 4);
}
