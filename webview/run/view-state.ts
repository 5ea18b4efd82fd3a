import * as z from 'zod/mini';
import { metricKeys } from './metrics.ts';

/** What the panel remembers over a reload. `identity` is what the host finds the run by. */
const viewState = z.object({
  identity: z.string(),
  target: z.nullable(z.string()),
  /** Index of the fit that is shown; null = all. */
  fit: z.nullable(z.int()),
  /** Metrics that are shown as tables. */
  tables: z.array(z.enum(metricKeys)),
  /** Classes whose lines are hidden, by target. */
  hidden: z.array(z.object({ target: z.string(), classes: z.array(z.int()) })),
  /** Vertical scroll position in pixels. */
  scroll: z.number(),
});
export type ViewState = z.infer<typeof viewState>;

/** The state as kept, or a new one if it is of another run or of another version. */
export function restoreState(kept: unknown, identity: string): ViewState {
  const state = viewState.safeParse(kept);
  return state.success && state.data.identity === identity
    ? state.data
    : { identity, target: null, fit: null, tables: [], hidden: [], scroll: 0 };
}
