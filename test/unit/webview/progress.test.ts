import { expect, test } from 'vitest';
import { statusOf } from '../../../src/measures/run-status.ts';
import type { RunState } from '../../../src/protocol/run.ts';
import type { TimeLeft } from '../../../src/protocol/run-panel.ts';
import { progressSentence, runningSentence, runProgress } from '../../../webview/run/progress-text.ts';
import type { ShownFit } from '../../../webview/run/run-model.ts';
import { doneFit } from '../../e2e/run-fixture.ts';

const waiting = (index: number): ShownFit => ({ target: 'action', index, state: 'waiting', epochs: [] });

/** A fit that has trained so many epochs of `seconds` each. */
function running(index: number, epochs: number, seconds: number): ShownFit {
  const [epoch] = doneFit('action', index, 7).epochs;
  const records = Array.from({ length: epochs }, (_, i) => ({ ...epoch, epoch: i, seconds }));
  return { target: 'action', index, state: 'running', epochs: records };
}

/** A complete fit of so many epochs. */
function done(index: number, epochs: number, seconds: number): ShownFit {
  const { record } = doneFit('action', index, 7);
  return { ...running(index, epochs, seconds), state: 'done', record: { ...record!, epochsRun: epochs } };
}

/** Progress of a run of one target with these fits. */
function progressOf(fits: readonly ShownFit[], left: TimeLeft | null = null, state: RunState = 'running') {
  const run = { state, targets: [{ target: 'action', classes: [], counts: [] }], fitsPerTarget: fits.length };
  return runProgress(statusOf(run, fits), fits, 100, left);
}

test('a fit that runs counts by its epochs, but not as done', () => {
  expect(progressOf([done(0, 20, 1), running(1, 10, 1)]).share).toBe(0.75);
  expect(progressOf([done(0, 20, 1), running(1, 40, 1)]).share).toBeLessThan(1);
});

test('the sentence has the time that the host reckons, as a bound or as a guess', () => {
  const fits = [running(0, 10, 2), waiting(1)];
  expect(progressSentence(progressOf(fits, { seconds: 400, atMost: true }))).toBe(
    '0 of 2 trainings done · 1 running · at most 7 min left',
  );
  expect(progressSentence(progressOf([done(0, 20, 6), running(1, 5, 6)], { seconds: 12.2, atMost: false }))).toBe(
    '1 of 2 trainings done · 1 running · about 12 s left',
  );
  expect(progressSentence(progressOf([done(0, 20, 6), running(1, 5, 6)]))).toBe('1 of 2 trainings done · 1 running');
});

test('a run that has ended trains nothing', () => {
  const stopped = progressOf([done(0, 20, 6), running(1, 5, 6)], null, 'interrupted');
  expect(progressSentence(stopped)).toBe('1 of 2 trainings done');
});

test('the fits that run are named, many not all', () => {
  const fits = Array.from({ length: 8 }, (_, i) => running(i, 3, 1));
  expect(runningSentence(progressOf(fits.slice(0, 2)), 200, 'epoch')).toBe(
    'Now action training 1 at epoch 3, action training 2 at epoch 3; at most 200 epochs each',
  );
  expect(runningSentence(progressOf(fits), 200, 'epoch')).toContain('training 6 at epoch 3 and 2 others;');
});
