import * as z from 'zod/mini';

/** The name of a model's training steps: boosted trees have rounds. */
const steps = ['epoch', 'round'] as const;
export type Step = (typeof steps)[number];

/** What views need to know about a run's model, from the model's description. */
export const modelTraits = z.object({
  step: z.enum(steps),
  /** Whether it learns embeddings of codes and sites, which can be laid out as a map. */
  embeddings: z.boolean(),
});
export type ModelTraits = z.infer<typeof modelTraits>;
