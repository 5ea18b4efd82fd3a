import type { RunRecord } from '../../src/protocol/run.ts';
import { countOf, limitDurationText, roughDurationText } from '../components/number-text.ts';
import type { ShownFit } from './run-model.ts';

/** How far a run is. */
export interface Progress {
  readonly total: number;
  readonly done: number;
  readonly running: readonly ShownFit[];
  readonly failed: number;
  /** 0 to 1, counting the epochs of running fits by how many the complete ones took, or at most may. */
  readonly share: number;
  /** Seconds, as guessed from the complete fits, or from the epochs so far if every fit took them all. */
  readonly left: { readonly seconds: number; readonly isLimit: boolean } | null;
}

export function runProgress(fits: readonly ShownFit[], maxEpochs: number): Progress {
  const records = fits.flatMap(({ record }) => record ?? []);
  const running = fits.filter(({ state }) => state === 'running');
  const ended = fits.filter(({ state }) => state === 'done' || state === 'failed').length;
  const epochsEach = records.length > 0 ? mean(records.map(({ epochsRun }) => epochsRun)) : maxEpochs;
  const begun = running.reduce((sum, { epochs }) => sum + Math.min(epochs.length / epochsEach, 0.99), 0);
  return {
    total: fits.length,
    done: fits.filter(({ state }) => state === 'done').length,
    running,
    failed: fits.filter(({ state }) => state === 'failed').length,
    share: fits.length === 0 ? 0 : (ended + begun) / fits.length,
    left: timeLeft(fits, running, epochsEach, records.length === 0),
  };
}

/**
 * Epochs that are still to be trained, at the pace of those so far, by as many at once as are running now. Null before the
 * first epoch, and when nothing runs.
 */
function timeLeft(
  fits: readonly ShownFit[],
  running: readonly ShownFit[],
  epochsEach: number,
  isLimit: boolean,
): Progress['left'] {
  const trained = fits.flatMap(({ epochs }) => epochs);
  if (trained.length === 0 || running.length === 0) return null;
  const waiting = fits.filter(({ state }) => state === 'waiting').length;
  const epochs = running.reduce((sum, fit) => sum + Math.max(epochsEach - fit.epochs.length, 0), waiting * epochsEach);
  return { seconds: (epochs * mean(trained.map(({ seconds }) => seconds))) / running.length, isLimit };
}

/** Progress in words, with what the guess of the time left rests on. */
export function progressSentence(progress: Progress, state: RunRecord['state'], step: string): string {
  const { total, done, running, failed, left } = progress;
  const parts = [`${done} of ${countOf(total, 'fit')} done`];
  if (failed > 0) parts.push(`${failed} failed`);
  if (state === 'running') {
    parts.push(running.length === 0 ? 'starting' : `${running.length} running`);
    if (left !== null) {
      parts.push(
        left.isLimit
          ? `${limitDurationText(left.seconds)} left at this pace, sooner if fits stop early`
          : `${roughDurationText(left.seconds)} left if the other fits take as many ${step}s`,
      );
    }
  }
  return parts.join(' · ');
}

/** The fits that run, and at which epoch. Names no more than fit a line or two. */
export function runningSentence({ running }: Progress, maxEpochs: number, step: string): string {
  const named = running
    .slice(0, 6)
    .map(({ target, index, epochs }) => `${target} fit ${index + 1} at ${step} ${epochs.length}`);
  const others = running.length - named.length;
  return `Now ${named.join(', ')}${others > 0 ? ` and ${countOf(others, 'other')}` : ''}; at most ${maxEpochs} ${step}s each`;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
