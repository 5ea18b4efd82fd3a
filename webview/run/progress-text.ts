import * as l10n from '@vscode/l10n';
import type { RunStatus } from '../../src/measures/run-status.ts';
import { meanOf, sumOf } from '../../src/measures/spread.ts';
import { roughDuration } from '../../src/measures/time-left.ts';
import type { TimeLeft } from '../../src/protocol/run-panel.ts';
import { countText } from '../components/number-text.ts';
import { type Step, stepAtText } from '../components/step-text.ts';
import type { ShownFit } from './run-model.ts';

/** How far a run is. */
export interface Progress extends RunStatus<ShownFit> {
  /** 0 to 1, counting the epochs of running fits by how many the complete ones took, or at most may. */
  readonly share: number;
  readonly left: TimeLeft | null;
}

export function runProgress(
  status: RunStatus<ShownFit>,
  fits: readonly ShownFit[],
  maxEpochs: number,
  left: TimeLeft | null,
): Progress {
  const { done, failed, running, total } = status;
  const records = fits.flatMap(({ record }) => record ?? []);
  const epochsEach = records.length > 0 ? meanOf(records.map(({ epochsRun }) => epochsRun)) : maxEpochs;
  const begun = sumOf(running.map(({ epochs }) => Math.min(epochs.length / epochsEach, 0.99)));
  return { ...status, share: total === 0 ? 0 : (done + failed + begun) / total, left };
}

/** Progress in words. */
export function progressSentence(progress: Progress): string {
  const { state, running, failed, left } = progress;
  const parts = [doneText(progress)];
  if (failed > 0) parts.push(l10n.t({ message: '{0} failed', args: [failed], comment: ['number of trainings'] }));
  if (state === 'running') {
    parts.push(
      running.length === 0
        ? l10n.t({ message: 'starting', comment: ['state of a run'] })
        : l10n.t({ message: '{0} running', args: [running.length], comment: ['number of trainings'] }),
    );
    if (left !== null) parts.push(leftText(left));
  }
  return parts.join(' · ');
}

/** How many trainings are complete. */
export function doneText({ done, total }: Progress): string {
  return total === 1
    ? l10n.t('{0} of 1 training done', done)
    : l10n.t('{0} of {1} trainings done', done, countText(total));
}

function leftText({ seconds, atMost }: TimeLeft): string {
  const duration = roughDuration(seconds);
  return atMost ? l10n.t('at most {0} left', duration) : l10n.t('about {0} left', duration);
}

/** A fit that runs, and at which step: `action training 2 at epoch 12`. */
export function fitAtText({ target, index, epochs }: ShownFit, step: Step): string {
  return l10n.t({
    message: '{target} training {fit} at {step}',
    args: { target, fit: index + 1, step: stepAtText(step, epochs.length) },
    comment: ['action training 2 at epoch 12'],
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
