import type { Architecture } from '../../../src/network/architecture.ts';
import type { DenseForward } from './dense-reference.ts';
import { dot, logarithm, rowsOf, Scalar, scaled, sum, times, type Variables, variablesNamed } from './scalar.ts';

/** Mean over the examples of −W_y · log p_y. */
export function weightedCrossEntropy(
  examples: readonly DenseForward[],
  labels: ArrayLike<number>,
  classWeights: ArrayLike<number>,
): Scalar {
  const losses = examples.map(({ probabilities }, i) =>
    scaled(-classWeights[labels[i]] / examples.length, logarithm(probabilities[labels[i]])),
  );
  return sum(losses);
}

/** l2 · Σ w² over the kernels of the dense layers and of the output. */
export function penalty({ l2 }: Architecture, weights: Variables): Scalar {
  const kernels = [...weights].filter(([name]) => /^(dense\d+|output)\/kernel$/.test(name));
  return scaled(l2, sum(kernels.map(([, kernel]) => dot(kernel, kernel))));
}

/**
 * Mean over all pairs of (error's embedding · site's embedding − target)².
 *
 * @param weights `error_embedding` [errors × size] and `site_embedding` [sites × size]
 * @param target  [errors × sites]
 */
export function pretrainingLoss(weights: Variables, size: number, target: ArrayLike<number>): Scalar {
  const errors = rowsOf(variablesNamed(weights, 'error_embedding'), size);
  const sites = rowsOf(variablesNamed(weights, 'site_embedding'), size);
  const squares = errors.flatMap((error, e) =>
    sites.map((site, s) => {
      const difference = sum([dot(error, site), new Scalar(-target[e * sites.length + s])]);
      return times(difference, difference);
    }),
  );
  return scaled(1 / squares.length, sum(squares));
}
