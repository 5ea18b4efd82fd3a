import { expect, it } from 'vitest';
import { historyProblems } from '../../../src/experiment/history-mismatches.ts';
import type { HistoryFacts } from '../../../src/experiment/proposals.ts';
import { readExperiment } from '../../../src/experiment/read-experiment.ts';

const named = (...names: readonly string[]) => names.map((name) => ({ name, tasks: 3 }));
const history: HistoryFacts = {
  targets: [
    { name: 'action', classes: named('acdc'), rawValues: named('acdc', 'clone') },
    { name: 'memory', classes: named('2k-9k'), rawValues: named('2000', '20000') },
  ],
  parameters: ['action', 'memory', 'comment'],
};

/** Problems with the text that they stand at. */
function problemsOf(text: string, of = history) {
  const reading = readExperiment(text);
  if (!reading.experiment) throw new Error(reading.problems[0].message);
  return historyProblems(reading.experiment, reading, of).map(({ offset, length, ...problem }) => ({
    ...problem,
    at: text.slice(offset, offset + length),
  }));
}

it('an experiment whose history has all it asks for has none', () => {
  expect(problemsOf('{"history": "h.json"}')).toEqual([]);
  const classes = '{"classes": {"again": ["acdc", "clone"]}, "default": "nothing"}';
  expect(problemsOf(`{"history": "h.json", "targets": {"action": ${classes}, "memory": {}}}`)).toEqual([]);
});

it('a target that no task has stands at its name, with the one that was meant', () => {
  expect(problemsOf('{"history": "h.json", "targets": {"memori": {}, "downtime": {}}}')).toEqual([
    {
      message: 'no task of the history has the parameter "memori", did you mean "memory"?',
      severity: 'error',
      replacement: '"memory"',
      at: '"memori"',
    },
    {
      message: 'no task of the history has the parameter "downtime", expected one of: "action", "memory", "comment"',
      severity: 'error',
      at: '"downtime"',
    },
  ]);
});

it('a parameter that orders the tasks but that no task has stands at its value', () => {
  expect(problemsOf('{"history": "h.json", "split": {"by": "time", "order": "coment"}}')).toEqual([
    {
      message: 'no task of the history has the parameter "coment", did you mean "comment"?',
      severity: 'error',
      replacement: '"comment"',
      at: '"coment"',
    },
  ]);
  expect(problemsOf('{"history": "h.json", "split": {"by": "time", "order": "comment"}}')).toEqual([]);
});

it('a raw value that no task has does not hinder; what was meant is said of words, not of numbers', () => {
  const text =
    '{"history": "h.json", "targets": {"action": {"classes": {"a": ["acdd"]}}, "memory": {"classes": {"b": ["2001"]}}}}';
  expect(problemsOf(text)).toEqual([
    {
      message: 'no task of the history has the value "acdd" of action, did you mean "acdc"?',
      severity: 'information',
      replacement: '"acdc"',
      at: '"acdd"',
    },
    { message: 'no task of the history has the value "2001" of memory', severity: 'information', at: '"2001"' },
  ]);
});

it('of a parameter with too many values to list them nothing is said', () => {
  expect(problemsOf('{"history": "h.json", "targets": {"comment": {"classes": {"a": ["x"]}}}}')).toEqual([]);
});

it("without targets the history must have one of the study's", () => {
  const [problem] = problemsOf('{"history": "h.json"}', { targets: [], parameters: ['downtime'] });
  expect(problem).toMatchObject({ severity: 'error', at: '"h.json"' });
  expect(problem.message).toBe(
    'the history has none of the parameters "action", "memory", "splitting", "xrootd": name the "targets" to predict, such as "downtime"',
  );
  const [nothing] = problemsOf('{"history": "h.json", "targets": {"a": {}}}', { targets: [], parameters: [] });
  expect(nothing.message).toBe('no task of the history has the parameter "a", expected one of: (it has none)');
});
