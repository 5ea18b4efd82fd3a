import * as z from 'zod/mini';

/*
 * What drives a class: the contributions of codes, sites and their cells to the class's logit (networks) or margin (trees), over
 * many tasks. Names are values, never keys.
 */

const driver = {
  /** Tasks that have it. */
  tasks: z.int(),
  /** Its mean contribution in these tasks; null if there are none. Positive = speaks for the class. */
  present: z.nullable(z.number()),
  /** Its mean contribution in the other tasks, which only trees have; null if there are none. */
  absent: z.nullable(z.number()),
  /** Mean of its absolute contribution over all tasks. */
  strength: z.number(),
};

const attention = {
  /** Mean share of attention in the tasks that have it; null without attention, or without such tasks. */
  attention: z.nullable(z.number()),
};

export const codeDriver = z.object({ code: z.string(), title: z.string(), ...driver, ...attention });
/** `good` is null where the run's features add good and bad sites up. */
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

/** Of which tasks: all that were evaluated, or those that were given the class. */
export const driverScopes = ['all', 'predicted'] as const;
export type DriverScope = (typeof driverScopes)[number];

/** All lists by falling strength, cut after the strongest; the counts are of what there is. */
export const drivers = z.object({
  method: z.enum(['integrated-gradients', 'tree-shap']),
  /** Tasks that were explained, evenly picked from … */
  tasks: z.int(),
  /** … so many; a task counts once for each fit that evaluated it. */
  of: z.int(),
  /** Tasks that the history does not have (any more). */
  missing: z.int(),
  /** Means over the tasks: of the logit or margin that contributions start from, and of what they lead to. */
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
