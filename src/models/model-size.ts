import type { NetworkLayers } from '../network/architecture.ts';
import { networkWeights } from '../network/network-weights.ts';
import type { Model, ModelShape } from './model.ts';

/** Weights of a saved layer: a file that every system can read at once has less than 2 GiB. */
const maxWeights = 2 ** 29 - 1;
/** Pairs of code and site that embeddings are pre-trained on, all of them 180 times: minutes. */
const maxEmbeddedPairs = 20_000_000;
/** Columns of trees, of which each takes eight bytes while they grow. */
const maxTreeColumns = 500_000_000;

const grouped = new Intl.NumberFormat('en');

/**
 * Why a model cannot be trained on so many codes and sites, one sentence; undefined if it can. Files of models, and what
 * the embeddings are trained on, have a place for every pair, used or not.
 */
export function sayTooLarge(model: Model, settings: object, attention: boolean, shape: ModelShape): string | undefined {
  const { errors, sites } = shape;
  const pairs = errors * sites;
  const size = `${grouped.format(errors)} error codes × ${grouped.format(sites)} sites`;
  const say = (what: string, count: number, most: number): string | undefined =>
    count <= most
      ? undefined
      : `${size} are too many for this model: ${grouped.format(count)} ${what}, expected at most ${grouped.format(most)}`;
  if (model.kind === 'trees') return say('columns', pairs, maxTreeColumns);
  const architecture = model.architecture(shape, settings, attention);
  const tooMany = say('weights in one layer', largestLayer(architecture), maxWeights);
  if (tooMany !== undefined || architecture.encoder.kind !== 'embeddings') return tooMany;
  return say('pairs to train embeddings on', pairs, maxEmbeddedPairs);
}

function largestLayer(layers: NetworkLayers): number {
  return Math.max(...networkWeights(layers).map(({ shape }) => shape.reduce((product, size) => product * size)));
}
