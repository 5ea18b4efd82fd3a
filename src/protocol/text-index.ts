import * as z from 'zod/mini';

/*
 * What a worker thread reports about the text of a history in an editor, saved or not.
 */

const offsets = z.custom<Uint32Array>((value) => value instanceof Uint32Array);

/** Where the tasks are, in UTF-16 units. */
export const placedTasks = z.object({
  layout: z.enum(['object', 'lines']),
  /** The text is JSON throughout. */
  exact: z.boolean(),
  /** [tasks] */
  from: offsets,
  /** [tasks] */
  to: offsets,
});
export type PlacedTasks = z.infer<typeof placedTasks>;

const problem = z.object({ line: z.int(), column: z.int(), message: z.string() });
const use = z.object({ name: z.string(), tasks: z.int(), count: z.number() });

export const describedText = z.object({
  /** Number of usable tasks. */
  tasks: z.int(),
  /** Sum of all their counts. */
  count: z.number(),
  /** Every code and site: tasks that have it, sum of its counts. */
  codes: z.array(use),
  sites: z.array(use),
  /** Where the text is not JSON: the first places, and their number. */
  faults: z.array(problem),
  faultCount: z.int(),
  /** Unusable tasks: the first ones, and their number. */
  problems: z.array(problem),
  problemCount: z.int(),
});
export type DescribedText = z.infer<typeof describedText>;
