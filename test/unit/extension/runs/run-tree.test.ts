import { expect, test } from 'vitest';
import {
  type ExperimentNode,
  matches,
  runTree,
  type ShownRun,
  type TreeOptions,
} from '../../../../src/extension/runs/run-tree.ts';
import { completeStatus } from '../../../../src/measures/run-status.ts';
import type { RunRecord, TargetSummary } from '../../../../src/protocol/run.ts';
import { summarizeFits } from '../../../../src/runs/summary.ts';
import { fitRecord, runRecord, someMetrics } from '../../../records.ts';

const all: TreeOptions = { filter: '', sort: 'newest' };

function summaryOf(confusionMse: number): TargetSummary[] {
  return [summarizeFits('action', [fitRecord({ metrics: { ...someMetrics, confusionMse } })])];
}

function shown(model: string, changes: Partial<RunRecord> = {}, others: Partial<ShownRun> = {}): ShownRun {
  const run = runRecord({ id: model, model, ...changes });
  return {
    folder: `/runs/${model}`,
    run,
    error: undefined,
    status: completeStatus(run),
    isLive: false,
    marks: { starred: false },
    experiment: '/w/a.oap.json',
    ...others,
  };
}

/** The tree as indented lines. */
function drawn(tree: readonly ExperimentNode[]): string[] {
  return tree.flatMap(({ label, exists, children }) => [
    `${label}${exists ? '' : ' (gone)'}`,
    ...children.flatMap((child) =>
      child.kind === 'run'
        ? [`  ${child.shown.run?.model ?? child.shown.folder}`]
        : [`  ${child.label}`, ...child.children.map(({ shown: { run } }) => `    ${run?.model}`)],
    ),
  ]);
}

test('runs stand under their experiment, the newest first; experiments without runs and gone ones are there', () => {
  const tree = runTree(
    ['/w/a.oap.json', '/w/empty.oap.json'],
    [
      shown('old', { createdAt: '2026-01-01' }),
      shown('new', { createdAt: '2026-02-01' }),
      shown('lost', {}, { experiment: '/w/gone.oap.json' }),
      shown('damaged', {}, { run: undefined, error: 'cut off' }),
    ],
    all,
  );
  expect(drawn(tree)).toEqual([
    'a.oap.json',
    '  new',
    '  old',
    '  /runs/damaged',
    'empty.oap.json',
    'gone.oap.json (gone)',
    '  lost',
  ]);
});

test('what was started together stands together, named by what it was', () => {
  const selection = { protocol: 'cross-validation', group: '20260101-000000-models-cross-validation-aaaaaa' } as const;
  const tuning = { protocol: 'cross-validation', group: '20260101-000000-cnn-tuning-bbbbbb' } as const;
  const tree = runTree(
    ['/w/a.oap.json'],
    [
      shown('simple', { ...selection, summary: summaryOf(0.2) }),
      shown('cnn', { ...selection, summary: summaryOf(0.1) }),
      shown('cnn tuned 1', tuning),
      shown('cnn tuned 2', tuning),
      shown('alone', { protocol: 'holdout', group: 'x' }),
    ],
    { filter: '', sort: 'name' },
  );
  expect(drawn(tree)).toEqual([
    'a.oap.json',
    '  alone',
    '  Selection of 2 models',
    '    cnn',
    '    simple',
    '  Tuning of cnn, 2 calls',
    '    cnn tuned 1',
    '    cnn tuned 2',
  ]);
  const [, group] = tree[0].children;
  expect(group).toMatchObject({ description: expect.stringMatching(/^best cnn · /) });
});

test('a group that is not done says how far it is', () => {
  const group = { group: 'g', protocol: 'repeated-test' } as const;
  const runs = [shown('a', { ...group, state: 'running' }), shown('b', group)];
  const [{ children }] = runTree([], runs, all);
  expect(children).toMatchObject([
    { label: 'Test of 2 models', description: expect.stringMatching(/^1 of 2 done · /) },
  ]);
});

test.each([
  ['name', ['b starred', 'a 2', 'a 10', 'c']],
  ['metric', ['b starred', 'c', 'a 10', 'a 2']],
  ['state', ['b starred', 'c', 'a 2', 'a 10']],
] as const)('starred runs come first, then by %s', (sort, expected) => {
  const runs = [
    shown('a 10', { summary: summaryOf(0.2), createdAt: '1' }),
    shown('a 2', { summary: [], createdAt: '2' }),
    shown('b starred', { state: 'running' }, { marks: { starred: true } }),
    shown('c', { state: 'cancelled', summary: summaryOf(0.1) }),
  ];
  expect(drawn(runTree([], runs, { filter: '', sort })).slice(1)).toEqual(expected.map((name) => `  ${name}`));
});

test('a filter wants all its words, wherever they are', () => {
  const run = shown(
    'simple',
    { protocol: 'holdout' },
    { marks: { starred: true, name: 'The best', note: 'for Monday' } },
  );
  for (const filter of ['', ' ', 'BEST', 'monday best', 'holdout action', 'starred', 'a.oap']) {
    expect(matches(run, filter), filter).toBe(true);
  }
  expect(matches(run, 'best cnn')).toBe(false);
});

test('with a filter experiments without such runs are left out', () => {
  expect(runTree(['/w/a.oap.json'], [shown('simple')], { filter: 'cnn', sort: 'newest' })).toEqual([]);
});
