import { expect, test } from 'vitest';
import { comparisonSubject } from '../../../webview/compare/picture-subject.ts';
import { runSubject } from '../../../webview/run/picture-subject.ts';
import { runRecord } from '../../records.ts';

const run = runRecord({ id: '20260314-091500-simple', protocol: 'cross-validation', fitsPerTarget: 5 });

test('a chart of a run says which run, target and fits it is of, and that the data are synthetic', () => {
  expect(runSubject(run, 'action', null)).toEqual({
    lines: [
      'simple · cross-validation · action · 5 trainings',
      'run 20260314-091500-simple · history.json, 1 task · synthetic data',
    ],
    parts: ['20260314-091500-simple', 'action'],
  });
  expect(runSubject(run, 'action', 2)).toMatchObject({
    lines: ['simple · cross-validation · action · training 3 of 5', expect.anything()],
    parts: ['20260314-091500-simple', 'action', 'fit 3'],
  });
  const { lines } = runSubject({ ...run, history: { ...run.history, synthetic: false } }, null, null);
  expect(lines).toEqual([
    'simple · cross-validation · 5 trainings',
    'run 20260314-091500-simple · history.json, 1 task',
  ]);
});

test('a chart of a comparison names its first runs', () => {
  const runs = ['simple', 'cnn', 'wide', 'deep'].map((name) => ({ folder: name, name, run }));
  expect(comparisonSubject(runs, 'action')).toEqual({
    lines: ['action · 4 runs · cross-validation', 'history.json · synthetic data'],
    parts: ['compare', 'simple', 'cnn', 'wide', 'and 1 more', 'action'],
  });
  expect(comparisonSubject(runs.slice(0, 1), null)).toEqual({
    lines: ['1 run · cross-validation', 'history.json · synthetic data · run 20260314-091500-simple'],
    parts: ['compare', 'simple'],
  });
});
