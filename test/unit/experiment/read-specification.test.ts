import { describe, expect, test } from 'vitest';
import { experimentOfRun, readExperimentOf, readSpecification } from '../../../src/experiment/read-specification.ts';
import { runRecord } from '../../records.ts';

const stored = JSON.parse(JSON.stringify(runRecord()));

/** The problem of a record's experiment with some fields of its own. */
function problemWith(fields: object): string | undefined {
  const read = readExperimentOf({ ...stored, experiment: { ...stored.experiment, ...fields } });
  return 'problem' in read ? read.problem : undefined;
}

describe('the experiment of a record', () => {
  test('is what was written', () => {
    expect(experimentOfRun(stored)).toEqual(runRecord().experiment);
  });

  test.each<[string, object]>([
    ['experiment.targets must be an object', { targets: null }],
    ['experiment.models must have at least one entry', { models: [] }],
    ['experiment.models must have at most 1000 entries', { models: Array.from({ length: 1001 }, () => 'simple') }],
    ['experiment.models.0', { models: [7] }],
    ['experiment.targets: expected at least one target', { targets: {} }],
    ['experiment.targets: expected at most 200 targets', { targets: manyNames(201, {}) }],
    [
      'experiment.targets.action.classes: expected at most 1000 classes',
      { targets: { action: { classes: manyNames(1001, []) } } },
    ],
    [
      'experiment.targets.action.classes.a must have at most 100000 entries',
      { targets: { action: { classes: { a: Array.from({ length: 100_001 }, () => '') } } } },
    ],
    ['experiment.split.folds must be at most 100', { split: { folds: 101 } }],
    ['experiment.training.maxEpochs must be at most 100000', { training: { maxEpochs: 1e6 } }],
    ['experiment.features.transform must be "none", "log1p" or "binary"', { features: { transform: 'sqrt' } }],
  ])('%s', (problem, fields) => {
    expect(problemWith(fields)).toContain(problem);
  });

  test('may name models that this version does not have, which stay as they are', () => {
    const models = ['simple', 'transformer+attention', { model: 'transformer', heads: 4 }];
    expect(experimentOfRun({ ...stored, experiment: { ...stored.experiment, models } }).models).toEqual([
      'simple',
      'transformer+attention',
      { model: 'transformer', heads: 4, attention: false, smote: false },
    ]);
  });

  test('may have fields that this version does not know', () => {
    expect(problemWith({ policy: 'act' })).toBeUndefined();
  });
});

describe('the specification of a record', () => {
  const { specification } = stored;
  const problemOf = (fields: object): string | undefined => {
    const read = readSpecification({ ...specification, ...fields });
    return 'problem' in read ? read.problem : undefined;
  };

  test('is what was written', () => {
    expect(readSpecification(specification)).toEqual({ value: specification });
  });

  test.each<[string, object]>([
    ['specification.settings.denseUnits must be at most 4096', { settings: { denseUnits: 1e9 } }],
    ['specification.settings.denseLayers must be at most 10', { settings: { denseLayers: 11 } }],
    ['specification.settings.eta must be at most 1', { model: 'xgboost', settings: { eta: 2 } }],
    ['specification.training.batchSize must be at least 1', { training: { batchSize: 0 } }],
    ['specification.smote.neighbours must be at most 100', { smote: { neighbours: 101 } }],
    ['specification.name must not be empty', { name: '' }],
  ])('%s', (problem, fields) => {
    expect(problemOf(fields)).toContain(problem);
  });

  test('of a model that this version does not have is not looked into', () => {
    expect(problemOf({ model: 'transformer', settings: { heads: 1e9 } })).toBeUndefined();
  });
});

function manyNames(count: number, value: unknown): object {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`name ${i}`, value]));
}
