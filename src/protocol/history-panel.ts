import * as z from 'zod/mini';
import { pageService } from './page.ts';
import type { Service } from './service.ts';

/*
 * The service behind the panel of a history. Names of codes, sites, targets and classes are values, never keys.
 */

const use = z.object({
  name: z.string(),
  /** The meaning of the code, if known. */
  title: z.optional(z.string()),
  /** Tasks that have it with a count. */
  tasks: z.int(),
  /** Sum of its counts. */
  count: z.number(),
});
export type HistoryUse = z.infer<typeof use>;

const classSize = z.object({ name: z.string(), tasks: z.int() });

/** Tasks with the same errors at the same sites that were decided differently. */
const noise = z.object({
  /** Tasks that have another one with the same errors. */
  repeated: z.int(),
  /** Tasks of groups with several decisions, and the number of such groups. */
  conflicting: z.int(),
  conflicts: z.int(),
  /** What no model of the errors can exceed on these tasks. */
  bestAccuracy: z.number(),
  bestRecall: z.number(),
  /** Groups with several decisions, those of the most tasks first; not all of very many. */
  review: z.readonly(
    z.array(
      z.object({
        tasks: z.int(),
        classes: z.readonly(z.array(classSize)),
        /** A few tasks of each class, those of the rarest first. */
        examples: z.readonly(z.array(z.object({ name: z.string(), line: z.int(), class: z.string() }))),
      }),
    ),
  ),
});
export type HistoryNoise = z.infer<typeof noise>;

const target = z.object({
  name: z.string(),
  classes: z.array(classSize),
  rawValues: z.array(classSize),
  /** For a split by task; null if the history is too small to split. */
  leakage: z.nullable(z.object({ tested: z.int(), known: z.int(), same: z.int() })),
  noise,
});
export type HistoryTarget = z.infer<typeof target>;

export const historyDescription = z.object({
  bytes: z.number(),
  tasks: z.int(),
  codes: z.int(),
  sites: z.int(),
  /** Pairs of code and site with a count, summed over the tasks. */
  nonzero: z.number(),
  /** Share of zeros in tasks × codes × sites. */
  sparsity: z.number(),
  /** Share of the pairs of code and site that no task uses. */
  pairsNeverUsed: z.number(),
  synthetic: z.boolean(),
  codeUse: z.array(use),
  siteUse: z.array(use),
  workflows: z.object({
    count: z.int(),
    mean: z.number(),
    largest: z.int(),
    /** Tasks per workflow, and the number of workflows with that many. */
    distribution: z.array(z.object({ tasks: z.int(), workflows: z.int() })),
    /** Tasks that share their workflow with another one. */
    sharing: z.int(),
  }),
  targets: z.array(target),
  /** Names of all parameters, including those with too many values to be decisions. */
  parameters: z.array(z.string()),
  /** Tasks by pair, for the codes and sites with the most tasks: [codes × sites]. */
  pairs: z.object({ codes: z.array(z.string()), sites: z.array(z.string()), tasks: z.array(z.int()) }),
  problems: z.array(z.object({ line: z.int(), column: z.int(), message: z.string() })),
  problemCount: z.int(),
  skipped: z.int(),
});
export type HistoryPanelDescription = z.infer<typeof historyDescription>;

export const historyUpdate = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('loading') }),
  z.object({
    kind: z.literal('snapshot'),
    history: historyDescription,
    /** Why the panel opened, if the user did not open it. */
    notice: z.optional(z.string()),
  }),
  /** The history cannot be shown: gone, not JSON, not a history. */
  z.object({ kind: z.literal('unavailable'), reason: z.string() }),
]);
export type HistoryUpdate = z.infer<typeof historyUpdate>;

export const historyPanelService = {
  ...pageService,
  /** Reports the history until the page closes, or follows again. */
  follow: { argument: z.null(), answer: z.null(), progress: historyUpdate },
  /** Shows a place of the file; without a line the file. */
  reveal: { argument: z.object({ line: z.optional(z.int()), column: z.optional(z.int()) }), answer: z.null() },
} satisfies Service;
export type HistoryPanelService = typeof historyPanelService;
