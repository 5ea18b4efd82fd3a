import * as z from 'zod/mini';

const range = z.object({ low: z.number(), high: z.number() });

/** 95 % intervals of a target's metrics for other tasks, from a bootstrap over workflows. */
export const targetIntervals = z.object({
  target: z.string(),
  /** Evaluated tasks, and their workflows. */
  tasks: z.int(),
  workflows: z.int(),
  /** Null if there are too few workflows. */
  metrics: z.nullable(z.object({ confusionMse: range, recall: range, precision: range, f1: range, accuracy: range })),
});
export type TargetIntervals = z.infer<typeof targetIntervals>;
