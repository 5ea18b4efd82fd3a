import * as l10n from '@vscode/l10n';
import type { FitRecord, StopReason } from '../../src/protocol/run.ts';
import type { Mark } from '../components/curve.ts';
import { countText } from '../components/number-text.ts';
import { type Step, stepAtText } from '../components/step-text.ts';
import type { ShownFit } from './run-model.ts';

/** Where the complete ones of these fits were best, and where early stopping stopped them or would have. */
export function fitMarks(fits: readonly ShownFit[]): Mark[] {
  const records = fits.flatMap(({ record }) => record ?? []);
  if (records.length === 0) return [];
  const best = rangeOf(records.map(({ bestEpoch }) => bestEpoch + 1));
  const stops = records.flatMap(({ stopEpoch }) => (stopEpoch === null ? [] : stopEpoch + 1));
  const marks: Mark[] = [
    {
      kind: 'best',
      ...best,
      text: l10n.t({
        message: 'best {0}',
        args: [rangeText(best)],
        comment: ['mark in a chart, with numbers of epochs'],
      }),
    },
  ];
  if (stops.length > 0) {
    const stop = rangeOf(stops);
    const text = records.some(wentOn)
      ? l10n.t({
          message: 'would stop {0}',
          args: [rangeText(stop)],
          comment: ['mark in a chart, with numbers of epochs'],
        })
      : l10n.t({ message: 'stop {0}', args: [rangeText(stop)], comment: ['mark in a chart, with numbers of epochs'] });
    marks.push({ kind: 'stop', ...stop, text });
  }
  return marks;
}

/** How training ended, as a sentence; null before a fit is complete. */
export function endSentence(fits: readonly ShownFit[], step: Step): string | null {
  const records = fits.flatMap(({ record }) => record ?? []);
  if (records.length === 0) return null;
  if (records.length > 1) {
    const best = rangeText(rangeOf(records.map(({ bestEpoch }) => bestEpoch + 1)));
    const ran = rangeText(rangeOf(records.map(({ epochsRun }) => epochsRun)));
    const numbers = { fits: countText(records.length), best, ran };
    return step === 'epoch'
      ? l10n.t('{fits} complete trainings: best epochs {best}; trained for {ran} epochs.', numbers)
      : l10n.t('{fits} complete trainings: best rounds {best}; trained for {ran} rounds.', numbers);
  }
  const [record] = records;
  return `${bestSentence(record, step)} ${stopSentence(record, step)}`;
}

function bestSentence({ bestEpoch, restored }: FitRecord, step: Step): string {
  const best = bestEpoch + 1;
  if (step === 'epoch') {
    return restored
      ? l10n.t('Best epoch {0}, its weights were kept.', best)
      : l10n.t('Best epoch {0}, the last weights were kept.', best);
  }
  return restored
    ? l10n.t('Best round {0}, its weights were kept.', best)
    : l10n.t('Best round {0}, the last weights were kept.', best);
}

function stopSentence(record: FitRecord, step: Step): string {
  const { stopEpoch, epochsRun } = record;
  if (stopEpoch === null) {
    return step === 'epoch'
      ? l10n.t('Trained for all {0} epochs.', epochsRun)
      : l10n.t('Trained for all {0} rounds.', epochsRun);
  }
  const [stop, last] = [stepAtText(step, stopEpoch + 1), stepAtText(step, epochsRun)];
  const reason = stopReasonText(record.stopReason);
  if (wentOn(record)) {
    return reason === null
      ? l10n.t('Would have stopped after {0}; continued to {1}.', stop, last)
      : l10n.t('Would have stopped after {0}: {1}; continued to {2}.', stop, reason, last);
  }
  return reason === null ? l10n.t('Stopped after {0}.', stop) : l10n.t('Stopped after {0}: {1}.', stop, reason);
}

/** Why early stopping stopped; null where it did not decide. */
function stopReasonText(reason: StopReason): string | null {
  switch (reason) {
    case 'patience':
      return l10n.t('no metric had improved for as long as patience allows');
    case 'max-delta':
      return l10n.t('confusion MSE had become worse than its best by more than allowed');
    case 'both':
      return l10n.t(
        'no metric had improved for as long as patience allows, and confusion MSE had become worse than allowed',
      );
    case 'max-epochs':
      return null;
    default:
      throw new Error(`no stop reason ${reason satisfies never}`);
  }
}

/** Training of all epochs marks only where it would have stopped. */
function wentOn({ stopEpoch, epochsRun }: FitRecord): boolean {
  return stopEpoch !== null && epochsRun > stopEpoch + 1;
}

function rangeOf(values: readonly number[]): { from: number; to: number } {
  return { from: Math.min(...values), to: Math.max(...values) };
}

function rangeText({ from, to }: { from: number; to: number }): string {
  return from === to ? String(from) : `${from}–${to}`;
}
