import type { ModelTraits } from '../protocol/model-traits.ts';
import { best } from './best.ts';
import { ensemble } from './ensemble.ts';
import { memberModels } from './member-models.ts';
import type { Model } from './model.ts';

/** All models, in the order of lists. A new model is a file next to this one and a line in the list of members. */
export const models: readonly Model[] = [...memberModels, ensemble, best];

/** @returns undefined if there is no such model */
export function findModel(name: string): Model | undefined {
  return models.find((model) => model.name === name);
}

/** What views need to know about a model; for an unknown one, what is true of most. */
export function traitsOf(name: string): ModelTraits {
  const model = findModel(name);
  return { step: model?.step ?? 'epoch', embeddings: model?.kind === 'network' && model.embeddingSize !== undefined };
}
