import * as l10n from '@vscode/l10n';
import type { RunRecord } from '../../src/protocol/run.ts';
import { countText, limitDurationText, roughDurationText } from '../components/number-text.ts';
import { type Step, stepAtText } from '../components/step-text.ts';
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
export function progressSentence(progress: Progress, state: RunRecord['state'], step: Step): string {
  const { running, failed, left } = progress;
  const parts = [doneText(progress)];
  if (failed > 0) parts.push(l10n.t({ message: '{0} failed', args: [failed], comment: ['number of fits'] }));
  if (state === 'running') {
    parts.push(
      running.length === 0
        ? l10n.t({ message: 'starting', comment: ['state of a run'] })
        : l10n.t({ message: '{0} running', args: [running.length], comment: ['number of fits'] }),
    );
    if (left !== null) parts.push(leftText(left, step));
  }
  return parts.join(' · ');
}

/** How many fits are done. */
export function doneText({ done, total }: Progress): string {
  return total === 1 ? l10n.t('{0} of 1 fit done', done) : l10n.t('{0} of {1} fits done', done, countText(total));
}

function leftText({ seconds, isLimit }: NonNullable<Progress['left']>, step: Step): string {
  if (isLimit) {
    return l10n.t('{0} left at this pace, sooner if fits stop early', limitDurationText(seconds));
  }
  const guess = roughDurationText(seconds);
  return step === 'epoch'
    ? l10n.t('{0} left if the other fits take as many epochs', guess)
    : l10n.t('{0} left if the other fits take as many rounds', guess);
}

/** A fit that runs, and at which step: `action fit 2 at epoch 12`. */
export function fitAtText({ target, index, epochs }: ShownFit, step: Step): string {
  return l10n.t({
    message: '{target} fit {fit} at {step}',
    args: { target, fit: index + 1, step: stepAtText(step, epochs.length) },
    comment: ['action fit 2 at epoch 12'],
  });
}

/** The fits that run, and at which epoch. Names no more than fit a line or two. */
export function runningSentence({ running }: Progress, maxEpochs: number, step: Step): string {
  const named = running.slice(0, 6).map((fit) => fitAtText(fit, step));
  const others = running.length - named.length;
  const fits = others > 0 ? withOthers(named.join(', '), others) : named.join(', ');
  return step === 'epoch'
    ? l10n.t('Now {0}; at most {1} epochs each', fits, maxEpochs)
    : l10n.t('Now {0}; at most {1} rounds each', fits, maxEpochs);
}

function withOthers(fits: string, others: number): string {
  return others === 1 ? l10n.t('{0} and 1 other', fits) : l10n.t('{0} and {1} others', fits, countText(others));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
