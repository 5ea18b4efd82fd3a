import * as z from 'zod/mini';
import { chartKeys } from '../components/chart-metric.ts';
import { exampleSets } from '../components/curve.ts';
import { maxDrawn } from './drawn.ts';
import { columnKeys } from './metric-table.ts';

/** What the panel remembers over a reload. `identity` is what the host finds the runs by. */
const viewState = z.object({
  identity: z.string(),
  target: z.nullable(z.string()),
  /** Runs whose lines are drawn; null = the first ones. */
  drawn: z.nullable(z.array(z.object({ folder: z.string(), slot: z.int().check(z.gte(0), z.lt(maxDrawn)) }))),
  /** Folders; null = the first run that has results, and the next. */
  baseline: z.nullable(z.string()),
  other: z.nullable(z.string()),
  sorting: z.nullable(z.object({ column: z.enum(['name', ...columnKeys]), descending: z.boolean() })),
  hiddenColumns: z.array(z.enum(columnKeys)),
  differencesOnly: z.boolean(),
  examples: z.enum(exampleSets),
  scale: z.enum(['linear', 'logarithmic']),
  smoothing: z.number().check(z.gte(0), z.lt(1)),
  window: z.nullable(z.tuple([z.number(), z.number()])),
  /** Charts that are shown as tables. */
  tables: z.array(z.enum([...chartKeys, 'overview'])),
  /** Vertical scroll position in pixels. */
  scroll: z.number(),
});
export type ViewState = z.infer<typeof viewState>;

/** The state as kept, or a new one if it is of another comparison or of another version. */
export function restoreState(kept: unknown, identity: string): ViewState {
  const state = viewState.safeParse(kept);
  if (state.success && state.data.identity === identity) return state.data;
  return {
    identity,
    target: null,
    drawn: null,
    baseline: null,
    other: null,
    sorting: null,
    hiddenColumns: [],
    differencesOnly: true,
    examples: 'validation',
    scale: 'linear',
    smoothing: 0,
    window: null,
    tables: [],
    scroll: 0,
  };
}
