import * as z from 'zod/mini';

/** What the panel remembers over a reload. */
const viewState = z.object({
  /** Path of the history. */
  identity: z.string(),
  /** Vertical scroll position in pixels. */
  scroll: z.number(),
});
export type ViewState = z.infer<typeof viewState>;

/** The state as kept, or a new one if it is of another history or of another version. */
export function restoreState(kept: unknown, identity: string): ViewState {
  const state = viewState.safeParse(kept);
  return state.success && state.data.identity === identity ? state.data : { identity, scroll: 0 };
}
