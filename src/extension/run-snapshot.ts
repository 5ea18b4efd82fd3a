import type { RunSnapshot } from '../protocol/run-panel.ts';
import { maxEpochsOf } from '../runs/max-epochs.ts';
import type { LiveRun } from './live-run.ts';

/** What a panel needs to show a run that this window trains. */
export function liveSnapshot(live: LiveRun): RunSnapshot {
  return {
    kind: 'snapshot',
    run: live.record,
    maxEpochs: maxEpochsOf(live.record),
    fits: live.fits,
    cancellable: !live.ended,
    notices: [],
  };
}
