import { fitIn } from '../../measures/run-status.ts';
import { traitsOf } from '../../models/registry.ts';
import type { RunSnapshot, RunUpdate } from '../../protocol/run-panel.ts';
import type { LiveRun } from '../runs/live-run.ts';

/** What a panel needs to show a run that this window trains. */
export function liveSnapshot(live: LiveRun): RunSnapshot {
  const { record: run, ended } = live;
  return {
    kind: 'snapshot',
    run,
    traits: traitsOf(run.specification.model),
    maxEpochs: run.specification.training.maxEpochs,
    fits: live.fits.map((fit) => fitIn(run.state, fit)),
    cancellable: !ended,
    notices: [],
    ...clockOf(live),
  };
}

/** The run's record as it is now. */
export function liveRecord(live: LiveRun): Extract<RunUpdate, { kind: 'run' }> {
  return { kind: 'run', run: live.record, cancellable: !live.ended, ...clockOf(live) };
}

/** How long the run still takes, as messages to panels have it. */
export function clockOf({ timeLeft }: LiveRun): Pick<RunSnapshot, 'timeLeft'> {
  return timeLeft ? { timeLeft } : {};
}
