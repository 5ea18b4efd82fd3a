import { expect, test } from 'vitest';
import type { HistoryPanelDescription } from '../../../src/protocol/history-panel.ts';
import {
  classBars,
  conflictText,
  keyFacts,
  leakageSentences,
  noiseSentence,
  percent,
  useBars,
} from '../../../webview/history/facts.ts';
import { mostUsedPairs, pairLevel } from '../../../webview/history/pairs.ts';

const quiet = { repeated: 0, conflicting: 0, conflicts: 0, bestAccuracy: 1, bestRecall: 1, review: [] };
const noise = { ...quiet, repeated: 400, conflicting: 29, conflicts: 9, bestAccuracy: 0.9991, bestRecall: 0.97 };

const history: HistoryPanelDescription = {
  bytes: 3 * 2 ** 20,
  tasks: 2000,
  codes: 2,
  sites: 3,
  nonzero: 5000,
  sparsity: 0.99754,
  pairsNeverUsed: 0.5,
  synthetic: false,
  parameters: ['action', 'memory'],
  codeUse: [],
  siteUse: [],
  workflows: { count: 1200, mean: 1.67, largest: 5, distribution: [{ tasks: 1, workflows: 700 }], sharing: 1300 },
  targets: [
    { name: 'action', classes: [], rawValues: [], leakage: { tested: 600, known: 300, same: 270 }, noise },
    { name: 'memory', classes: [], rawValues: [], leakage: null, noise: quiet },
  ],
  pairs: { codes: ['a', 'b'], sites: ['x', 'y', 'z'], tasks: [0, 7, 1, 7, 0, 30] },
  problems: [],
  problemCount: 0,
  skipped: 0,
};

test.each([
  [0.9975, '99.75 %'],
  [1, '100 %'],
  [0.665, '67 %'],
  [0.0145, '1.5 %'],
  [0, '0.0 %'],
])('a share of %d reads as %s', (share, text) => expect(percent(share)).toBe(text));

test('the numbers of slide 4', () => {
  expect(Object.fromEntries(keyFacts(history))).toMatchObject({
    tasks: '2,000',
    'counts per task': '2.50',
    zeros: '99.75 %',
    'pairs never used': '50 %',
    file: '3.0 MB',
  });
});

test('an empty value has a name, and shares are of all tasks', () => {
  expect(classBars([{ name: '', tasks: 500 }], 2000)).toEqual([
    { name: '(empty or missing)', value: 500, texts: ['500', '25 %'] },
  ]);
  expect(useBars([{ name: '8001', title: 'CMS exception', tasks: 20, count: 12_345 }], 2000)[0]).toEqual({
    name: '8001',
    title: 'CMS exception',
    value: 20,
    texts: ['20', '1.0 %', '12,345'],
  });
});

test('leakage is said of the history, the split and each target', () => {
  expect(leakageSentences(history).slice(0, 3)).toEqual([
    '1,300 of 2,000 tasks share their workflow with another one, and mostly its decision.',
    'Split at random by task (30 %, seed 42), 300 of 600 test tasks (50 %) have a task of the same workflow among those to train on.',
    'action: 270 of these (90 %) have the class of most of their siblings.',
  ]);
  const alone = { ...history, workflows: { ...history.workflows, sharing: 0 } };
  expect(leakageSentences(alone)).toEqual(['Every workflow has one task: a split by task leaks nothing.']);
});

test('pairs are drawn by the logarithm of their tasks, and listed by use', () => {
  expect(pairLevel(0, 30)).toBe(0);
  expect(pairLevel(30, 30)).toBe(1);
  expect(pairLevel(3, 30)).toBeCloseTo(Math.log(4) / Math.log(31), 12);
  expect(mostUsedPairs(history.pairs, 3).rows).toEqual([
    ['b', 'z', '30'],
    ['a', 'y', '7'],
    ['b', 'x', '7'],
  ]);
});

test('noise is said of each target, with what no model can exceed', () => {
  const [action, memory] = history.targets.map((target) => noiseSentence(target, history.tasks));
  expect(action).toContain('29 of 2,000 tasks have the same errors');
  expect(action).toContain('an accuracy of 99.91 % or a macro recall of 97 %');
  expect(memory).toBe('memory: tasks with the same errors were always decided the same way.');
  const classes = [
    { name: 'acdc', tasks: 1200 },
    { name: 'clone', tasks: 1 },
  ];
  expect(conflictText({ tasks: 1201, classes, examples: [] })).toBe('1,200 × acdc, 1 × clone');
});
