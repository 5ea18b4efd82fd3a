import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canContinue, completeStatus, fitIn, type StatedRun, statusOf } from '../../../src/measures/run-status.ts';
import { type FitView, fitStates, type RunState, runStates } from '../../../src/protocol/run.ts';
import { epoch } from '../../records.ts';

const run = (state: RunState, fitsPerTarget = 3, names = ['action']): StatedRun => ({
  state,
  targets: names.map((target) => ({ target, classes: [], counts: [] })),
  fitsPerTarget,
});
const fitOf = (index: number, state: FitView['state'], target = 'action'): FitView => ({
  target,
  index,
  state,
  epochs: state === 'waiting' ? [] : [epoch(0)],
});

describe('a fit', () => {
  test.each([
    ['cancelled', 'cancelled'],
    ['interrupted', 'cancelled'],
    ['failed', 'failed'],
    ['running', 'running'],
  ] as const)('that runs in a run that is %s is %s', (state, expected) => {
    expect(fitIn(state, fitOf(0, 'running')).state).toBe(expected);
  });

  test('that an earlier sitting left off waits, without its epochs, when the run is continued', () => {
    expect(fitIn('running', fitOf(0, 'cancelled'))).toEqual(fitOf(0, 'waiting'));
  });
});

describe('a target', () => {
  const stateOf = (state: RunState, ...fits: FitView[]) => statusOf(run(state), fits).targets[0].state;

  test('that is trained is so, whatever earlier sittings left', () => {
    expect(stateOf('running', fitOf(0, 'running'), fitOf(1, 'cancelled'), fitOf(2, 'failed'))).toBe('running');
    expect(stateOf('running', fitOf(0, 'done'), fitOf(1, 'cancelled'))).toBe('waiting');
  });

  test('of a run that has ended shows how', () => {
    expect(stateOf('done', fitOf(0, 'done'), fitOf(1, 'done'), fitOf(2, 'done'))).toBe('done');
    expect(stateOf('cancelled', fitOf(0, 'done'), fitOf(1, 'running'))).toBe('cancelled');
    expect(stateOf('interrupted', fitOf(0, 'done'))).toBe('cancelled');
    expect(stateOf('failed', fitOf(0, 'done'), fitOf(1, 'failed'))).toBe('failed');
  });
});

test('a run that is done has all its fits', () => {
  expect(completeStatus(run('done', 3, ['a', 'b']))).toMatchObject({ done: 6, total: 6, failed: 0, running: [] });
});

test('whatever the fits are, the numbers agree with each other and with the state of the run', () => {
  const anyFit = fc.record({
    target: fc.constantFrom('action', 'memory'),
    index: fc.nat(2),
    state: fc.constantFrom(...fitStates),
  });
  const anyFits = fc.uniqueArray(anyFit, { selector: ({ target, index }) => `${target} ${index}`, maxLength: 6 });
  fc.assert(
    fc.property(fc.constantFrom(...runStates), anyFits, (state, fits) => {
      const status = statusOf(
        run(state, 3, ['action', 'memory']),
        fits.map(({ target, index, state: own }) => fitOf(index, own, target)),
      );
      expect(status.done).toBe(status.targets.reduce((sum, { done }) => sum + done, 0));
      expect(status.done + status.failed + status.running.length).toBeLessThanOrEqual(status.total);
      for (const target of status.targets) {
        expect(target.state === 'done').toBe(
          target.done === target.total && !status.running.some((one) => one.target === target.target),
        );
        expect(target.state === 'running').toBe(status.running.some((one) => one.target === target.target));
        if (state === 'running') expect(target.state).not.toBe('cancelled');
      }
      if (state !== 'running') expect(status.running).toEqual([]);
    }),
  );
});

test('a run can continue that has ended without being done', () => {
  expect(runStates.filter(canContinue)).toEqual(['failed', 'cancelled', 'interrupted']);
});
