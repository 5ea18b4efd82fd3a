import { expect, test } from 'vitest';
import { meanCurves } from '../../../src/measures/mean-curves.ts';
import type { EpochRecord } from '../../../src/protocol/run.ts';
import { epoch, someMetrics } from '../../records.ts';

function withRecall(number: number, macroRecall: number): EpochRecord {
  return { ...epoch(number), validation: { ...someMetrics, macroRecall } };
}

test('curves are the mean and the standard deviation over the fits that have the epoch', () => {
  const curves = meanCurves([[withRecall(0, 0.25), withRecall(1, 0.5)], [withRecall(0, 0.75)]]);
  expect(curves.fits).toEqual([2, 1]);
  expect(curves.validation.macroRecall).toEqual({ mean: [0.5, 0.5], std: [0.25, 0] });
  expect(curves.training.macroRecall).toEqual({ mean: [0.5, 0.5], std: [0, 0] });
});

test('a run without an epoch has empty curves', () => {
  const { fits, validation } = meanCurves([[], []]);
  expect(fits).toEqual([]);
  expect(validation.crossEntropy).toEqual({ mean: [], std: [] });
});
