import type { FitRecord, StopReason } from '../../src/protocol/run.ts';
import type { Mark } from '../components/curve.ts';
import { countOf } from '../components/number-text.ts';
import type { ShownFit } from './run-model.ts';

/** Where the complete ones of these fits were best, and where early stopping stopped them or would have. */
export function fitMarks(fits: readonly ShownFit[]): Mark[] {
  const records = fits.flatMap(({ record }) => record ?? []);
  if (records.length === 0) return [];
  const best = rangeOf(records.map(({ bestEpoch }) => bestEpoch + 1));
  const stops = records.flatMap(({ stopEpoch }) => (stopEpoch === null ? [] : stopEpoch + 1));
  const marks: Mark[] = [{ kind: 'best', ...best, text: `best ${rangeText(best)}` }];
  if (stops.length > 0) {
    const stop = rangeOf(stops);
    const word = records.some(wentOn) ? 'would stop' : 'stop';
    marks.push({ kind: 'stop', ...stop, text: `${word} ${rangeText(stop)}` });
  }
  return marks;
}

/** How training ended, as a sentence; null before a fit is complete. */
export function endSentence(fits: readonly ShownFit[], step: string): string | null {
  const records = fits.flatMap(({ record }) => record ?? []);
  if (records.length === 0) return null;
  if (records.length > 1) {
    const best = rangeText(rangeOf(records.map(({ bestEpoch }) => bestEpoch + 1)));
    const ran = rangeText(rangeOf(records.map(({ epochsRun }) => epochsRun)));
    return `${countOf(records.length, 'complete fit')}: best ${step}s ${best}; trained for ${ran} ${step}s.`;
  }
  const [record] = records;
  const weights = record.restored ? 'its weights were kept' : 'the last weights were kept';
  return `Best ${step} ${record.bestEpoch + 1}, ${weights}. ${stopSentence(record, step)}`;
}

function stopSentence(record: FitRecord, step: string): string {
  if (record.stopEpoch === null) return `Trained for all ${record.epochsRun} ${step}s.`;
  const would = wentOn(record);
  const when = `${would ? 'Would have stopped' : 'Stopped'} after ${step} ${record.stopEpoch + 1}`;
  const went = would ? `; went on to ${step} ${record.epochsRun}` : '';
  const reason = stopReasonText(record.stopReason);
  return `${when}${reason === null ? '' : `: ${reason}`}${went}.`;
}

/** Why early stopping stopped; null where it did not decide. */
function stopReasonText(reason: StopReason): string | null {
  switch (reason) {
    case 'patience':
      return 'no metric had improved for as long as patience allows';
    case 'max-delta':
      return 'confusion MSE had become worse than its best by more than allowed';
    case 'both':
      return 'no metric had improved for as long as patience allows, and confusion MSE had become worse than allowed';
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
