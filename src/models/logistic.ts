import * as z from 'zod';
import { kernelInitializers } from '../network/architecture.ts';
import { lossSettings } from './loss-settings.ts';
import { networkModel } from './model.ts';

/** Multinomial logistic regression: the classes' logits are linear in the counts. */
export const logistic = networkModel({
  kind: 'network',
  name: 'logistic',
  description: 'Logistic regression on the flattened matrix of error codes × sites: a network without hidden layers.',
  suffixes: ['smote'],
  step: 'epoch',
  settings: z.strictObject({
    kernelInitializer: z.enum(kernelInitializers).default('glorot-uniform').describe('Initial values of the weights.'),
    l2: z.number().min(0).max(10).default(0.0001).describe('Factor of the squared weights, added to the loss.'),
    ...lossSettings,
  }),
  search: { l2: { kind: 'real', min: 1e-6, max: 1e-2, scale: 'logarithmic' } },
  features: { transform: 'log1p', totals: true },
  architecture: (shape, { kernelInitializer, l2 }) => ({
    ...shape,
    encoder: { kind: 'flatten' },
    attention: false,
    dense: [],
    kernelInitializer,
    l2,
  }),
});
