import type { FitState, FitView, RunRecord } from '../protocol/run.ts';
import type { RunSnapshot } from '../protocol/run-panel.ts';
import { maxEpochsOf } from './max-epochs.ts';
import { readEpochs, readFit, readRun } from './read-run.ts';

/**
 * What a panel needs to show a run that only stands in its folder: an old one, or one that another process trains.
 *
 * @throws RunUnreadable
 */
export function storedSnapshot(folder: string): RunSnapshot {
  const run = readRun(folder);
  const fits = run.targets.flatMap(({ target }) =>
    Array.from({ length: run.fitsPerTarget }, (_, index) => storedFit(folder, run, target, index)),
  );
  return { kind: 'snapshot', run, maxEpochs: maxEpochsOf(run), fits, cancellable: false };
}

function storedFit(folder: string, run: RunRecord, target: string, index: number): FitView {
  const record = readFit(folder, target, index);
  const epochs = readEpochs(folder, target, index);
  if (record) return { target, index, state: 'done', epochs, record };
  return { target, index, state: unfinished(run.state, epochs.length > 0), epochs };
}

function unfinished(run: RunRecord['state'], started: boolean): FitState {
  if (run === 'running') return started ? 'running' : 'waiting';
  return run === 'failed' && started ? 'failed' : 'cancelled';
}
