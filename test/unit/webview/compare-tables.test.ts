import { describe, expect, test } from 'vitest';
import type { ComparedRun } from '../../../src/protocol/compare-panel.ts';
import type { RunRecord } from '../../../src/protocol/run.ts';
import { summarizeFits } from '../../../src/runs/summary.ts';
import type { TargetRun } from '../../../webview/compare/compare-model.ts';
import {
  comparedBaselines,
  metricRows,
  metricText,
  nextSorting,
  type Sorting,
  sortRows,
} from '../../../webview/compare/metric-table.ts';
import { barOf, overviewTable, overviewText } from '../../../webview/compare/overview.ts';
import { runNames } from '../../../webview/compare/run-names.ts';
import { settingsTable } from '../../../webview/compare/settings.ts';
import { comparabilityWarnings } from '../../../webview/compare/warnings.ts';
import { referenceOf } from '../../../webview/components/baselines.ts';
import { fitRecord, runRecord, someMetrics } from '../../records.ts';

/** A run with one fit of this confusion MSE and recall, or with none. */
function targetRun(name: string, scores?: readonly [mse: number, recall: number], run?: Partial<RunRecord>): TargetRun {
  const fits = scores && [fitRecord({ metrics: { ...someMetrics, confusionMse: scores[0], macroRecall: scores[1] } })];
  return {
    folder: name,
    name,
    run: runRecord({ model: name, ...run }),
    summary: fits ? summarizeFits('action', fits) : null,
  };
}

const runs = [targetRun('b10', [0.1, 0.6]), targetRun('b9', [0.25, 0.8]), targetRun('running')];

describe('the table of runs', () => {
  test('marks the best by the direction of the metric, and nothing where all are the same', () => {
    const best = metricRows(runs, null).map(({ cells }) => cells.filter(({ best }) => best).map(({ key }) => key));
    expect(best).toEqual([['confusion-mse'], ['recall'], []]);
  });

  test('gives signed differences to the baseline, but not of times and counts', () => {
    const [first, second, third] = metricRows(runs, 'b10').map(({ cells }) =>
      cells.map(({ difference }) => difference),
    );
    expect(first).toEqual(first.map(() => null));
    expect(second).toEqual(['+0.1500', '+0.200', '+0.000', '+0.000', '+0.000', null, null, null]);
    expect(third).toEqual(third.map(() => null));
  });

  test('sorts by a column, runs without results last', () => {
    const order = (sorting: Sorting | null) => sortRows(metricRows(runs, null), sorting).map(({ shown }) => shown.name);
    expect(order(null)).toEqual(['b10', 'b9', 'running']);
    expect(order({ column: 'confusion-mse', descending: true })).toEqual(['b9', 'b10', 'running']);
    expect(order({ column: 'recall', descending: false })).toEqual(['b10', 'b9', 'running']);
    expect(order({ column: 'name', descending: false })).toEqual(['b9', 'b10', 'running']);
  });

  test('sorts by good values first, then the other way round, then not at all', () => {
    const first = nextSorting(null, 'recall');
    expect(first).toEqual({ column: 'recall', descending: true });
    expect(nextSorting(first, 'recall')).toEqual({ column: 'recall', descending: false });
    expect(nextSorting(nextSorting(first, 'recall'), 'recall')).toBeNull();
    expect(nextSorting(first, 'confusion-mse')).toEqual({ column: 'confusion-mse', descending: false });
  });

  test('is copied with its differences, without the columns that are hidden', () => {
    const { columns, rows } = metricText(
      metricRows(runs, 'b10'),
      [],
      ['precision', 'f1', 'accuracy', 'epochs', 'time'],
    );
    expect(columns).toEqual([
      'run',
      'protocol',
      'confusion MSE',
      'confusion MSE, difference',
      'macro recall',
      'macro recall, difference',
      'trainings',
    ]);
    expect(rows[1]).toEqual(['b9', 'holdout', '0.2500', '+0.1500', '0.800 (best)', '+0.200', '1']);
    expect(rows[2]).toEqual(['running', 'holdout', '–', '', '–', '', '–']);
  });
});

describe('the settings', () => {
  const [one, two] = [
    targetRun('one', undefined, { specification: { model: 'cnn', settings: { dropout: 0.2, l2: 0 }, smote: false } }),
    targetRun('two', undefined, { specification: { model: 'cnn', settings: { dropout: 0.5 }, smote: true } }),
  ];

  test('are those that differ, or all', () => {
    expect(settingsTable([one, two], true)).toEqual({
      columns: ['run', 'dropout', 'l2', 'smote'],
      rows: [
        ['one', '0.2', '0', 'no'],
        ['two', '0.5', '–', 'yes'],
      ],
    });
    expect(settingsTable([one, two], false).columns).toContain('seed');
    expect(settingsTable([one, two], false).columns).not.toContain('settings');
  });

  test('that are a group in one run and off in another are on or off there', () => {
    const off = targetRun('off', undefined, { specification: { smote: false, training: { epochs: 5 } } });
    const on = targetRun('on', undefined, { specification: { smote: { neighbours: 5 }, training: { epochs: 5 } } });
    expect(settingsTable([off, on], true)).toEqual({
      columns: ['run', 'smote', 'smote.neighbours'],
      rows: [
        ['off', 'no', '–'],
        ['on', 'yes', '5'],
      ],
    });
    expect(settingsTable([on, on], false).columns).not.toContain('training');
  });

  test('of equal runs are none', () => {
    expect(settingsTable([one, one], true).columns).toEqual(['run']);
  });

  test('named like a property of every object are settings as well', () => {
    const odd = targetRun('odd', undefined, { specification: JSON.parse('{"__proto__": 1, "constructor": 2}') });
    expect(settingsTable([one, odd], true).columns).toEqual(expect.arrayContaining(['__proto__', 'constructor']));
  });
});

const spread = (mean: number) => ({ mean, std: 0 });
const scores = { confusionMse: spread(0.2222), recall: spread(0.5), precision: spread(0.4), f1: spread(0.45) };
const baselines = {
  mostFrequent: { class: 'acdc', ...scores, accuracy: spread(0.8) },
  sameWorkflow: { known: 0.4, ...scores, accuracy: spread(0.9) },
};

describe('baselines', () => {
  const withBaselines = runs.map((run) => ({ ...run, summary: run.summary && { ...run.summary, baselines } }));

  test('are those of the first run that has some, after the runs, without differences', () => {
    const compared = comparedBaselines([runs[0], ...withBaselines]);
    expect(compared.map(({ name }) => name)).toEqual(['always acdc', 'as last time']);
    const { columns, rows } = metricText(metricRows(runs, 'b10'), compared, ['precision', 'f1', 'fits', 'epochs']);
    expect(columns).toHaveLength(rows[3].length);
    expect(rows[3]).toEqual(['always acdc', '', '0.2222', '', '0.500', '', '0.800', '', '']);
  });

  test('are none of runs of earlier versions', () => {
    expect(comparedBaselines(runs)).toEqual([]);
    expect(referenceOf(runs[0].summary)).toBeNull();
    expect(referenceOf(null)).toBeNull();
  });

  test('give the confusion MSE that curves should get below', () => {
    expect(referenceOf(withBaselines[0].summary)).toEqual({ value: 0.2222, text: 'always acdc' });
  });
});

describe('the overview', () => {
  test('places bars in percent of the axis, and cuts them at its ends', () => {
    expect(barOf({ mean: 0.5, std: 0.125 })).toEqual({ at: 50, from: 37.5, to: 62.5 });
    expect(barOf({ mean: 0.01, std: 0.02 })).toEqual({ at: 1, from: 0, to: 3 });
  });

  test('has a text for each run and a table of all', () => {
    expect(overviewText(runs[0])).toBe('b10: confusion MSE 0.1000, macro recall 0.600, macro precision 0.500');
    expect(overviewText(runs[2])).toBe('running: no results yet');
    expect(overviewTable([{ target: 'action', runs }]).rows).toEqual([
      ['action', 'b10', '0.1000', '0.600', '0.500', '1'],
      ['action', 'b9', '0.2500', '0.800', '0.500', '1'],
    ]);
  });
});

describe('the names of runs', () => {
  const compared = (name: string, run?: Partial<RunRecord>): ComparedRun => ({
    folder: `${Math.random()}`,
    name,
    run: run ? runRecord(run) : null,
    error: run ? null : 'gone',
  });

  test('stay as they are where no two are alike', () => {
    expect(runNames([compared('a', {}), compared('b')])).toEqual(['a', 'b']);
  });

  test('are cut short, and told apart then', () => {
    const long = 'x'.repeat(10_000);
    const names = runNames([compared(`${long}1`, {}), compared(`${long}2`, {})]);
    expect(names).toEqual([`${'x'.repeat(59)}… · #1`, `${'x'.repeat(59)}… · #2`]);
  });

  test('get what tells them apart: the protocol, else the time, else a number', () => {
    expect(runNames([compared('a', {}), compared('a', { protocol: 'cross-validation' })])).toEqual([
      'a · holdout',
      'a · cross-validation',
    ]);
    const [one, two] = runNames([compared('a', {}), compared('a', { createdAt: '2026-02-01T00:00:00.000Z' })]);
    expect(one).not.toBe(two);
    expect(runNames([compared('a', {}), compared('b', {}), compared('a', {})])).toEqual(['a · #1', 'b', 'a · #3']);
  });
});

describe('warnings', () => {
  const history = { file: 'other.json', bytes: 1, sha256: '1', tasks: 1, codes: 1, sites: 1, synthetic: true };

  test('are not given for runs of one selection', () => {
    expect(comparabilityWarnings(runs)).toEqual([]);
  });

  test('name different protocols, histories and splits', () => {
    const other = (changes: Partial<RunRecord>) => comparabilityWarnings([...runs, targetRun('x', undefined, changes)]);
    expect(other({ protocol: 'repeated-test' })).toEqual([
      'Different protocols (holdout, repeated-test): the scores are of different test sets.',
    ]);
    expect(other({ history })).toEqual([
      'Different histories (history.json, other.json, 2 versions): the scores are of different tasks.',
    ]);
    expect(other({ seed: 7 })).toEqual(['Different seeds or numbers of trainings: the tasks were split differently.']);
  });
});
