import type { NetworkLayers } from '../network/architecture.ts';
import { networkWeights } from '../network/network-weights.ts';
import type { Model, ModelShape } from './model.ts';

/** Weights of a saved layer: every system can read a file of less than 2 GiB at once. */
const maxWeights = 2 ** 29 - 1;
/** Pairs of code and site for the pre-training of embeddings, which takes 180 passes over them: minutes. */
const maxEmbeddedPairs = 20_000_000;
/** Columns of trees; each takes eight bytes in training. */
const maxTreeColumns = 500_000_000;

const grouped = new Intl.NumberFormat('en');

/**
 * Why a model cannot be trained on so many codes and sites, one sentence; undefined if it can. Model files and the training
 * of embeddings have a place for every pair, used or not.
 */
export function whyTooLarge(model: Model, settings: object, attention: boolean, shape: ModelShape): string | undefined {
  const { errors, sites } = shape;
  const pairs = errors * sites;
  const size = `${grouped.format(errors)} error codes × ${grouped.format(sites)} sites`;
  const say = (what: string, count: number, max: number): string | undefined =>
    count <= max
      ? undefined
      : `${size} are too many for this model: ${grouped.format(count)} ${what}, expected at most ${grouped.format(max)}`;
  if (model.kind === 'own') return model.whyTooLarge?.(settings, shape);
  if (model.kind === 'trees') return say('columns', pairs, maxTreeColumns);
  const architecture = model.architecture(shape, settings, attention);
  const tooMany = say('weights in one layer', largestLayer(architecture), maxWeights);
  if (tooMany !== undefined || architecture.encoder.kind !== 'embeddings') return tooMany;
  return say('pairs to train embeddings on', pairs, maxEmbeddedPairs);
}

function largestLayer(layers: NetworkLayers): number {
  return Math.max(...networkWeights(layers).map(({ shape }) => shape.reduce((product, size) => product * size)));
}
