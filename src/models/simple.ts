import * as z from 'zod';
import { denseHead, denseHeadSearch, denseHeadSettings } from './dense-head.ts';
import { networkModel } from './model.ts';

/** Slide 8: the flattened matrix, three dense layers of 50 rectified units with dropout, a softmax over the classes. */
export const simple = networkModel({
  kind: 'network',
  name: 'simple',
  // Slide 8.
  description: 'Dense layers on the flattened matrix of error codes × sites.',
  suffixes: ['attention', 'smote'],
  step: 'epoch',
  settings: z.strictObject(denseHeadSettings),
  search: denseHeadSearch,
  architecture: (shape, settings, attention) => ({
    ...shape,
    encoder: { kind: 'flatten' },
    attention,
    ...denseHead(settings),
  }),
});
