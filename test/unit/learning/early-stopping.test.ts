import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EarlyStopping, type EarlyStoppingRule } from '../../../src/learning/early-stopping.ts';

const rule: EarlyStoppingRule = { modes: ['min', 'max'], patience: 2, maxDelta: 0.5, movingAverage: 1 };

/** The reason of the first stop and the epoch after which it comes. */
function stopOf(epochs: readonly (readonly number[])[], changes: Partial<EarlyStoppingRule> = {}) {
  const stopping = new EarlyStopping({ ...rule, ...changes });
  for (const values of epochs) {
    const { stop } = stopping.observe(values);
    if (stop) return { epoch: stopping.epochs - 1, stop };
  }
  return null;
}

describe('EarlyStopping', () => {
  it('stops after as many epochs without any improvement as it is patient', () => {
    expect(
      stopOf([
        [1, 1],
        [1, 1],
        [1, 1],
        [1, 1],
      ]),
    ).toEqual({ epoch: 2, stop: 'patience' });
  });

  it('goes on while any metric improves', () => {
    expect(
      stopOf([
        [1, 1],
        [1, 2],
        [1, 3],
        [1, 4],
      ]),
    ).toBeNull();
  });

  it('stops at once when the main metric worsens too much, whatever the others do', () => {
    expect(
      stopOf([
        [1, 1],
        [1.6, 2],
      ]),
    ).toEqual({ epoch: 1, stop: 'max-delta' });
  });

  it('tolerates exactly the largest worsening', () => {
    expect(
      stopOf([
        [1, 1],
        [1.5, 2],
      ]),
    ).toBeNull();
  });

  it('names both reasons when they come together', () => {
    expect(
      stopOf([
        [1, 1],
        [1, 1],
        [2, 1],
      ]),
    ).toEqual({ epoch: 2, stop: 'both' });
  });

  it('takes any worsening from a perfect main metric as too much', () => {
    expect(
      stopOf([
        [0, 1],
        [1e-9, 2],
      ]),
    ).toEqual({ epoch: 1, stop: 'max-delta' });
    expect(
      stopOf([
        [0, 1],
        [0, 2],
      ]),
    ).toBeNull();
  });

  it('compares means of the last epochs', () => {
    const epochs = [
      [1, 1],
      [1, 1],
      [2, 1],
      [1, 1],
    ];
    expect(stopOf(epochs, { patience: 9 })).toEqual({ epoch: 2, stop: 'max-delta' });
    expect(stopOf(epochs, { patience: 9, movingAverage: 2 })).toBeNull();
  });

  it('is patient one epoch longer in the published code', () => {
    const epochs = [
      [1, 1],
      [1, 1],
      [1, 1],
      [1, 1],
    ];
    expect(stopOf(epochs, { variant: 'published-code' })).toEqual({ epoch: 3, stop: 'patience' });
  });

  it('remembers the raw value as the best in the published code', () => {
    const changes = { modes: ['min'], movingAverage: 2, patience: 9, maxDelta: 0.2 } as const;
    const epochs = [[2], [1], [1.45]];
    expect(stopOf(epochs, changes)).toBeNull();
    expect(stopOf(epochs, { ...changes, variant: 'published-code' })).toEqual({ epoch: 2, stop: 'max-delta' });
  });

  it('has the first of several equally good epochs as the best', () => {
    const stopping = new EarlyStopping({ ...rule, patience: 9 });
    for (const main of [3, 1, 2, 1]) stopping.observe([main, 0]);
    expect(stopping.bestEpoch).toBe(1);
    expect(stopping.bestScore).toBe(1);
  });

  it('refuses another number of metrics than it watches', () => {
    expect(() => new EarlyStopping(rule).observe([1])).toThrow(RangeError);
  });

  it('never waits longer than it is patient, and stops only for a reason', () => {
    const values = fc.array(fc.tuple(fc.double({ min: 0.01, max: 1, noNaN: true }), fc.nat(5)), { maxLength: 60 });
    fc.assert(
      fc.property(
        values,
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 1, max: 4 }),
        (epochs, patience, movingAverage) => {
          const stopping = new EarlyStopping({ ...rule, patience, movingAverage });
          for (const epoch of epochs) {
            const { stop, wait, relativeWorsening } = stopping.observe(epoch);
            expect(wait).toBeLessThanOrEqual(patience);
            expect(stop === 'patience' || stop === 'both').toBe(wait === patience);
            expect(stop === 'max-delta' || stop === 'both').toBe((relativeWorsening ?? 0) > rule.maxDelta);
            if (stop) break;
          }
        },
      ),
    );
  });
});
