import { expect, it } from 'vitest';
import { taskText } from '../../../../src/extension/histories/task-text.ts';
import type { PredictedTarget, TaskPrediction } from '../../../../src/protocol/prediction.ts';
import type { RunRecord } from '../../../../src/protocol/run.ts';

const run = (synthetic: boolean): RunRecord =>
  ({ id: 'r1', model: 'simple', protocol: 'holdout', history: { synthetic } }) as unknown as RunRecord;

const action: PredictedTarget = {
  target: 'action',
  classes: ['acdc', 'clone'],
  probabilities: [0.2, 0.8],
  raw: [0.3, 0.7],
  predicted: 1,
  default: 'default',
  recorded: 'acdc',
  standing: 'held-out',
  watched: false,
  fits: 1,
  edited: false,
  explanation: {
    target: 'action',
    class: 'clone',
    method: 'integrated-gradients',
    base: 0.5,
    value: 2.25,
    cells: [
      { code: '50660', site: 'T1_US_FNAL', good: null, count: 3, contribution: 2 },
      { code: '4711', site: 'T2\nX', good: false, count: 1, contribution: -0.25 },
      { code: '8021', site: 'T0', good: true, count: 0, contribution: 0 },
    ],
    rest: 0,
    attention: null,
  },
};
const task: TaskPrediction = { name: '/w/s', problem: '', targets: [action], untrained: [], unknownPairs: 0 };

it('tells decision, probabilities, record, standing and reasons', () => {
  expect(taskText(task, run(false))).toBe(
    `Task /w/s, predicted by run r1: model simple, protocol holdout

Decision action: clone
- probabilities: clone 0.800, acdc 0.200
- recorded by the operators: acdc, so the prediction is incorrect
- standing: held out: by the trainings that did not use the task
- its logit (integrated gradients) is 2.250, 0.500 without the task's counts
- counts that speak for it: code 50660 (Too much memory (RSS)) at T1_US_FNAL, count 3: +2.000
- counts that speak against it: code 4711 at T2 X, bad site, count 1: -0.250`,
  );
});

it('says that data are synthetic, that a task was learned from, and what counts for nothing', () => {
  const seen: PredictedTarget = { ...action, standing: 'seen', recorded: null, edited: true, explanation: null };
  const text = taskText({ ...task, targets: [seen], unknownPairs: 2 }, run(true));
  expect(text).toMatch(/SYNTHETIC DATA/);
  expect(text).toMatch(/new to the run and count for nothing: 2$/m);
  expect(text).toMatch(/recorded by the operators: nothing yet$/m);
  expect(text).toMatch(/SEEN IN TRAINING.*its counts have changed since the evaluation, so this is a new prediction$/m);
});

it('says why a task cannot be predicted', () => {
  expect(taskText({ ...task, problem: 'it has no errors', targets: [] }, run(false))).toMatch(
    /^This task cannot be predicted: it has no errors$/m,
  );
});
