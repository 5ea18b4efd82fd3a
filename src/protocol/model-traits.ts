import * as z from 'zod/mini';

/** What a model calls the steps of its training: boosted trees make rounds. */
const steps = ['epoch', 'round'] as const;
export type Step = (typeof steps)[number];

/** What views must know of a run's model, as the model describes itself. */
export const modelTraits = z.object({
  step: z.enum(steps),
  /** Whether it learns embeddings of codes and sites, which can be laid out as a map. */
  embeddings: z.boolean(),
});
export type ModelTraits = z.infer<typeof modelTraits>;
