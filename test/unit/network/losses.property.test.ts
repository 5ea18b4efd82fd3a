import fc from 'fast-check';
import { describe, it } from 'vitest';
import { classWeights } from '../../../src/learning/class-weights.ts';
import { RandomState } from '../../../src/learning/random.ts';
import type { Loss } from '../../../src/network/loss.ts';
import { SparseNetwork } from '../../../src/network/sparse-network.ts';
import { nonZeroRows } from '../sparse-rows.ts';
import { smoothAdam } from './created-network.ts';
import { dense, denseForward } from './dense-reference.ts';
import { gradientOf, weightsOf } from './engine-weights.ts';
import { expectClose } from './expect-close.ts';
import { type Problem, problems } from './random-networks.ts';
import { differentiate, logarithm, Scalar, scaled, softmax, sum, times, type Variables } from './scalar.ts';

/* The losses beside the study's, and targets that share hidden layers, against their formulas in float64. */

const losses: fc.Arbitrary<Loss> = fc.oneof(
  fc.record({ gamma: fc.constantFrom(0.5, 1, 2, 5), tau: fc.constant(0) }),
  fc.record({ gamma: fc.constant(0), tau: fc.constantFrom(0.5, 1, 2) }),
);

function networkOf({ architecture, kernelRow, labels, seed, training }: Problem, loss: Loss, others: Others = []) {
  const weights = classWeights(labels, architecture.classes);
  const { length } = training;
  const none = undefined;
  const network = new SparseNetwork(architecture, kernelRow, weights, length, smoothAdam, none, loss, others);
  network.initialize(new RandomState(seed));
  return network;
}

type Others = ConstructorParameters<typeof SparseNetwork>[7];

/** Mean over the rows of a loss of each row's logits. */
function meanLoss(problem: Problem, variables: Variables, lossOf: (row: number, outputs: Outputs) => Scalar): Scalar {
  const { architecture, training } = problem;
  const outputs = training.map((row) => denseForward(architecture, variables, undefined, row));
  fc.pre(
    !outputs.some(({ preActivations }) => preActivations.some(({ value }) => value !== 0 && Math.abs(value) < 1e-4)),
  );
  return scaled(1 / outputs.length, sum(outputs.map((output, row) => lossOf(row, output))));
}

type Outputs = ReturnType<typeof denseForward>;

/** (1 − q)^gamma · −log q, for whole or broken gamma. */
function focal(q: Scalar, gamma: number): Scalar {
  const missing = 1 - q.value;
  const power = new Scalar(missing ** gamma, [q], [-gamma * missing ** (gamma - 1)]);
  return times(power, scaled(-1, logarithm(q)));
}

describe('losses', () => {
  it('are their formulas, with their gradients for every weight', () => {
    fc.assert(
      fc.property(problems('flatten', false), losses, (problem, loss) => {
        const { training, labels, architecture } = problem;
        const { classes } = architecture;
        const weights = classWeights(labels, classes);
        const network = networkOf(problem, loss);
        const order = Int32Array.from(training.keys());
        const examples = nonZeroRows(training, Float32Array);
        const own = network.collectGradient(examples, labels, order, 0, order.length) / order.length;
        // As classes without examples have a weight of 99, so they have a share.
        const shares = Array.from(weights, (weight) => 1 / (classes * weight));
        const expected = differentiate(weightsOf(network), (variables) =>
          meanLoss(problem, variables, (row, { logits }) => {
            const label = labels[row];
            const adjusted = logits.map((logit, c) => sum([logit, new Scalar(loss.tau * Math.log(shares[c]))]));
            const q = softmax(adjusted)[label];
            fc.pre(q.value < 1 - 1e-6);
            return scaled(loss.tau > 0 ? 1 : weights[label], focal(q, loss.gamma));
          }),
        );
        expectClose([own], [expected.value], 'loss');
        for (const [name, gradient] of gradientOf(network, architecture)) {
          expectClose(gradient, expected.gradient.get(name), name);
        }
      }),
    );
  });
});

describe('targets that share the hidden layers', () => {
  it('add the gradients of their losses, while the loss that is returned is of the own target', () => {
    fc.assert(
      fc.property(problems('flatten', false), fc.constantFrom(0.5, 1), (problem, weight) => {
        const { training, labels, architecture } = problem;
        fc.pre(architecture.dense.length > 0);
        const otherLabels = labels.map((label, row) => (label + row) % 2);
        const otherWeights = [0.7, 1.4];
        const network = networkOf(problem, { gamma: 0, tau: 0 }, [{ classes: 2, classWeights: otherWeights, weight }]);
        const order = Int32Array.from(training.keys());
        const examples = nonZeroRows(training, Float32Array);
        const own = network.collectGradient(examples, labels, order, 0, order.length, [otherLabels]) / order.length;
        const weights = classWeights(labels, architecture.classes);
        const crossEntropy = (variables: Variables, whose: 'own' | 'both') =>
          meanLoss(problem, variables, (row, { probabilities, lastHidden }) => {
            const ofOwn = scaled(-weights[labels[row]], logarithm(probabilities[labels[row]]));
            if (whose === 'own') return ofOwn;
            const label = otherLabels[row];
            const other = softmax(dense(variables, 'other1', lastHidden))[label];
            return sum([ofOwn, scaled(-otherWeights[label] * weight, logarithm(other))]);
          });
        const expected = differentiate(weightsOf(network), (variables) => crossEntropy(variables, 'both'));
        const { value } = differentiate(weightsOf(network), (variables) => crossEntropy(variables, 'own'));
        expectClose([own], [value], 'loss');
        for (const [name, gradient] of gradientOf(network, architecture)) {
          expectClose(gradient, expected.gradient.get(name), name);
        }
      }),
    );
  });
});
