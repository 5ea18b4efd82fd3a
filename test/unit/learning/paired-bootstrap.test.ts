import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bootstrapScores, type PredictedTasks } from '../../../src/learning/bootstrap.ts';
import { pairedBootstrap } from '../../../src/learning/paired-bootstrap.ts';
import { RandomState } from '../../../src/learning/random.ts';
import { type ResultMetric, resultMetrics } from '../../../src/measures/metrics.ts';

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
  readonly expectedOfA: Record<ResultMetric, { low: number; high: number }>;
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

describe('the bootstrap of one run', () => {
  test('gives the intervals that NumPy gives, of every metric', async () => {
    const { a, expectedOfA, clusters, resamples, seed } = fixture;
    const [ranges] = await bootstrapScores([predictedTasks(a)], { clusters, resamples, seed });
    for (const metric of resultMetrics) {
      for (const end of ['low', 'high'] as const) {
        expect(ranges[metric][end], `${metric} ${end}`).toBeCloseTo(expectedOfA[metric][end], 12);
      }
    }
  });

  test('covers the truth about as often as it says: 95 % intervals of a coin that lands right 7 times of 10', async () => {
    const random = new RandomState(5);
    let covered = 0;
    const histories = 200;
    for (let i = 0; i < histories; i++) {
      // Workflows of five tasks that are all right or all wrong.
      const isRight = random.randomSample(60).map((value) => (value < 0.7 ? 1 : 0));
      const tasks = oneFit(
        2,
        Array.from({ length: 300 }, (_, task) => [task % 60, 1, isRight[task % 60]] as const),
      );
      const [{ accuracy }] = await bootstrapScores([tasks], { clusters: 60, resamples: 300, seed: i });
      if (accuracy.low <= 0.7 && 0.7 <= accuracy.high) covered++;
    }
    expect(covered / histories).toBeGreaterThan(0.9);
    expect(covered / histories).toBeLessThan(0.99);
  });

  test('refuses to say something without draws', async () => {
    await expect(bootstrapScores([oneFit(2, [[0, 0, 0]])], { clusters: 1, resamples: 0, seed: 0 })).rejects.toThrow(
      RangeError,
    );
  });
});

describe('the paired bootstrap', () => {
  test('gives the differences and intervals that NumPy gives, for runs with different numbers of fits', async () => {
    const { a, b, expected, clusters, resamples, seed } = fixture;
    const result = await pairedBootstrap(predictedTasks(a), predictedTasks(b), { clusters, resamples, seed });
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
    const { a, b, clusters, seed } = fixture;
    const signal = AbortSignal.abort();
    const many = { clusters, seed, resamples: 100_000, signal };
    await expect(pairedBootstrap(predictedTasks(a), predictedTasks(b), many)).rejects.toThrow('aborted');
  });

  test('refuses what it cannot draw from', async () => {
    const none = oneFit(2, []);
    await expect(pairedBootstrap(none, none, { clusters: 0, resamples: 10, seed: 0 })).rejects.toThrow(RangeError);
    const outside = oneFit(2, [[1, 0, 0]]);
    await expect(pairedBootstrap(outside, outside, { clusters: 1, resamples: 1, seed: 0 })).rejects.toThrow(RangeError);
  });
});
