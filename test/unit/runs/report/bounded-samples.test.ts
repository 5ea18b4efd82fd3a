import { expect, test } from 'vitest';
import type { RunSamples } from '../../../../src/protocol/run-panel.ts';
import { boundSamples } from '../../../../src/runs/report/bounded-samples.ts';

/** Two fits that have each predicted the same four tasks. */
const samples: RunSamples = {
  target: 'action',
  fits: [0, 2],
  names: ['/a', '/b', '/c', '/d'],
  task: [3, 2, 1, 0, 3, 2, 1, 0],
  fit: [0, 0, 0, 0, 2, 2, 2, 2],
  truth: [0, 1, 0, 1, 0, 1, 0, 1],
  predicted: [0, 0, 0, 0, 1, 1, 1, 1],
  probabilities: [0.9, 0.1, 0.8, 0.2, 0.7, 0.3, 0.6, 0.4, 0.1, 0.9, 0.2, 0.8, 0.3, 0.7, 0.4, 0.6],
  codes: [],
  sites: [],
  notices: ['Fit 2 is missing.'],
};

test('samples that have room stay as they are', () => {
  expect(boundSamples(samples, 2, 8)).toBe(samples);
});

test('of more than that, the first of each fit are kept with their names, and it is said', () => {
  expect(boundSamples(samples, 2, 5)).toEqual({
    ...samples,
    names: ['/d', '/c'],
    task: [0, 1, 0, 1],
    fit: [0, 0, 2, 2],
    truth: [0, 1, 0, 1],
    predicted: [0, 0, 1, 1],
    probabilities: [0.9, 0.1, 0.8, 0.2, 0.1, 0.9, 0.2, 0.8],
    notices: [
      'Fit 2 is missing.',
      'Showing 4 of 8 predictions, the first of each fit, as this is a report. Its matrices and thresholds are of all.',
    ],
  });
});
