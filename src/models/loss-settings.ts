import * as z from 'zod';
import type { Loss } from '../network/loss.ts';

/** What networks minimise. */
export const lossSettings = {
  loss: z
    .enum(['cross-entropy', 'focal', 'logit-adjusted'])
    .default('cross-entropy')
    .describe(
      'What training minimises: the cross entropy with class weights (study), the focal loss, for which tasks that are predicted well count less, or the cross entropy with logits adjusted to how frequent each class is.',
    ),
  focalGamma: z
    .number()
    .min(0)
    .max(20)
    .default(2)
    .describe('Of the focal loss: how much less well predicted tasks count.'),
  logitTau: z
    .number()
    .min(0)
    .max(10)
    .default(1)
    .describe('Of logit adjustment: 1 = all classes count the same, 0 = as frequent as they are.'),
};

const settings = z.object(lossSettings);

/** The loss that a network's settings name; other settings are ignored. */
export function lossOf(all: object): Loss {
  const { loss, focalGamma, logitTau } = settings.parse(all);
  return { gamma: loss === 'focal' ? focalGamma : 0, tau: loss === 'logit-adjusted' ? logitTau : 0 };
}
