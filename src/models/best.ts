import { ensembleModel } from './ensemble.ts';

/** What docs/models.md recommends: four kinds of models that are wrong in different ways, on logarithms of counts with totals. */
export const best = ensembleModel({
  name: 'best',
  description:
    'What we recommend: the mean of networks that learn all targets together, logistic regression, boosted trees and the most similar tasks.',
  members: [
    { model: 'shared', denseLayers: 1, dropout: 0.5, l2: 0.0015 },
    { model: 'logistic', l2: 0.001 },
    { model: 'xgboost', classWeights: true },
    { model: 'nearest', neighbours: 10 },
  ],
  repeats: 3,
  features: { transform: 'log1p', totals: true },
  training: { validation: 0.1, patience: 15 },
});
