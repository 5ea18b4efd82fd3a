import { applyEdits } from 'jsonc-parser';
import { expect, test } from 'vitest';
import { addModel } from '../../../src/experiment/add-model.ts';
import { modelSpecifications } from '../../../src/experiment/model-specification.ts';
import { requireExperiment } from '../../../src/experiment/read-experiment.ts';

const entry = { model: 'cnn', name: 'tuned', filters: 7, attention: false, smote: false };

test.each([
  ['no models', '{"history": "h.json"}', ['simple', 'tuned']],
  ['one model', '{"history": "h.json", "models": ["simple"]}', ['simple', 'tuned']],
  ['a comment behind the last', '{"history": "h.json", "models": [\n  "simple" // slide 8\n]}', ['simple', 'tuned']],
  ['a trailing comma', '{\r\n "history": "h.json",\r\n "models": ["simple", "cnn",],\r\n}', ['simple', 'cnn', 'tuned']],
])('a model is added to an experiment with %s', (_, text, names) => {
  const changed = applyEdits(text, addModel(text, entry));
  const { experiment } = requireExperiment(changed, 'x.oap.json');
  expect(modelSpecifications(experiment).map(({ name }) => name)).toEqual(names);
  if (text.includes('slide 8')) expect(changed).toContain('// slide 8');
});
