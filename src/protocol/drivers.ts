import * as z from 'zod/mini';

/*
 * Contributions of codes, sites and their cells to a class's logit (networks) or margin (trees), over many tasks. Names are
 * values, never keys.
 */

const driver = {
  /** Tasks that have it. */
  tasks: z.int(),
  /** Its mean contribution in these tasks; null if there are none. Positive = pushes towards the class. */
  present: z.nullable(z.number()),
  /** Its mean contribution in the other tasks, for trees only; null if there are none. */
  absent: z.nullable(z.number()),
  /** Mean of its absolute contribution over all tasks. */
  strength: z.number(),
};

const attention = {
  /** Mean share of attention in the tasks that have it; null without attention, or without such tasks. */
  attention: z.nullable(z.number()),
};

export const codeDriver = z.object({ code: z.string(), title: z.string(), ...driver, ...attention });
/** `good` is null if the run's features add up good and bad sites. */
export const siteDriver = z.object({ site: z.string(), good: z.nullable(z.boolean()), ...driver, ...attention });
export const cellDriver = z.object({
  code: z.string(),
  title: z.string(),
  site: z.string(),
  good: z.nullable(z.boolean()),
  ...driver,
});
export type CodeDriver = z.infer<typeof codeDriver>;
export type SiteDriver = z.infer<typeof siteDriver>;
export type CellDriver = z.infer<typeof cellDriver>;

/** The tasks: all evaluated ones, or those with this predicted class. */
export const driverScopes = ['all', 'predicted'] as const;
export type DriverScope = (typeof driverScopes)[number];

/** All lists by descending strength, cut after the strongest; the counts are those of all. */
export const drivers = z.object({
  method: z.enum(['integrated-gradients', 'tree-shap', 'cell-by-cell']),
  /** Number of explained tasks, evenly picked from … */
  tasks: z.int(),
  /** … this number; a task counts once for each fit that evaluated it. */
  of: z.int(),
  /** Tasks that the history does not have, or no longer has. */
  missing: z.int(),
  /** Means over the tasks: of the logit or margin before and after the contributions. */
  base: z.number(),
  value: z.number(),
  codes: z.array(codeDriver),
  sites: z.array(siteDriver),
  cells: z.array(cellDriver),
  codeCount: z.int(),
  siteCount: z.int(),
  cellCount: z.int(),
});
export type Drivers = z.infer<typeof drivers>;
