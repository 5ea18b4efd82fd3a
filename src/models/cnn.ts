import * as z from 'zod';
import { denseHead, denseHeadSearch, denseHeadSettings } from './dense-head.ts';
import { networkModel } from './model.ts';

/** Slide 9: two convolutions that span a whole axis each, then the dense layers. */
export const cnn = networkModel({
  kind: 'network',
  name: 'cnn',
  description:
    // Slide 9.
    'Two convolutions, over all errors at a site and over all sites at an error, then dense layers.',
  suffixes: ['attention', 'smote'],
  step: 'epoch',
  settings: z.strictObject({
    // Slide 9.
    filters: z.int().min(1).max(64).default(5).describe('Filters of each convolution (study: 5).'),
    ...denseHeadSettings,
  }),
  search: {
    filters: { kind: 'integer', min: 1, max: 20, scale: 'logarithmic' },
    ...denseHeadSearch,
  },
  architecture: (shape, settings, attention) => ({
    ...shape,
    encoder: { kind: 'convolutions', filters: settings.filters },
    attention,
    ...denseHead(settings),
  }),
});
