import type { Architecture } from '../../../src/network/architecture.ts';
import type { Embeddings } from '../../../src/network/embeddings.ts';
import { constants, dot, logarithm, rectified, Scalar, scaled, softmax, sum, times, type Variables } from './scalar.ts';

/*
 * The networks of the study (slides 8–12) and the pre-training of embeddings in float64, on dense matrices and as the
 * textbook has them, without any thought of speed: what the sparse engine must agree with. Weights go by the names of the
 * engine's parameters, kernels are row-major [inputs × outputs].
 */

export interface DenseForward {
  /** [classes] */
  readonly probabilities: readonly Scalar[];
  /** [classes] what softmax is applied to. */
  readonly logits: readonly Scalar[];
  /** Of all hidden units: what ReLU is applied to. */
  readonly preActivations: readonly Scalar[];
}

/** One example [errors · sites], row-major, through a network without dropout. */
export function denseForward(
  architecture: Architecture,
  weights: Variables,
  embeddings: Embeddings | undefined,
  example: readonly number[] | readonly Scalar[],
): DenseForward {
  const flat = example.map((cell) => (typeof cell === 'number' ? new Scalar(cell) : cell));
  let activations = encode(architecture, weights, embeddings, flat);
  const preActivations = architecture.dense.flatMap((_, i) => {
    const sums = dense(weights, `dense${i + 1}`, activations);
    activations = sums.map(rectified);
    return sums;
  });
  const logits = dense(weights, 'output', activations);
  return { probabilities: softmax(logits), logits, preActivations };
}

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
  const errors = vectors(weightsNamed(weights, 'error_embedding'), size);
  const sites = vectors(weightsNamed(weights, 'site_embedding'), size);
  const squares = errors.flatMap((error, e) =>
    sites.map((site, s) => {
      const difference = sum([dot(error, site), new Scalar(-target[e * sites.length + s])]);
      return times(difference, difference);
    }),
  );
  return scaled(1 / squares.length, sum(squares));
}

/** The input of the first dense layer. */
function encode(
  architecture: Architecture,
  weights: Variables,
  embeddings: Embeddings | undefined,
  flat: readonly Scalar[],
): Scalar[] {
  const { sites, encoder } = architecture;
  const ofError = vectors(flat, sites);
  const ofSite = Array.from({ length: sites }, (_, site) => ofError.map((cells) => cells[site]));
  switch (encoder.kind) {
    case 'flatten': {
      const [siteWeights, errorWeights] = attend(architecture, weights, flat);
      return flat.map((cell, i) => times(cell, times(errorWeights[Math.floor(i / sites)], siteWeights[i % sites])));
    }
    case 'convolutions': {
      const [siteWeights, errorWeights] = attend(architecture, weights, flat);
      return [
        ...ofSite.flatMap((cells, s) => dense(weights, 'conv_sites', cells).map((x) => times(x, siteWeights[s]))),
        ...ofError.flatMap((cells, e) => dense(weights, 'conv_errors', cells).map((x) => times(x, errorWeights[e]))),
      ];
    }
    case 'embeddings': {
      if (!embeddings) throw new Error('there are no embeddings');
      const embedded = [
        ...vectors(constants(embeddings.sites), encoder.size).map((vector, s) => multiplied(vector, sum(ofSite[s]))),
        ...vectors(constants(embeddings.errors), encoder.size).map((vector, e) => multiplied(vector, sum(ofError[e]))),
      ];
      const attention = attend(architecture, weights, embedded.flat()).flat();
      return embedded.flatMap((vector, i) => multiplied(vector, attention[i]));
    }
  }
}

/** Attention's weights of sites and of errors from the flattened input; 1 each without attention. */
function attend({ attention, sites, errors }: Architecture, weights: Variables, input: readonly Scalar[]): Scalar[][] {
  if (!attention) return [sites, errors].map((length) => constants(new Array<number>(length).fill(1)));
  return ['site_attention', 'error_attention'].map((name) => softmax(dense(weights, name, input)));
}

/** input · kernel + bias, of the layer of that name. */
function dense(weights: Variables, name: string, input: readonly Scalar[]): Scalar[] {
  const kernel = weightsNamed(weights, `${name}/kernel`);
  const bias = weightsNamed(weights, `${name}/bias`);
  return bias.map((constant, unit) => {
    const ofUnit = input.map((_, i) => kernel[i * bias.length + unit]);
    return sum([constant, dot(input, ofUnit)]);
  });
}

function multiplied(vector: readonly Scalar[], factor: Scalar): Scalar[] {
  return vector.map((x) => times(x, factor));
}

/** A flat list cut into vectors of one length. */
function vectors(flat: readonly Scalar[], length: number): Scalar[][] {
  return Array.from({ length: flat.length / length }, (_, i) => flat.slice(i * length, (i + 1) * length));
}

function weightsNamed(weights: Variables, name: string): readonly Scalar[] {
  const found = weights.get(name);
  if (!found) throw new Error(`the network has no weights ${name}`);
  return found;
}
