import * as z from 'zod';
import { denseHead, denseHeadSearch, denseHeadSettings } from './dense-head.ts';
import { networkModel } from './model.ts';

/**
 * A network whose hidden layers learn all targets of the experiment, each with a separate output (Caruana 1997). Each fit keeps
 * the output of its target, so that fits stay independent of each other and models are those of `simple`.
 */
export const shared = networkModel({
  kind: 'network',
  name: 'shared',
  description: 'Like simple, but its hidden layers learn all targets of the experiment together.',
  suffixes: ['attention'],
  step: 'epoch',
  settings: z.strictObject({
    otherTargets: z
      .number()
      .min(0)
      .max(10)
      .default(0.3)
      .describe('How much the other targets count in training, each compared with the own target.'),
    ...denseHeadSettings,
  }),
  search: { otherTargets: { kind: 'real', min: 0.05, max: 1, scale: 'logarithmic' }, ...denseHeadSearch },
  architecture: (shape, settings, attention) => ({
    ...shape,
    encoder: { kind: 'flatten' },
    attention,
    ...denseHead(settings),
  }),
  otherTargets: ({ otherTargets }) => otherTargets,
});
