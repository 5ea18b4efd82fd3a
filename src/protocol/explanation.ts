import * as z from 'zod/mini';

/*
 * Why a model gives a task the class it gives: how much each of the task's counts adds to the class's logit (networks:
 * integrated gradients) or margin (trees: SHAP values), from what the model says of a task without any counts (networks)
 * or of the average training task (trees).
 */

/** What a task has of one error code at one site. */
export const taskCount = z.object({
  code: z.string(),
  site: z.string(),
  /** Whether the site is among the good ones. */
  good: z.boolean(),
  count: z.number(),
});
export type TaskCount = z.infer<typeof taskCount>;

export const cellContribution = z.object({
  code: z.string(),
  site: z.string(),
  /** Whether the site is among the good ones; null where the run's features add both groups up. */
  good: z.nullable(z.boolean()),
  /** As in the history, before any transform. */
  count: z.number(),
  /** Positive = speaks for the class. */
  contribution: z.number(),
});
export type CellContribution = z.infer<typeof cellContribution>;

export const explanation = z.object({
  target: z.string(),
  /** The explained class. */
  class: z.string(),
  method: z.enum(['integrated-gradients', 'tree-shap']),
  /** The class's logit or margin without the task's counts. `base` + all contributions + `rest` = `value`. */
  base: z.number(),
  /** The class's logit or margin for the task. */
  value: z.number(),
  /** By falling absolute contribution; trees may be driven by cells that are zero in the task. */
  cells: z.array(cellContribution),
  /** What `cells` leaves out, added up; with networks also the little that numerical integration misses. */
  rest: z.number(),
  /** Attention of a network that has it: what share of its look goes to each of the task's codes and sites. */
  attention: z.nullable(
    z.object({
      codes: z.array(z.object({ code: z.string(), weight: z.number() })),
      sites: z.array(z.object({ site: z.string(), good: z.nullable(z.boolean()), weight: z.number() })),
    }),
  ),
});
export type Explanation = z.infer<typeof explanation>;
