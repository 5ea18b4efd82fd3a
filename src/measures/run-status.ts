import type { FitState, FitView, RunRecord, RunState } from '../protocol/run.ts';

/*
 * How far a run is: the one answer that the run's panel (header, tabs, Summary), the Runs view, the status bar and the
 * command line give. It follows from the run's record, the fits that its folder has, and what is being trained right now.
 */

/** What the status needs to know of a fit. */
export type FitProgress = Pick<FitView, 'target' | 'index' | 'state' | 'epochs'>;

export interface TargetStatus {
  readonly target: string;
  readonly state: FitState;
  readonly done: number;
  readonly total: number;
}

export interface RunStatus<Fit extends FitProgress = FitProgress> {
  readonly state: RunState;
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  /** Those that are being trained. */
  readonly running: readonly Fit[];
  readonly targets: readonly TargetStatus[];
}

/** Of a run, what decides its status. */
export type StatedRun = Pick<RunRecord, 'state' | 'targets' | 'fitsPerTarget'>;

/** Whether a run has ended without all of its fits, so that the missing ones can be trained. */
export function canContinue(state: RunState): boolean {
  return state === 'failed' || state === 'cancelled' || state === 'interrupted';
}

/**
 * A fit in a run of this state. Nothing is trained in a run that has ended, and what an earlier training left waits in a
 * run that is trained again.
 */
export function fitIn<Fit extends FitProgress>(run: RunState, fit: Fit): Fit {
  if (fit.state === 'running' && run !== 'running') return { ...fit, state: run === 'failed' ? 'failed' : 'cancelled' };
  if (fit.state === 'cancelled' && run === 'running') return { ...fit, state: 'waiting', epochs: [] };
  return fit;
}

/** @param fits of the run, each at most once; those that are left out have not begun */
export function statusOf<Fit extends FitProgress>(run: StatedRun, fits: readonly Fit[]): RunStatus<Fit> {
  const stated = fits.map((fit) => fitIn(run.state, fit));
  const targets = run.targets.map(({ target }) => {
    const own = stated.filter((fit) => fit.target === target);
    return { target, state: targetState(run, own), done: count(own, 'done'), total: run.fitsPerTarget };
  });
  return {
    state: run.state,
    total: run.targets.length * run.fitsPerTarget,
    done: count(stated, 'done'),
    failed: count(stated, 'failed'),
    running: stated.filter(({ state }) => state === 'running'),
    targets,
  };
}

/** The status of a run whose fits are all complete, without reading them. */
export function completeStatus(run: StatedRun): RunStatus {
  const total = run.fitsPerTarget;
  return {
    state: run.state,
    total: run.targets.length * total,
    done: run.targets.length * total,
    failed: 0,
    running: [],
    targets: run.targets.map(({ target }) => ({ target, state: 'done', done: total, total })),
  };
}

function targetState({ state, fitsPerTarget }: StatedRun, fits: readonly FitProgress[]): FitState {
  if (count(fits, 'running') > 0) return 'running';
  if (count(fits, 'done') === fitsPerTarget) return 'done';
  if (count(fits, 'failed') > 0) return 'failed';
  return state === 'cancelled' || state === 'interrupted' ? 'cancelled' : 'waiting';
}

function count(fits: readonly FitProgress[], state: FitState): number {
  return fits.filter((fit) => fit.state === state).length;
}
