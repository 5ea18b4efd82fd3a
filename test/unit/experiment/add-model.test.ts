import { applyEdits } from 'jsonc-parser';
import { expect, test } from 'vitest';
import { addModel } from '../../../src/experiment/add-model.ts';
import { modelSpecifications } from '../../../src/experiment/model-specification.ts';
import { requireExperiment } from '../../../src/experiment/read-experiment.ts';

const entry = { model: 'cnn', name: 'tuned', filters: 7, attention: false, smote: false };
const json = JSON.stringify(entry);

test.each([
  ['without models', '{"history": "h.json"}', `{"history": "h.json", "models": ["simple",${json}]}`],
  [
    'without models, line by line',
    '{\n  // Ours.\n  "targets": {"action": {}},\n  "history": "h.json" // here\n}\n',
    `{\n  // Ours.\n  "targets": {"action": {}},\n  "history": "h.json", // here\n  "models": ["simple",${json}]\n}\n`,
  ],
  [
    'with models on one line',
    '{"history": "h.json", "models": ["simple", "cnn" ]}',
    `{"history": "h.json", "models": ["simple", "cnn", ${json} ]}`,
  ],
  [
    'with a comment behind the last model',
    '{"history": "h.json", "models": [\n    "simple" // slide 8, the best\n]}',
    `{"history": "h.json", "models": [\n    "simple", // slide 8, the best\n    ${json}\n]}`,
  ],
  [
    'with trailing commas',
    '{\r\n "history": "h.json",\r\n "models": [\r\n  "simple",\r\n ],\r\n}',
    `{\r\n "history": "h.json",\r\n "models": [\r\n  "simple",\r\n  ${json}\r\n ],\r\n}`,
  ],
  [
    'with a trailing comma on one line',
    '{"history": "h.json", "models": ["simple" , ]}',
    `{"history": "h.json", "models": ["simple" , ${json} ]}`,
  ],
])('a model is added to an experiment %s', (_, text, expected) => {
  const changed = applyEdits(text, addModel(text, entry));
  expect(changed).toBe(expected);
  const { experiment } = requireExperiment(changed, 'x.oap.json');
  expect(modelSpecifications(experiment).at(-1)?.name).toBe('tuned');
});
