import { expect, test } from 'vitest';
import type { TargetCalibration } from '../../../src/protocol/calibration.ts';
import { calibrationSentence, reliabilityTable, scoreTable } from '../../../webview/run/calibration-tables.ts';

const raw = { ece: 0.34, brier: 0.5, logLoss: 0.9, bins: [{ bin: 7, count: 1200, accuracy: 0.78, confidence: 0.51 }] };
const calibrated = {
  ece: 0.021,
  brier: 0.3,
  logLoss: 0.6,
  bins: [{ bin: 11, count: 1200, accuracy: 0.78, confidence: 0.77 }],
};
const calibration: TargetCalibration = { method: 'temperature', rows: 1333, notes: [], raw, calibrated };

test('scores and bins are those before calibration and after it', () => {
  expect(scoreTable(calibration)).toEqual({
    columns: ['lower is better', 'model', 'calibrated'],
    rows: [
      ['expected calibration error', '0.340', '0.021'],
      ['Brier score', '0.500', '0.300'],
      ['log loss', '0.900', '0.600'],
    ],
  });
  expect(reliabilityTable(calibration).rows).toEqual([
    ['model', '0.510', '0.780', '1,200'],
    ['calibrated', '0.770', '0.780', '1,200'],
  ]);
});

test('without calibration there is nothing to compare', () => {
  const none: TargetCalibration = { ...calibration, method: 'none', calibrated: raw };
  expect(scoreTable(none).columns).toEqual(['lower is better', 'model']);
  expect(reliabilityTable(none).rows).toHaveLength(1);
  expect(calibrationSentence(none)).toBe('The probabilities are as the model gives them.');
});

test('the method is named with the tasks that it was chosen on', () => {
  expect(calibrationSentence(calibration)).toBe(
    'Calibrated by temperature, on 1,333 tasks that did not train the model.',
  );
  expect(calibrationSentence({ ...calibration, methods: ['temperature', 'isotonic', 'temperature'] })).toContain(
    '(most trainings), on at least 1,333 tasks',
  );
});
