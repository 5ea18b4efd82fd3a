import { describe, expect, test } from 'vitest';
import { progressSentence, runningSentence, runProgress } from '../../../webview/run/progress.ts';
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

describe('the time left', () => {
  test('is a limit before a fit is complete: every epoch at the pace so far', () => {
    const { left } = runProgress([running(0, 10, 2), waiting(1)], 100);
    expect(left).toEqual({ seconds: (90 + 100) * 2, isLimit: true });
  });

  test('goes by the epochs of the complete fits after that', () => {
    const { left } = runProgress([done(0, 20, 2), running(1, 5, 2), waiting(2)], 100);
    expect(left).toEqual({ seconds: (15 + 20) * 2, isLimit: false });
  });

  test('is shared by the fits that run at once', () => {
    const { left } = runProgress([done(0, 20, 2), running(1, 10, 2), running(2, 10, 2), waiting(3)], 100);
    expect(left?.seconds).toBe(((10 + 10 + 20) * 2) / 2);
  });

  test('is not below zero for a fit that takes longer than the others', () => {
    const { left } = runProgress([done(0, 20, 2), running(1, 30, 2)], 100);
    expect(left?.seconds).toBe(0);
  });

  test('is not guessed before the first epoch', () => {
    expect(runProgress([waiting(0)], 100).left).toBeNull();
  });
});

test('a fit that runs counts by its epochs, but not as done', () => {
  expect(runProgress([done(0, 20, 1), running(1, 10, 1)], 100).share).toBe(0.75);
  expect(runProgress([done(0, 20, 1), running(1, 40, 1)], 100).share).toBeLessThan(1);
});

test('the sentence says what the guess rests on', () => {
  const begun = runProgress([running(0, 10, 2), waiting(1)], 100);
  expect(progressSentence(begun, 'running', 'epoch')).toBe(
    '0 of 2 fits done · 1 running · at most 7 min left at this pace, sooner if fits stop early',
  );
  const later = runProgress([done(0, 20, 6), running(1, 5, 6)], 100);
  expect(progressSentence(later, 'running', 'epoch')).toBe(
    '1 of 2 fits done · 1 running · about 2 min left if the other fits take as many epochs',
  );
});

test('a run that does not train has no time left', () => {
  const stopped = runProgress([done(0, 20, 6), running(1, 5, 6)], 100);
  expect(progressSentence(stopped, 'interrupted', 'epoch')).toBe('1 of 2 fits done');
});

test('the fits that run are named, many not all', () => {
  const fits = Array.from({ length: 8 }, (_, i) => running(i, 3, 1));
  expect(runningSentence(runProgress(fits.slice(0, 2), 200), 200, 'epoch')).toBe(
    'Now action fit 1 at epoch 3, action fit 2 at epoch 3; at most 200 epochs each',
  );
  expect(runningSentence(runProgress(fits, 200), 200, 'epoch')).toContain('fit 6 at epoch 3 and 2 others;');
});
