import * as z from 'zod';
import { denseHead, denseHeadSearch, denseHeadSettings } from './dense-head.ts';
import { networkModel } from './model.ts';

/** Slides 11 and 12: totals times embeddings trained to show which pairs of error and site are used. */
export const embedding = networkModel({
  kind: 'network',
  name: 'embedding',
  description:
    // Slides 11–12.
    "Each site's and error's total times its embedding, pre-trained on the used pairs, then dense layers.",
  suffixes: ['attention', 'smote'],
  step: 'epoch',
  settings: z.strictObject({
    // Slide 11.
    embeddingSize: z.int().min(1).max(200).default(20).describe('Length of an embedding (study: 20).'),
    ...denseHeadSettings,
  }),
  search: {
    embeddingSize: { kind: 'integer', min: 4, max: 50, scale: 'logarithmic' },
    ...denseHeadSearch,
  },
  architecture: (shape, settings, attention) => ({
    ...shape,
    encoder: { kind: 'embeddings', size: settings.embeddingSize },
    attention,
    ...denseHead(settings),
  }),
  embeddingSize: (settings) => settings.embeddingSize,
});
