import type { FitState, FitView, RunRecord } from '../protocol/run.ts';
import type { RunSnapshot } from '../protocol/run-panel.ts';
import { maxEpochsOf } from './max-epochs.ts';
import { RunUnreadable, readCurve, readFit, readRun } from './read-run.ts';

/** Bytes of curves that a panel is given at most; those of the study's fits have some hundred kilobytes. */
const mostCurveBytes = 24 * 2 ** 20;

/**
 * What a panel needs to show a run that only stands in its folder: an old one, or one that another process trains. What cannot be read of
 * its fits is said in the notices.
 *
 * @throws RunUnreadable if the run itself cannot be read
 */
export function storedSnapshot(folder: string): RunSnapshot {
  const run = readRun(folder);
  const reader = new FitReader(folder, run);
  const fits = run.targets.flatMap(({ target }) =>
    Array.from({ length: run.fitsPerTarget }, (_, index) => reader.read(target, index)),
  );
  const { notices } = reader;
  return { kind: 'snapshot', run, maxEpochs: maxEpochsOf(run), fits, cancellable: false, notices };
}

class FitReader {
  readonly notices: string[] = [];
  #left = mostCurveBytes;

  constructor(
    readonly folder: string,
    readonly run: RunRecord,
  ) {}

  read(target: string, index: number): FitView {
    const { epochs, problem, bytes } = readCurve(this.folder, target, index, this.#left);
    this.#left -= bytes;
    if (problem !== undefined) this.notices.push(problem);
    try {
      const record = readFit(this.folder, target, index);
      if (record) {
        if (problem === undefined && record.epochsRun !== epochs.length) {
          const counts = `it has ${epochs.length} of the ${record.epochsRun} epochs that were trained`;
          this.notices.push(`The curve of fit ${index + 1} of ${target} is not complete: ${counts}.`);
        }
        return { target, index, state: 'done', epochs, record };
      }
    } catch (error) {
      if (!(error instanceof RunUnreadable)) throw error;
      this.notices.push(error.message);
      return { target, index, state: 'failed', epochs, error: error.message };
    }
    return { target, index, state: unfinished(this.run.state, epochs.length > 0), epochs };
  }
}

function unfinished(run: RunRecord['state'], started: boolean): FitState {
  if (run === 'running') return started ? 'running' : 'waiting';
  return run === 'failed' && started ? 'failed' : 'cancelled';
}
