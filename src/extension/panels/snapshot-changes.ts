import type { FitView } from '../../protocol/run.ts';
import type { RunSnapshot, RunUpdate } from '../../protocol/run-panel.ts';

/**
 * The updates that turn one snapshot of a run in a page into a later one: curves of a run that another process trains
 * can be many megabytes, and only their ends are new.
 *
 * @returns undefined if only the whole snapshot will do
 */
export function snapshotChanges(before: RunSnapshot, after: RunSnapshot): RunUpdate[] | undefined {
  const isSameRun =
    before.run.id === after.run.id &&
    before.maxEpochs === after.maxEpochs &&
    before.fits.length === after.fits.length &&
    before.notices.join('\n') === after.notices.join('\n');
  if (!isSameRun) return undefined;
  const { run, cancellable, timeLeft } = after;
  const clock = timeLeft ? { timeLeft } : {};
  const changes = after.fits.flatMap((fit, i) => fitChanges(before.fits[i], fit));
  // The run last: what ends it ends its fits.
  return [...changes, { kind: 'run', run, cancellable, ...clock }];
}

function fitChanges(before: FitView, fit: FitView): RunUpdate[] {
  const { target, index, state, epochs } = fit;
  const hasBegun = state === 'waiting' || (state === 'running' && before.state !== 'running');
  // Trained again from the start.
  const isAgain = epochs.length < before.epochs.length;
  const isKnown = state === before.state && fit.error === before.error && !isAgain;
  const from = hasBegun || isAgain ? 0 : before.epochs.length;
  const added = epochs.slice(from).map((record) => ({ target, index, record }));
  const changes: RunUpdate[] = [];
  if (isAgain && !hasBegun) changes.push({ kind: 'fit', fit: { target, index, state: 'waiting', epochs: [] } });
  if (!isKnown) changes.push({ kind: 'fit', fit: { ...fit, epochs: [] } });
  if (added.length > 0) changes.push({ kind: 'epochs', epochs: added });
  return changes;
}
