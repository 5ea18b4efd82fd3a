import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RandomState } from '../../../src/learning/random.ts';
import type { Embeddings } from '../../../src/network/embeddings.ts';
import {
  EmbeddingTrainer,
  studyPretraining,
  trainEmbeddings,
  usedPairs,
} from '../../../src/network/train-embeddings.ts';
import { nonZeroRows } from '../sparse-rows.ts';
import { DenseAdam } from './dense-adam.ts';
import { pretrainingLoss } from './dense-losses.ts';
import { expectClose } from './expect-close.ts';
import { differentiate, type Weights } from './scalar.ts';

/** Initial embeddings and which pairs are used: errors, sites or all of them may be in none. */
const problems = fc
  .record({
    errors: fc.integer({ min: 1, max: 7 }),
    sites: fc.integer({ min: 1, max: 18 }),
    size: fc.integer({ min: 1, max: 6 }),
    used: fc.array(fc.boolean(), { minLength: 7 * 18, maxLength: 7 * 18 }),
    seed: fc.nat(1000),
  })
  .map(({ errors, sites, size, used, seed }) => {
    const random = new RandomState(seed);
    const draw = (count: number) => Float32Array.from(random.uniform(-1, 1, count * size));
    const initial: Embeddings = { size, errors: draw(errors), sites: draw(sites) };
    return { initial, target: used.slice(0, errors * sites).map(Number) };
  });

describe('EmbeddingTrainer', () => {
  it('has the loss and the gradients of the textbook', () => {
    fc.assert(
      fc.property(problems, ({ initial, target }) => {
        const trainer = new EmbeddingTrainer(initial, target);
        const expected = differentiate(weightsOf(initial), (weights) => pretrainingLoss(weights, initial.size, target));
        expectClose([trainer.collectGradient()], [expected.value], 'loss');
        for (const parameter of [trainer.errors, trainer.sites]) {
          expectClose(parameter.readGradient(), expected.gradient.get(parameter.name), parameter.name);
        }
      }),
    );
  });

  it('moves as the textbook has it', () => {
    const settings = { ...studyPretraining, epsilon: 0.01 };
    fc.assert(
      fc.property(problems, ({ initial, target }) => {
        const trainer = new EmbeddingTrainer(initial, target, settings);
        const adam = new DenseAdam(settings);
        let weights = weightsOf(initial);
        for (let step = 0; step < 3; step++) {
          trainer.collectGradient();
          trainer.step();
          const { gradient } = differentiate(weights, (w) => pretrainingLoss(w, initial.size, target));
          weights = adam.step(weights, gradient);
        }
        for (const [name, values] of weightsOf(trainer.read())) expectClose(values, weights.get(name), name);
      }),
    );
  });
});

describe('trainEmbeddings', () => {
  const size = 4;
  /** Three errors at four sites: the last error and the third site are never used, and the second example has no counts. */
  const examples = nonZeroRows(
    [
      [2, 0, 0, 0, /**/ 0, 1, 0, 0, /**/ 0, 0, 0, 0],
      [0, 0, 0, 0, /**/ 0, 0, 0, 0, /**/ 0, 0, 0, 0],
      [7, 0, 0, 1, /**/ 0, 3, 0, 0, /**/ 0, 0, 0, 0],
    ],
    Float32Array,
  );

  it('trains on the pairs that examples use, however often', () => {
    const random = new RandomState(3);
    const draw = (count: number) => Float32Array.from(random.uniform(-0.05, 0.05, count * size));
    const target = [1, 0, 0, 1, /**/ 0, 1, 0, 0, /**/ 0, 0, 0, 0];
    const trainer = new EmbeddingTrainer({ size, errors: draw(3), sites: draw(4) }, target);
    for (let epoch = 0; epoch < 180; epoch++) {
      trainer.collectGradient();
      trainer.step();
    }
    expect(trainEmbeddings(usedPairs(examples), 4, size, new RandomState(3))).toEqual(trainer.read());
  });

  it('tells pairs that are used from those that are not', () => {
    const { errors, sites } = trainEmbeddings(usedPairs(examples), 4, size, new RandomState(3));
    const product = (error: number, site: number) =>
      Array.from({ length: size }, (_, i) => errors[error * size + i] * sites[site * size + i]).reduce((a, b) => a + b);
    for (const [error, site] of [
      [0, 0],
      [0, 3],
      [1, 1],
    ])
      expect(product(error, site)).toBeCloseTo(1, 1);
    for (const [error, site] of [
      [0, 1],
      [1, 0],
      [2, 0],
      [1, 2],
    ])
      expect(product(error, site)).toBeCloseTo(0, 1);
  });
});

function weightsOf({ errors, sites }: Embeddings): Weights {
  return new Map([
    ['error_embedding', Array.from(errors)],
    ['site_embedding', Array.from(sites)],
  ]);
}
