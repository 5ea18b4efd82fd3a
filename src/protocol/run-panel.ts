import * as z from 'zod/mini';
import { epochRecord, fitView, runRecord } from './run.ts';

/*
 * Messages between the host and a run's panel. The host owns the truth: the view asks for a snapshot when it becomes
 * visible and gets deltas after it.
 */

export const runSnapshot = z.object({
  kind: z.literal('snapshot'),
  run: runRecord,
  maxEpochs: z.int(),
  fits: z.array(fitView),
  /** True while this window's own executor works on the run, so that it can be cancelled from here. */
  cancellable: z.boolean(),
});
export type RunSnapshot = z.infer<typeof runSnapshot>;

export const hostToRunPanel = z.discriminatedUnion('kind', [
  runSnapshot,
  /** One more epoch of a fit. */
  z.object({ kind: z.literal('epoch'), target: z.string(), index: z.int(), record: epochRecord }),
  /** A fit changed its state; replaces the fit but for its epochs when `epochs` is empty and the state is not `waiting`. */
  z.object({ kind: z.literal('fit'), fit: fitView }),
  /** The run changed its state or got its summary. */
  z.object({ kind: z.literal('run'), run: runRecord, cancellable: z.boolean() }),
  /** The run cannot be shown: deleted, half-written, from a newer version, too large. */
  z.object({ kind: z.literal('unavailable'), reason: z.string() }),
]);
export type HostToRunPanel = z.infer<typeof hostToRunPanel>;

export const runPanelToHost = z.discriminatedUnion('kind', [
  /** The view is there (or visible again) and wants a snapshot. */
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('cancel') }),
  /** Do the fits that are missing. */
  z.object({ kind: z.literal('continue') }),
  z.object({ kind: z.literal('open'), what: z.enum(['experiment', 'history', 'folder']) }),
  /** Text for the clipboard (tables as Markdown or CSV). */
  z.object({ kind: z.literal('copy'), text: z.string() }),
  z.object({ kind: z.literal('failed'), message: z.string() }),
]);
export type RunPanelToHost = z.infer<typeof runPanelToHost>;
