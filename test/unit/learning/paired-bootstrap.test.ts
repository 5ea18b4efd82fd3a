import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type PredictedTasks, pairedBootstrap } from '../../../src/learning/paired-bootstrap.ts';

/** [fit, task, predicted class] */
type PredictionRow = readonly [number, number, number];

interface Fixture {
  readonly classes: number;
  readonly clusters: number;
  readonly resamples: number;
  readonly seed: number;
  readonly truth: readonly number[];
  readonly cluster: readonly number[];
  readonly a: { readonly fits: number; readonly predictions: readonly PredictionRow[] };
  readonly b: { readonly fits: number; readonly predictions: readonly PredictionRow[] };
  readonly expected: Record<'confusionMse' | 'recall', { difference: number; low: number; high: number }>;
}

const fixture = JSON.parse(readFileSync(new URL('./paired_bootstrap.json', import.meta.url), 'utf8')) as Fixture;

function predictedTasks({ fits, predictions }: Fixture['a']): PredictedTasks {
  const { classes, truth, cluster } = fixture;
  return {
    classes,
    fits,
    cluster: Int32Array.from(predictions, ([, task]) => cluster[task]),
    cell: Int32Array.from(
      predictions,
      ([fit, task, predicted]) => fit * classes ** 2 + truth[task] * classes + predicted,
    ),
  };
}

/** One fit's predictions, [cluster, truth, prediction] each. */
function oneFit(classes: number, rows: readonly (readonly [number, number, number])[]): PredictedTasks {
  return {
    classes,
    fits: 1,
    cluster: Int32Array.from(rows, ([cluster]) => cluster),
    cell: Int32Array.from(rows, ([, truth, predicted]) => truth * classes + predicted),
  };
}

describe('the paired bootstrap', () => {
  test('gives the differences and intervals that NumPy gives, for runs with different numbers of fits', async () => {
    const { a, b, expected, ...resampling } = fixture;
    const result = await pairedBootstrap(predictedTasks(a), predictedTasks(b), resampling);
    for (const metric of ['confusionMse', 'recall'] as const) {
      for (const end of ['difference', 'low', 'high'] as const) {
        expect(result[metric][end], `${metric} ${end}`).toBeCloseTo(expected[metric][end], 12);
      }
    }
  });

  test('of one cluster has no spread: every draw is the data', async () => {
    const a = oneFit(2, [
      [0, 0, 0],
      [0, 1, 0],
    ]);
    const b = oneFit(2, [
      [0, 0, 0],
      [0, 1, 1],
    ]);
    const { confusionMse, recall } = await pairedBootstrap(a, b, { clusters: 1, resamples: 20, seed: 1 });
    expect(confusionMse).toEqual({ difference: -0.5, low: -0.5, high: -0.5 });
    expect(recall).toEqual({ difference: 0.5, low: 0.5, high: 0.5 });
  });

  test('draws the clusters, not the tasks: tasks that always come together spread as one', async () => {
    const rows = Array.from({ length: 4 }, (_, i) => [i, i % 2, 0] as const);
    const twice = (b: boolean) =>
      oneFit(
        2,
        [...rows, ...rows].map(([c, t, p]) => [c, t, b ? t : p] as const),
      );
    const once = (b: boolean) =>
      oneFit(
        2,
        rows.map(([c, t, p]) => [c, t, b ? t : p] as const),
      );
    const resampling = { clusters: 4, resamples: 200, seed: 3 };
    expect(await pairedBootstrap(twice(false), twice(true), resampling)).toEqual(
      await pairedBootstrap(once(false), once(true), resampling),
    );
  });

  test('has no difference between a run and itself, and the opposite when the runs change places', async () => {
    const row = fc.tuple(fc.nat(5), fc.nat(2), fc.nat(2), fc.nat(2));
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 40 }), fc.nat(2 ** 32 - 1), async (rows, seed) => {
        const a = oneFit(
          3,
          rows.map(([c, t, p]) => [c, t, p] as const),
        );
        const b = oneFit(
          3,
          rows.map(([c, t, , p]) => [c, t, p] as const),
        );
        const resampling = { clusters: 6, resamples: 50, seed };
        const same = await pairedBootstrap(a, a, resampling);
        expect(same.recall).toEqual({ difference: 0, low: 0, high: 0 });
        const [there, back] = [await pairedBootstrap(a, b, resampling), await pairedBootstrap(b, a, resampling)];
        expect(back.confusionMse.difference).toBeCloseTo(-there.confusionMse.difference, 12);
        expect(back.confusionMse.low).toBeCloseTo(-Number(there.confusionMse.high), 12);
        expect(back.recall.high).toBeCloseTo(-Number(there.recall.low), 12);
      }),
      { numRuns: 30 },
    );
  });

  test('has no ends without draws', async () => {
    const a = oneFit(2, [[0, 0, 0]]);
    const b = oneFit(2, [[0, 0, 1]]);
    const { recall } = await pairedBootstrap(a, b, { clusters: 1, resamples: 0, seed: 1 });
    expect(recall).toEqual({ difference: -0.5, low: null, high: null });
  });

  test('stops when it is told to', async () => {
    const { a, b, expected: _, ...resampling } = fixture;
    const signal = AbortSignal.abort();
    const many = { ...resampling, resamples: 100_000, signal };
    await expect(pairedBootstrap(predictedTasks(a), predictedTasks(b), many)).rejects.toThrow('aborted');
  });

  test('refuses what it cannot draw from', async () => {
    const none = oneFit(2, []);
    await expect(pairedBootstrap(none, none, { clusters: 0, resamples: 10, seed: 0 })).rejects.toThrow(RangeError);
    const outside = oneFit(2, [[1, 0, 0]]);
    await expect(pairedBootstrap(outside, outside, { clusters: 1, resamples: 1, seed: 0 })).rejects.toThrow(RangeError);
  });
});
