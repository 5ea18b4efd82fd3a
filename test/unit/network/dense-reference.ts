import type { Architecture } from '../../../src/network/architecture.ts';
import type { Embeddings } from '../../../src/network/embeddings.ts';
import {
  constants,
  dot,
  rectified,
  rowsOf,
  type Scalar,
  softmax,
  sum,
  times,
  type Variables,
  variablesNamed,
} from './scalar.ts';

/*
 * The specification of the study's networks (slides 8–12): their forward pass in float64, on dense matrices and as the slides
 * have it, without any thought of speed. The sparse engine is held to it and to its derivatives, network by network. Weights go
 * by the names of the engine's parameters, kernels are row-major [inputs × outputs]; sites come before errors.
 */

export interface DenseForward {
  /** [classes] */
  readonly probabilities: readonly Scalar[];
  /** [classes] what softmax is applied to. */
  readonly logits: readonly Scalar[];
  /** Outputs of the last hidden layer, or the encoder's. */
  readonly lastHidden: readonly Scalar[];
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
  const counts = example.map((count) => (typeof count === 'number' ? constants([count])[0] : count));
  let hidden = encode(architecture, weights, embeddings, rowsOf(counts, architecture.sites));
  const preActivations = architecture.dense.flatMap((_, i) => {
    const sums = dense(weights, `dense${i + 1}`, hidden);
    hidden = sums.map(rectified);
    return sums;
  });
  const logits = dense(weights, 'output', hidden);
  return { probabilities: softmax(logits), logits, lastHidden: hidden, preActivations };
}

/** The input of the first dense layer, from counts [errors][sites]. */
function encode(
  { encoder, attention, sites }: Architecture,
  weights: Variables,
  embeddings: Embeddings | undefined,
  ofError: readonly (readonly Scalar[])[],
): Scalar[] {
  const ofSite = ofError[0].map((_, site) => ofError.map((counts) => counts[site]));
  /** [sites + errors] softmax(input · kernel + bias) over the sites and over the errors; 1 without attention. */
  const attend = (input: readonly Scalar[]): Scalar[] =>
    attention
      ? ['site_attention', 'error_attention'].flatMap((name) => softmax(dense(weights, name, input)))
      : constants([...ofSite, ...ofError].map(() => 1));
  switch (encoder.kind) {
    case 'flatten': {
      const a = attend(ofError.flat());
      return ofError.flatMap((counts, e) => counts.map((count, s) => times(count, times(a[sites + e], a[s]))));
    }
    case 'convolutions': {
      const a = attend(ofError.flat());
      const outputs = [
        ...ofSite.map((counts) => dense(weights, 'conv_sites', counts)),
        ...ofError.map((counts) => dense(weights, 'conv_errors', counts)),
      ];
      return outputs.flatMap((filters, i) => filters.map((x) => times(a[i], x)));
    }
    case 'embeddings': {
      if (!embeddings) throw new Error('there are no embeddings');
      const vectors = [embeddings.sites, embeddings.errors].flatMap((all) => rowsOf(constants(all), encoder.size));
      const totals = [...ofSite, ...ofError].map(sum);
      const embedded = vectors.map((vector, i) => vector.map((x) => times(totals[i], x)));
      const a = attend(embedded.flat());
      return embedded.flatMap((vector, i) => vector.map((x) => times(a[i], x)));
    }
  }
}

/** input · kernel + bias, of the layer of that name. */
export function dense(weights: Variables, name: string, input: readonly Scalar[]): Scalar[] {
  const kernel = variablesNamed(weights, `${name}/kernel`);
  const bias = variablesNamed(weights, `${name}/bias`);
  return bias.map((constant, unit) => {
    const ofUnit = input.map((_, i) => kernel[i * bias.length + unit]);
    return sum([constant, dot(input, ofUnit)]);
  });
}
