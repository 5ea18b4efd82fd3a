import { expect, test } from 'vitest';
import type { FitRecord } from '../../../src/protocol/run.ts';
import { endSentence, fitMarks } from '../../../webview/run/fit-marks.ts';
import type { ShownFit } from '../../../webview/run/run-model.ts';
import { doneFit } from '../../e2e/run-fixture.ts';

/** A complete fit with this in its record. */
function fitWith(change: Partial<FitRecord>): ShownFit {
  const { target, index, epochs, record } = doneFit('action', 0, 20);
  return { target, index, state: 'done', epochs, record: { ...record!, ...change } };
}

test('a fit that trains has no marks', () => {
  const fits: ShownFit[] = [{ target: 'action', index: 0, state: 'running', epochs: [] }];
  expect(fitMarks(fits)).toEqual([]);
  expect(endSentence(fits, 'epoch')).toBeNull();
});

test('epochs count from one', () => {
  const fit = fitWith({ bestEpoch: 12, stopEpoch: 19, epochsRun: 20, stopReason: 'patience' });
  expect(fitMarks([fit])).toEqual([
    { kind: 'best', from: 13, to: 13, text: 'best 13' },
    { kind: 'stop', from: 20, to: 20, text: 'stop 20' },
  ]);
  expect(endSentence([fit], 'epoch')).toBe(
    'Best epoch 13, its weights were kept. Stopped after epoch 20: no metric had improved for as long as patience allows.',
  );
});

test('training that went on says where it would have stopped', () => {
  const fit = fitWith({ bestEpoch: 12, stopEpoch: 19, epochsRun: 200, stopReason: 'max-epochs', restored: false });
  expect(fitMarks([fit])[1].text).toBe('would stop 20');
  expect(endSentence([fit], 'epoch')).toBe(
    'Best epoch 13, the last weights were kept. Would have stopped after epoch 20; continued to epoch 200.',
  );
});

test('a fit that never met the rule has no stop', () => {
  const fit = fitWith({ bestEpoch: 149, stopEpoch: null, epochsRun: 150, stopReason: 'max-epochs' });
  expect(fitMarks([fit]).map(({ kind }) => kind)).toEqual(['best']);
  expect(endSentence([fit], 'round')).toBe('Best round 150, its weights were kept. Trained for all 150 rounds.');
});

test('several fits are marked from the earliest to the latest', () => {
  const fits = [
    fitWith({ bestEpoch: 9, stopEpoch: 16, epochsRun: 17 }),
    fitWith({ bestEpoch: 14, stopEpoch: 21, epochsRun: 22 }),
    { target: 'action', index: 2, state: 'running' as const, epochs: [] },
  ];
  expect(fitMarks(fits).map(({ text }) => text)).toEqual(['best 10–15', 'stop 17–22']);
  expect(endSentence(fits, 'epoch')).toBe('2 complete trainings: best epochs 10–15; trained for 17–22 epochs.');
});
