import fc from 'fast-check';
import { expect, test } from 'vitest';
import { averagePrecision, precisionRecallCurve, rocCurve } from '../../../src/measures/one-vs-rest.ts';
import { countByThreshold } from '../../../src/measures/thresholds.ts';
import type { RunSamples, RunThresholds } from '../../../src/protocol/run-panel.ts';
import { thresholdsOf } from '../../../src/runs/run-samples.ts';
import { thinned } from '../../../webview/components/rate-points.ts';
import {
  measureText,
  precisionRecallPoints,
  rocPoints,
  thresholdTable,
} from '../../../webview/run/threshold-curves.ts';

const samplesOf = (rows: readonly { truth: number; p: number; fit: number }[]): RunSamples => ({
  target: 'action',
  fits: [0, 1],
  names: rows.map((_, i) => `/t/${i}`),
  task: rows.map((_, i) => i),
  fit: rows.map(({ fit }) => fit),
  truth: rows.map(({ truth }) => truth),
  predicted: rows.map(({ p }) => (p > 0.5 ? 1 : 0)),
  probabilities: rows.flatMap(({ p }) => [1 - p, p]),
  codes: [],
  sites: [],
  notices: [],
});

const someRows = fc.array(fc.record({ truth: fc.nat(1), p: fc.nat(20).map((n) => n / 20), fit: fc.nat(1) }), {
  minLength: 1,
  maxLength: 40,
});

test('the curves are those of scikit-learn’s definitions', () => {
  fc.assert(
    fc.property(someRows, (rows) => {
      const labels = Int32Array.from(rows, ({ truth }) => truth);
      const counts = countByThreshold(labels, Float64Array.from(rows.flatMap(({ p }) => [1 - p, p])), 2, 1);
      const message = thresholdsOf(samplesOf(rows), 2, 1, null);
      const curve = precisionRecallCurve(counts);
      const points = curve && Array.from(curve.recall, (x, i) => ({ x, y: curve.precision[i] })).reverse();
      expect(precisionRecallPoints(message)).toEqual(points ?? []);
      const roc = rocCurve(counts);
      const rocExpected = roc && Array.from(roc.falsePositiveRate, (x, i) => ({ x, y: roc.truePositiveRate[i] }));
      expect(rocPoints(message)).toEqual(rocExpected ?? []);
    }),
  );
});

test('a measure is a mean over the fits that have it, or that of one', () => {
  const rows = [
    { truth: 1, p: 0.9, fit: 0 },
    { truth: 0, p: 0.5, fit: 0 },
    { truth: 1, p: 0.2, fit: 1 },
    { truth: 0, p: 0.5, fit: 1 },
  ];
  const both: RunThresholds = thresholdsOf(samplesOf(rows), 2, 1, null);
  expect(averagePrecision(countByThreshold(Int32Array.of(1, 0), Float64Array.of(0.8, 0.2, 0.5, 0.5), 2, 1))).toBe(0.5);
  expect(measureText(both, 'averagePrecision')).toBe('0.750 ± 0.250 (2 trainings)');
  expect(measureText({ ...both, fit: 1 }, 'averagePrecision')).toBe('0.500');
  expect(measureText({ ...both, perFit: [{ fit: 0, averagePrecision: null, rocAuc: null }] }, 'rocAuc')).toBe('–');
  expect(thresholdTable(both).rows[0]).toEqual(['0.9', '1.000', '0.500', '0.000']);
});

test('points that lie together are drawn once, the ends always', () => {
  const points = Array.from({ length: 10_001 }, (_, i) => ({ x: i / 10_000, y: 0 }));
  const drawn = thinned(points, 1, 1);
  expect(drawn.length).toBeLessThan(1000);
  expect([drawn[0], drawn.at(-1)]).toEqual([points[0], points.at(-1)]);
  for (let i = 1; i < drawn.length; i++) expect(drawn[i].x - drawn[i - 1].x).toBeLessThan(2 / 800);
});
