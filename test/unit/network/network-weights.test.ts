import fc from 'fast-check';
import { expect, test } from 'vitest';
import { kerasLayers } from '../../../src/network/keras-layers.ts';
import { fixedWeights, networkWeights } from '../../../src/network/network-weights.ts';
import { created, networks } from './created-network.ts';
import { problems } from './random-networks.ts';

/* Files, engine and layers of Keras have the weights that the description lists. */

test.each(networks)('$name has the described weights', ({ kind, attention }) => {
  fc.assert(
    fc.property(problems(kind, attention), (problem) => {
      const described = networkWeights(problem.architecture);
      const network = created(problem);
      const fixed: readonly string[] = Object.values(fixedWeights);
      expect(described.map(({ name }) => name).filter((name) => !fixed.includes(name))).toEqual(
        network.parameters.map(({ name }) => name),
      );
      for (const { name, columns } of network.parameters) {
        const shape = described.find((weight) => weight.name === name)?.shape ?? [];
        expect(network.readWeights(name)).toHaveLength(shape.reduce((product, size) => product * size));
        expect(shape[shape.length - 1]).toBe(columns);
      }
      const layers = kerasLayers(problem.architecture).map(({ name }) => name);
      for (const { name } of described) expect(layers).toContain(name.split('/')[0]);
    }),
    { numRuns: 30 },
  );
});
