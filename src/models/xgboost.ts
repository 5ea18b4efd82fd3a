import * as z from 'zod';
import { treeModel } from './model.ts';

/** Slide 28: gradient-boosted trees on the flattened matrix. */
export const xgboost = treeModel({
  kind: 'trees',
  name: 'xgboost',
  // Slide 28.
  description: 'Gradient-boosted trees on the flattened matrix, equal to those of XGBoost.',
  suffixes: ['smote'],
  step: 'round',
  settings: z.strictObject({
    eta: z.number().gt(0).max(1).default(0.3).describe("Learning rate: the share of each tree's step that is taken."),
    // Slide 28.
    maxDepth: z
      .int()
      .min(1)
      .max(16)
      .default(4)
      .describe('Maximum number of splits between the root and a leaf (study: 4).'),
    lambda: z.number().min(0).max(1e9).default(1).describe('L2 regularisation of the leaves.'),
    gamma: z.number().min(0).max(1e9).default(0).describe('Minimum gain of a split.'),
    minChildWeight: z.number().min(0).max(1e9).default(1).describe('Minimum sum of second derivatives in a child.'),
    zeros: z
      .enum(['value', 'missing'])
      .default('value')
      .describe('How a cell without a count is read: as the number 0, as in the study, or as a missing value.'),
    classWeights: z
      .boolean()
      .default(false)
      .describe('Give examples of rare classes more weight, as the networks do. The study did not.'),
  }),
  search: {
    eta: { kind: 'real', min: 0.03, max: 0.5, scale: 'logarithmic' },
    maxDepth: { kind: 'integer', min: 2, max: 10, scale: 'linear' },
    lambda: { kind: 'real', min: 0.1, max: 10, scale: 'logarithmic' },
    gamma: { kind: 'real', min: 0, max: 2, scale: 'linear' },
    minChildWeight: { kind: 'real', min: 0.1, max: 10, scale: 'logarithmic' },
  },
  booster: ({ classWeights: _, ...settings }) => settings,
  weighted: ({ classWeights }) => classWeights,
  // Slide 28 and the published code.
  training: { maxEpochs: 100, patience: 10 },
});
