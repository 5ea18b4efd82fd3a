import { describe, expect, test } from 'vitest';
import { proposalsFor } from '../../../src/experiment/proposals.ts';
import { readExperiment } from '../../../src/experiment/read-experiment.ts';
import { suffixes } from '../../../src/models/model.ts';
import { models, traitsOf } from '../../../src/models/registry.ts';

const proposed = proposalsFor({ kind: 'model' }, undefined).map(({ name }) => name);

describe.each(models.map((model) => [model.name, model] as const))('%s', (name, model) => {
  test('may be named with the suffixes that it says it has, and no others', () => {
    for (const suffix of suffixes) {
      const named = `${name}+${suffix}`;
      const can = model.suffixes.includes(suffix);
      const entry = { model: name, name: 'own', [suffix]: true };
      expect(proposed.includes(named)).toBe(can);
      for (const one of [named, entry]) {
        const { problems } = readExperiment(JSON.stringify({ history: 'h.json', models: [one] }));
        expect({ one, can: problems.length === 0 }).toEqual({ one, can });
      }
    }
  });

  test('has its own defaults, and searches settings that it has', () => {
    const defaults = model.settings.parse({});
    expect(Object.keys(defaults)).toEqual(expect.arrayContaining(Object.keys(model.search)));
  });
});

test('views are told what a model calls its steps, and whether it has embeddings', () => {
  expect(models.map(({ name }) => [name, traitsOf(name)])).toEqual([
    ['simple', { step: 'epoch', embeddings: false }],
    ['cnn', { step: 'epoch', embeddings: false }],
    ['embedding', { step: 'epoch', embeddings: true }],
    ['xgboost', { step: 'round', embeddings: false }],
    ['logistic', { step: 'epoch', embeddings: false }],
    ['shared', { step: 'epoch', embeddings: false }],
    ['nearest', { step: 'epoch', embeddings: false }],
    ['majority', { step: 'epoch', embeddings: false }],
    ['ensemble', { step: 'epoch', embeddings: false }],
    ['best', { step: 'epoch', embeddings: false }],
  ]);
  expect(traitsOf('transformer')).toEqual({ step: 'epoch', embeddings: false });
});
