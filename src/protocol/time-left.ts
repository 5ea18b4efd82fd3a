import * as z from 'zod/mini';

/** How long a training will still take. */
export const timeLeft = z.object({
  seconds: z.number(),
  /** A bound rather than a guess: no fit has been completed in this sitting. */
  atMost: z.boolean(),
});
export type TimeLeft = z.infer<typeof timeLeft>;

/** A duration that is only guessed, without false precision: `1 s`, `42 s`, `3 min`, `2.5 h`. */
export function roughDuration(seconds: number): string {
  if (seconds < 89.5) return `${Math.max(1, Math.round(seconds))} s`;
  if (seconds < 89.5 * 60) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}
