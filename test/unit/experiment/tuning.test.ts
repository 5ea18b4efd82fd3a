import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { modelSpecifications, trainingOverridesOf } from '../../../src/experiment/model-specification.ts';
import { requireExperiment } from '../../../src/experiment/read-experiment.ts';
import { SearchSpace } from '../../../src/experiment/tuning.ts';
import { models } from '../../../src/models/registry.ts';
import { type SearchRange, shareOf, valueAt } from '../../../src/models/search-range.ts';

function specificationOf(entry: unknown) {
  const { experiment } = requireExperiment(JSON.stringify({ history: 'h.json', models: [entry] }), 'x.oap.json');
  return modelSpecifications(experiment)[0];
}

const pointIn = (space: SearchSpace) =>
  fc
    .array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: space.names.length, maxLength: space.names.length })
    .map((shares) => Float64Array.from(shares));

describe.each(models.map(({ name }) => name))('the space of %s', (name) => {
  const space = new SearchSpace(specificationOf(name));

  test('has settings of the model only, each with its own value at the start', () => {
    const specification = specificationOf(name);
    const { settings, training } = space.specificationAt(space.start, 'x');
    expect(Object.keys(settings).sort()).toEqual(Object.keys(specification.settings).sort());
    expect(settings).toEqual(specification.settings);
    expect(training).toEqual(specification.training);
  });

  test('gives entries that an experiment understands as the very settings of the point', () => {
    fc.assert(
      fc.property(pointIn(space), (point) => {
        const read = specificationOf(JSON.parse(JSON.stringify(space.entryAt(point, 'tuned'))));
        expect(read).toEqual(space.specificationAt(point, 'tuned'));
      }),
      { numRuns: 50 },
    );
  });

  test('keeps the features of the entry', () => {
    const features = { transform: 'binary', totals: true };
    const own = new SearchSpace(specificationOf({ model: name, name: 'own', features }));
    expect(specificationOf(own.entryAt(own.start, 'tuned')).features).toEqual(features);
  });

  test('snaps points to where their values are', () => {
    fc.assert(
      fc.property(pointIn(space), (point) => {
        const snapped = space.snap(point);
        expect(space.valuesAt(snapped)).toEqual(space.valuesAt(point));
        expect(space.snap(snapped)).toEqual(snapped);
      }),
    );
  });
});

/** An entry as people write it: any of the settings, searched or not, inside the searched range or outside. */
const entries = fc.oneof(
  fc.record(
    {
      model: fc.constant('xgboost'),
      eta: fc.double({ min: 0, max: 1, noNaN: true, minExcluded: true }),
      maxDepth: fc.integer({ min: 1, max: 16 }),
      lambda: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1000, noNaN: true })),
      gamma: fc.double({ min: 0, max: 10, noNaN: true }),
      minChildWeight: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 100, noNaN: true })),
      zeros: fc.constantFrom('value', 'missing'),
      classWeights: fc.boolean(),
      smote: fc.boolean(),
      training: fc.record(
        {
          maxEpochs: fc.integer({ min: 1, max: 500 }),
          validation: fc.constantFrom(0.1, 0.25),
          earlyStopping: fc.oneof(fc.constant(false), fc.record({ patience: fc.integer({ min: 1, max: 30 }) })),
        },
        { requiredKeys: [] },
      ),
    },
    { requiredKeys: ['model'] },
  ),
  fc.record(
    {
      model: fc.constant('embedding'),
      embeddingSize: fc.integer({ min: 1, max: 200 }),
      denseLayers: fc.integer({ min: 1, max: 10 }),
      denseUnits: fc.integer({ min: 1, max: 4096 }),
      dropout: fc.double({ min: 0, max: 0.95, noNaN: true }),
      kernelInitializer: fc.constantFrom('glorot-uniform', 'lecun-normal'),
      l2: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 10, noNaN: true })),
      attention: fc.boolean(),
      smote: fc.oneof(fc.boolean(), fc.record({ neighbours: fc.integer({ min: 1, max: 9 }) })),
      training: fc.record(
        { learningRate: fc.double({ min: 1e-6, max: 10, noNaN: true }), batchSize: fc.integer({ min: 1, max: 999 }) },
        { requiredKeys: [] },
      ),
    },
    { requiredKeys: ['model'] },
  ),
);

test('a search starts from the very settings of any entry, and its entries train what their calls trained', () => {
  fc.assert(
    fc.property(entries, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (entry, numbers) => {
      const { experiment } = requireExperiment(
        JSON.stringify({ history: 'h.json', models: [{ name: 'm', ...entry }] }),
        'x.oap.json',
      );
      const [specification] = modelSpecifications(experiment);
      const space = new SearchSpace(specification, trainingOverridesOf(experiment, 'm'));
      const start = space.snap(space.start);
      expect(space.specificationAt(start, 'm')).toEqual(specification);
      expect(space.snap(start)).toEqual(start);
      const other = space.snap(Float64Array.from(start, () => Number(numbers.next().value)));
      for (const point of [start, other]) {
        const tuned = { ...experiment, models: [space.entryAt(point, 'tuned')] };
        const read = requireExperiment(JSON.stringify(tuned), 'x.oap.json').experiment;
        expect(modelSpecifications(read)[0]).toEqual(space.specificationAt(point, 'tuned'));
      }
    }),
  );
});

test('attention and SMOTE stay as they are', () => {
  const strict = { model: 'cnn', attention: true, smote: { neighbours: 3, tooSmall: 'strict' } };
  const space = new SearchSpace(specificationOf(strict));
  expect(space.entryAt(space.start, 'x')).toMatchObject(strict);
  const usual = new SearchSpace(specificationOf('simple+smote'));
  expect(usual.entryAt(usual.start, 'x')).toMatchObject({ model: 'simple', smote: true });
});

test('the scale of a range decides what lies in its middle', () => {
  const range = (scale: SearchRange['scale']): SearchRange => ({ kind: 'real', min: 1, max: 100, scale });
  expect(valueAt(range('linear'), 0.5)).toBe(50.5);
  expect(valueAt(range('logarithmic'), 0.5)).toBe(10);
  expect(shareOf(range('logarithmic'), 10)).toBeCloseTo(0.5, 12);
  expect(shareOf(range('linear'), 1000)).toBe(1);
  expect(shareOf(range('logarithmic'), 0)).toBe(0);
});
