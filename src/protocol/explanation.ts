import * as z from 'zod/mini';

/*
 * Why a model predicts a class for a task: how much each of the task's counts adds to the class's logit (networks: integrated
 * gradients) or margin (trees: SHAP values), starting from that of a task without counts (networks) or of the average training
 * task (trees).
 */

/** A task's count of one error code at one site. */
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
  /** Whether the site is among the good ones; null if the run's features add up both groups. */
  good: z.nullable(z.boolean()),
  /** As in the history, before any transform. */
  count: z.number(),
  /** Positive = pushes towards the class. */
  contribution: z.number(),
});
export type CellContribution = z.infer<typeof cellContribution>;

export const explanation = z.object({
  target: z.string(),
  /** The explained class. */
  class: z.string(),
  method: z.enum(['integrated-gradients', 'tree-shap', 'cell-by-cell']),
  /** The class's logit or margin without the task's counts. `base` + all contributions + `rest` = `value`. */
  base: z.number(),
  /** The class's logit or margin for the task. */
  value: z.number(),
  /** By descending absolute contribution; with trees, cells that are zero in the task may contribute. */
  cells: z.array(cellContribution),
  /** The sum of the cells left out; with networks also the small error of numerical integration. */
  rest: z.number(),
  /** Attention of a network that has it: the share of each of the task's codes and sites. */
  attention: z.nullable(
    z.object({
      codes: z.array(z.object({ code: z.string(), weight: z.number() })),
      sites: z.array(z.object({ site: z.string(), good: z.nullable(z.boolean()), weight: z.number() })),
    }),
  ),
});
export type Explanation = z.infer<typeof explanation>;
