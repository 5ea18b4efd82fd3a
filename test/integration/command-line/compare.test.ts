import { beforeAll, expect, test } from 'vitest';
import { Workplace } from './command.ts';
import type { ResultsDocument, RunDocument, SelectionDocument } from './documents.ts';
import { paintHistory } from './paint-history.ts';

interface CompareDocument {
  readonly runs: readonly (RunDocument & { readonly name: string })[];
  readonly baseline: string;
  readonly comparisons: readonly {
    readonly target: string;
    readonly baseline: string;
    readonly run: string;
    readonly incomparable?: string;
    readonly tasks: number;
    readonly resamples: number;
    readonly confusionMse: { readonly difference: number; readonly low: number; readonly high: number };
    readonly recall: { readonly difference: number; readonly low: number; readonly high: number };
    readonly right: Readonly<Record<'both' | 'baseline' | 'other' | 'neither', number>>;
  }[];
}

const place = new Workplace();
let selected: readonly RunDocument[];
let tested: RunDocument;

beforeAll(async () => {
  place.write('paint.json', paintHistory());
  const training = { maxEpochs: 4 };
  const split = { folds: 2 };
  place.write('paint.oap.json', {
    history: 'paint.json',
    targets: { colour: {}, size: {} },
    models: ['simple', 'xgboost'],
    training,
    split,
  });
  selected = (await place.json<SelectionDocument>('select', 'paint.oap.json')).runs;
  [tested] = (await place.json<ResultsDocument>('test', 'paint.oap.json', '--model', 'simple')).runs;
});

test('runs of a selection are compared with the first, target by target', async () => {
  const [first, second] = selected;
  const document = await place.json<CompareDocument>('compare', first.id, second.id);
  expect(document.runs).toEqual(selected.map((run) => ({ ...run, name: run.model })));
  expect(document.baseline).toBe(first.id);
  expect(document.comparisons.map(({ target, run }) => [target, run])).toEqual([
    ['colour', second.id],
    ['size', second.id],
  ]);
  for (const { target, tasks, resamples, confusionMse, recall, right } of document.comparisons) {
    const [a, b] = [first.targets[target], second.targets[target]];
    // The same numbers as in the runs' summaries.
    expect(confusionMse.difference).toBeCloseTo(b.confusionMse.mean - a.confusionMse.mean, 12);
    expect(recall.difference).toBeCloseTo(b.recall.mean - a.recall.mean, 12);
    expect(recall.low).toBeLessThanOrEqual(recall.high);
    expect([tasks, resamples]).toEqual([28, 2000]);
    expect(right.both + right.baseline + right.other + right.neither).toBe(28);
  }
});

test('the same comparison gives the same document, to the last digit', async () => {
  const ids = selected.map(({ id }) => id);
  expect(await place.json('compare', ...ids)).toEqual(await place.json('compare', ...ids));
});

test('another baseline turns the differences round, and runs are named once', async () => {
  const [first, second] = selected;
  const there = await place.json<CompareDocument>('compare', first.id, second.id, '--target', 'size');
  const args = ['compare', first.id, second.id, first.id, '--baseline', second.id, '--target', 'size'];
  const back = await place.json<CompareDocument>(...args);
  expect(back.runs).toHaveLength(2);
  expect(back.comparisons[0].recall.difference).toBeCloseTo(-there.comparisons[0].recall.difference, 12);
});

test('runs with different test sets get a warning instead of an interval', async () => {
  const { comparisons } = await place.json<CompareDocument>('compare', selected[0].id, tested.id, '--target', 'size');
  expect(comparisons[0].incomparable).toMatch(/^Different test sets: .* 28 tasks, .* 12 tasks; 0 tasks in common\./);
  const { out } = await place.run('compare', selected[0].id, tested.id, '--target', 'size');
  expect(out).toContain('\nwarning: 2: Different test sets:');
});

test('people get tables: scores with the best marked, differences with intervals', async () => {
  const { status, out, err } = await place.run('compare', ...selected.map(({ id }) => id), '--target', 'colour');
  expect({ status, err }).toEqual({ status: 0, err: '' });
  expect(out).toMatch(
    /\ncolour\n +model +confusion MSE +difference +recall +difference +precision +difference +trainings\n/,
  );
  expect(out).toMatch(/\n1 {2}simple +\d\.\d{4} ± \d\.\d{4}/);
  expect(out).toContain('*');
  expect(out).toMatch(/\n2 {2}xgboost +[+-]\d\.\d{4} \[[+-]\d\.\d{4}, [+-]\d\.\d{4}\] +(better|worse|unclear)/);
  expect(out).toMatch(/paired bootstrap: 2000 draws of \d+ workflows? \(28 tasks\), seed 42\n/);
});

test('a target that no run has, and a run that is unknown, end with status 2', async () => {
  const { status, err } = await place.run('compare', selected[0].id, '--target', 'weight');
  expect({ status, err }).toEqual({ status: 2, err: 'oap: no run predicts weight, expected colour, size\n' });
  expect((await place.run('compare', 'gone')).status).toBe(2);
});
