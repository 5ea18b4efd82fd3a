import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { modelSpecifications } from '../../../src/experiment/model-specification.ts';
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
    // A setting that is 0 on a logarithmic scale becomes the least of its range.
    for (const [key, value] of Object.entries(specification.settings)) {
      if (typeof value === 'number' && value !== 0) expect(settings[key]).toBe(value);
    }
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

test('attention and SMOTE stay as they are', () => {
  const strict = { model: 'cnn', attention: true, smote: { neighbours: 3, tooSmall: 'strict' } };
  const space = new SearchSpace(specificationOf(strict));
  expect(space.entryAt(space.start, 'x')).toMatchObject(strict);
  const usual = new SearchSpace(specificationOf('simple+smote'));
  expect(usual.entryAt(usual.start, 'x')).toMatchObject({ model: 'simple', smote: true });
});

test('the scale of a range decides what lies in its middle', () => {
  const range = (scale: SearchRange['scale']): SearchRange => ({ kind: 'real', least: 1, most: 100, scale });
  expect(valueAt(range('linear'), 0.5)).toBe(50.5);
  expect(valueAt(range('logarithmic'), 0.5)).toBe(10);
  expect(shareOf(range('logarithmic'), 10)).toBeCloseTo(0.5, 12);
  expect(shareOf(range('linear'), 1000)).toBe(1);
  expect(shareOf(range('logarithmic'), 0)).toBe(0);
});
