import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classWeights } from '../../../src/learning/class-weights.ts';
import { RandomState } from '../../../src/learning/random.ts';
import type { SparseNetwork } from '../../../src/network/sparse-network.ts';
import { nonZeroRows } from '../sparse-rows.ts';
import { created, networks, smoothAdam } from './created-network.ts';
import { DenseAdam } from './dense-adam.ts';
import { penalty, weightedCrossEntropy } from './dense-losses.ts';
import { type DenseForward, denseForward } from './dense-reference.ts';
import { gradientOf, weightsOf } from './engine-weights.ts';
import { expectClose } from './expect-close.ts';
import { type Problem, problems } from './random-networks.ts';
import { differentiate, type Scalar, sum, type Variables, variablesOf } from './scalar.ts';

describe.each(networks)('the sparse $name network', ({ kind, attention }) => {
  it('predicts what the dense one does, in any batches', () => {
    fc.assert(
      fc.property(problems(kind, attention), (problem) => {
        const network = created(problem);
        const variables = variablesOf(weightsOf(network));
        const expected = forward(problem, network, variables, problem.fresh).flatMap(({ probabilities }) =>
          probabilities.map(({ value }) => value),
        );
        expectClose(network.predict(sparse(problem.fresh)), expected, 'probabilities');
      }),
    );
  });

  it('has the loss of the dense one and its gradient for every weight', () => {
    fc.assert(
      fc.property(problems(kind, attention), (problem) => {
        const { training, labels, architecture } = problem;
        const network = created(problem, training.length);
        const order = Int32Array.from(training.keys());
        const loss = network.collectGradient(sparse(training), labels, order, 0, order.length) / order.length;
        const expected = differentiate(weightsOf(network), (variables) =>
          denseLoss(problem, network, variables, order),
        );
        expectClose([loss], [expected.value], 'loss');
        for (const [name, gradient] of gradientOf(network, architecture)) {
          expectClose(gradient, expected.gradient.get(name), name);
        }
        const penalised = penalty(architecture, variablesOf(weightsOf(network)));
        expectClose([network.penalty()], [penalised.value], 'penalty');
      }),
    );
  });

  it('moves through an epoch as the dense one does', () => {
    fc.assert(
      fc.property(problems(kind, attention), (problem) => {
        const { architecture, training, labels, batchSize, seed } = problem;
        const network = created(problem);
        const adam = new DenseAdam(smoothAdam);
        let weights = weightsOf(network);
        const order = new RandomState(seed).permutation(training.length);
        for (let from = 0; from < order.length; from += batchSize) {
          const to = Math.min(order.length, from + batchSize);
          network.collectGradient(sparse(training), labels, order, from, to);
          network.step();
          const { gradient } = differentiate(weights, (variables) =>
            sum([denseLoss(problem, network, variables, order.subarray(from, to)), penalty(architecture, variables)]),
          );
          weights = adam.step(weights, gradient);
        }
        for (const [name, values] of weightsOf(network)) expectClose(values, weights.get(name), name);
      }),
    );
  });

  it('keeps the padding of its matrices zero', () => {
    fc.assert(
      fc.property(problems(kind, attention, 0.4), (problem) => {
        const { training, labels } = problem;
        const network = created(problem, training.length);
        const order = Int32Array.from(training.keys());
        network.collectGradient(sparse(training), labels, order, 0, order.length);
        network.step();
        for (const { weight, rows, columns } of network.parameters) {
          const floats = weight.floats();
          const width = weight.stride / 4;
          expect(floats.every((value, i) => value === 0 || (i < rows * width && i % width < columns))).toBe(true);
        }
      }),
    );
  });
});

function sparse(rows: readonly (readonly number[])[]) {
  return nonZeroRows(rows, Float32Array);
}

function forward(
  { architecture }: Problem,
  { embeddings }: SparseNetwork,
  variables: Variables,
  rows: readonly (readonly number[])[],
): DenseForward[] {
  return rows.map((row) => denseForward(architecture, variables, embeddings, row));
}

function denseLoss(problem: Problem, network: SparseNetwork, variables: Variables, picked: Int32Array): Scalar {
  const { training, labels, architecture } = problem;
  const rows = Array.from(picked, (row) => training[row]);
  const outputs = forward(problem, network, variables, rows);
  fc.pre(!outputs.some(isBesideKink));
  const picks = picked.map((row) => labels[row]);
  return weightedCrossEntropy(outputs, picks, classWeights(labels, architecture.classes));
}

/** Whether float32 may see another side of a ReLU than float64. At its kink, as without counts and biases, both are at 0. */
function isBesideKink({ preActivations }: DenseForward): boolean {
  return preActivations.some(({ value }) => value !== 0 && Math.abs(value) < 1e-4);
}
