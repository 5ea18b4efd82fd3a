import { expect, test } from 'vitest';
import { modelSpecifications } from '../../../src/experiment/model-specification.ts';
import { requireExperiment } from '../../../src/experiment/read-experiment.ts';

function specify(models: unknown, training: unknown = {}) {
  const text = JSON.stringify({ history: 'h.json', models, training });
  return modelSpecifications(requireExperiment(text, 'x.oap.json').experiment);
}

test('a name says the model, attention and SMOTE', () => {
  expect(specify(['simple', 'simple+attention', 'simple+smote', 'simple+attention+smote'])).toMatchObject([
    { name: 'simple', model: 'simple', attention: false, smote: false },
    { name: 'simple+attention', attention: true, smote: false },
    { name: 'simple+smote', attention: false, smote: { neighbours: 5, tooSmall: 'reduce' } },
    { name: 'simple+attention+smote', attention: true, smote: { neighbours: 5 } },
  ]);
});

test('an object is named after its model and suffixes unless it has a name', () => {
  expect(
    specify([
      { model: 'simple', smote: true },
      { model: 'simple', name: '__proto__' },
    ]),
  ).toMatchObject([{ name: 'simple+smote' }, { name: '__proto__', model: 'simple' }]);
});

test("a model's own settings stand beside its common fields and have defaults", () => {
  const [{ settings }] = specify([{ model: 'simple', name: 'wide', denseUnits: 100 }]);
  expect(settings).toEqual({
    denseLayers: 3,
    denseUnits: 100,
    dropout: 0.2,
    kernelInitializer: 'glorot-uniform',
    l2: 0,
    loss: 'cross-entropy',
    focalGamma: 2,
    logitTau: 1,
  });
});

test('what a model says of its training overrides the experiment, and nothing else does', () => {
  const models = [
    'simple',
    { model: 'simple', name: 'own', training: { maxEpochs: 5, earlyStopping: { patience: 2 } } },
  ];
  const [plain, own] = specify(models, { maxEpochs: 50, batchSize: 8, earlyStopping: { patience: 4, maxDelta: 0.5 } });
  expect(plain.training).toMatchObject({ maxEpochs: 50, batchSize: 8, earlyStopping: { patience: 4, maxDelta: 0.5 } });
  expect(own.training).toMatchObject({ maxEpochs: 5, batchSize: 8, earlyStopping: { patience: 2, maxDelta: 0.5 } });
});

test('early stopping can be switched off, or on again with the defaults, for one model', () => {
  const off = { model: 'simple', name: 'off', training: { earlyStopping: false } };
  const on = { model: 'simple', name: 'on', training: { earlyStopping: { patience: 2 } } };
  expect(specify([off])[0].training.earlyStopping).toBe(false);
  expect(specify([on], { earlyStopping: false })[0].training.earlyStopping).toEqual({
    patience: 2,
    maxDelta: 0.3,
    movingAverage: 2,
    restoreBest: true,
  });
});
