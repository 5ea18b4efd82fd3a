import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bestOf, resultText, verdict } from '../../../src/measures/metrics.ts';
import { summarizeFits } from '../../../src/runs/summary.ts';
import { fitRecord, someMetrics } from '../../records.ts';

test('the best values are the lowest or the highest', () => {
  expect(bestOf([0.3, 0.1, 0.2], 'lower')).toBe(0.1);
  expect(bestOf([0.3, 0.1, 0.2], 'higher')).toBe(0.3);
});

test('results have the digits of their metric', () => {
  const fits = [0.1, 0.2].map((confusionMse) => fitRecord({ metrics: { ...someMetrics, confusionMse } }));
  const summary = summarizeFits('action', fits);
  expect(resultText(summary, 'confusionMse')).toBe('0.1500 ± 0.0500');
  expect(resultText(summary, 'recall')).toBe('0.500 ± 0.000');
});

describe('an interval', () => {
  test('tells better from worse by the direction of the metric, if zero is not in it', () => {
    expect(verdict({ difference: -2, low: -3, high: -1 }, 'lower')).toBe('better');
    expect(verdict({ difference: -2, low: -3, high: -1 }, 'higher')).toBe('worse');
    expect(verdict({ difference: 2, low: 1, high: 3 }, 'higher')).toBe('better');
    expect(verdict({ difference: 2, low: 0, high: 3 }, 'higher')).toBe('unclear');
    expect(verdict({ difference: 2, low: null, high: null }, 'higher')).toBe(null);
  });

  test('is better one way round exactly if it is worse the other way round', () => {
    const ends = fc.tuple(fc.double({ noNaN: true }), fc.double({ noNaN: true }));
    fc.assert(
      fc.property(ends, ([a, b]) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        const there = verdict({ difference: low, low, high }, 'lower');
        const back = verdict({ difference: -low, low: -high, high: -low }, 'lower');
        const opposite = { better: 'worse', worse: 'better', unclear: 'unclear' } as const;
        expect(back).toBe(opposite[there ?? 'unclear']);
      }),
    );
  });
});
