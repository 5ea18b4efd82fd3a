import { expect, test } from 'vitest';
import { modelSpecifications } from '../../../src/experiment/model-specification.ts';
import { requireExperiment } from '../../../src/experiment/read-experiment.ts';
import { whyTooLarge } from '../../../src/models/model-size.ts';
import { findModel } from '../../../src/models/registry.ts';

function tooLarge(entry: unknown, errors: number, sites: number): string | undefined {
  const { experiment } = requireExperiment(JSON.stringify({ history: 'h.json', models: [entry] }), 'x.oap.json');
  const [{ model: family, settings, attention }] = modelSpecifications(experiment);
  const model = findModel(family);
  if (!model) throw new Error(family);
  return whyTooLarge(model, settings, attention, { errors, sites, classes: 3 });
}

const models = ['simple', 'cnn', 'embedding', 'xgboost'].flatMap((name) =>
  name === 'xgboost' ? [name] : [name, `${name}+attention`],
);

test.each(models)('%s can be trained on what the study has, and on ten times as much', (model) => {
  expect(tooLarge(model, 54, 142)).toBeUndefined();
  expect(tooLarge(model, 540, 142)).toBeUndefined();
});

test('what cannot be kept in a file, or would take days, is refused with its numbers', () => {
  expect(tooLarge('simple', 20_000, 20_000)).toBe(
    '20,000 error codes × 20,000 sites are too many for this model: 20,000,000,000 weights in one layer, expected at most 536,870,911',
  );
  expect(tooLarge('simple+attention', 2000, 2000)).toContain('8,000,000,000 weights');
  expect(tooLarge('embedding', 20_000, 20_000)).toContain('400,000,000 pairs to train embeddings on');
  expect(tooLarge('cnn', 20_000, 20_000)).toBeUndefined();
  expect(tooLarge({ model: 'cnn', name: 'wide', filters: 64, denseUnits: 4096 }, 20_000, 20_000)).toContain('weights');
  expect(tooLarge('xgboost', 20_000, 20_000)).toBeUndefined();
  expect(tooLarge('xgboost', 40_000, 40_000)).toContain('1,600,000,000 columns');
});
