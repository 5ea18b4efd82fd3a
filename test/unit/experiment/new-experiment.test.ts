import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newExperimentText } from '../../../src/experiment/new-experiment.ts';
import { readExperiment } from '../../../src/experiment/read-experiment.ts';

test('a new experiment is read as what was asked for, whatever the names are', () => {
  const name = fc.string({ minLength: 1, unit: 'grapheme' });
  fc.assert(
    fc.property(name, fc.option(fc.uniqueArray(name, { minLength: 1 }), { nil: undefined }), (history, targets) => {
      const text = newExperimentText({ history, targets, models: ['simple', 'cnn+attention'] });
      const { experiment, problems } = readExperiment(text);
      expect(problems).toEqual([]);
      expect(experiment?.history).toBe(history);
      expect(experiment?.models).toEqual(['simple', 'cnn+attention']);
      expect(experiment?.targets && [...experiment.targets.keys()]).toEqual(targets);
    }),
  );
});

test('it says what else there is, in comments', () => {
  expect(newExperimentText({ history: 'h.json', targets: ['action'], models: ['simple'] })).toBe(`\
// What to learn, from which history, with which models. Press Ctrl+Space for all options.
{
  "history": "h.json",

  // Each value of a target is a class; "classes" can merge values: {"few": ["1", "2"]}.
  "targets": {
    "action": {}
  },

  // Select Best Model compares them by cross-validation.
  // "best" is what we recommend besides the models of the study.
  "models": [
    "simple"
  ],

  // "workflow" keeps all tasks of a workflow on one side, as they are similar.
  "split": { "by": "task", "seed": 42 }
}
`);
});

test('it splits by workflow where workflows have several tasks, and says why', () => {
  const experiment = { history: 'h.json', targets: ['action'], models: ['simple'] };
  const text = newExperimentText({ ...experiment, siblings: { sharing: 36, tasks: 100 } });
  expect(text).toContain('36 % of the tasks share their workflow with others and are often decided alike');
  expect(readExperiment(text).experiment?.split.by).toBe('workflow');
  const few = newExperimentText({ ...experiment, siblings: { sharing: 4, tasks: 100 } });
  expect(readExperiment(few).experiment?.split.by).toBe('task');
});
