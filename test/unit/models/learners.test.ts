import { describe, expect, it } from 'vitest';
import { classWeights } from '../../../src/learning/class-weights.ts';
import type { Learner, TrainingSet } from '../../../src/learning/learner.ts';
import { createLearner } from '../../../src/models/create-learner.ts';
import { loadPredictor } from '../../../src/models/load-predictor.ts';
import { models } from '../../../src/models/registry.ts';
import { type Entry, rowsOfEntries } from '../sparse-rows.ts';

const shape = { errors: 4, sites: 5, classes: 3 };
const columns = shape.errors * shape.sites;

/** Every example has a few counts, but for one that has none; the last three columns are never used. */
const examples = rowsOfEntries(
  Array.from({ length: 30 }, (_, row) =>
    row === 7 ? [] : [0, 3, 5].map((step): Entry => [(row * 3 + step) % (columns - 3), 1 + ((row + step) % 4)]),
  ),
  columns,
);
const labels = Int32Array.from({ length: 30 }, (_, row) => row % 3);
const training: TrainingSet = { examples, labels, classes: 3, classWeights: classWeights(labels, 3) };
/** New tasks, one of them with a column that training never saw. */
const fresh = rowsOfEntries(
  [
    [
      [0, 2],
      [columns - 1, 5],
    ],
    [[4, 1]],
    [],
  ],
  columns,
);

const variants = models.flatMap((model) =>
  (model.kind === 'network' ? [false, true] : [false]).map((attention) => ({
    name: `${model.name}${attention ? '+attention' : ''}`,
    model,
    attention,
  })),
);

describe.each(variants)('the learner of $name', ({ model, attention }) => {
  const settings = model.settings.parse({});
  const learner = (batchSize = 8): Learner =>
    createLearner(model, settings, attention, shape, training, { batchSize, learningRate: 0.01, seed: 5 });
  const trained = (epochs: number): Learner => {
    const built = learner();
    for (let epoch = 0; epoch < epochs; epoch++) built.step();
    return built;
  };

  it('gives probabilities that add up to 1, also for tasks without counts', () => {
    const probabilities = trained(2).predict(fresh);
    expect(probabilities).toHaveLength(9);
    for (let row = 0; row < 3; row++) {
      const sum = probabilities.subarray(row * 3, row * 3 + 3).reduce((all, p) => all + p, 0);
      expect(sum).toBeCloseTo(1, 5);
    }
  });

  it('gives the same bits for the same seed', () => {
    expect(trained(3).predict(fresh)).toEqual(trained(3).predict(fresh));
  });

  it('predicts a task the same, whatever stands in its batch', () => {
    const built = trained(2);
    const alone = built.predict(rowsOfEntries([[[4, 1]]], columns)).slice();
    expect(Array.from(built.predict(fresh).subarray(3, 6))).toEqual(Array.from(alone));
  });

  it('goes back to the state it kept', () => {
    const built = trained(2);
    const before = built.predict(fresh).slice();
    built.keep();
    built.step();
    expect(built.predict(fresh)).not.toEqual(before);
    built.restore();
    expect(built.predict(fresh)).toEqual(before);
  });

  it('predicts the same bits from its saved files', () => {
    const built = trained(3);
    const files = new Map(built.save().map(({ name, bytes }) => [name, bytes]));
    const loaded = loadPredictor(model, settings, attention, shape, (name) => {
      const bytes = files.get(name);
      if (!bytes) throw new Error(`${name} was not saved`);
      return bytes;
    });
    expect(loaded.predict(fresh)).toEqual(built.predict(fresh));
  });

  it('gets better at what it is trained on', () => {
    const errorsOf = (built: Learner): number => {
      const probabilities = built.predict(examples);
      return labels.reduce((sum, label, row) => sum - Math.log(probabilities[row * 3 + label] + 1e-7), 0);
    };
    expect(errorsOf(trained(30))).toBeLessThan(errorsOf(trained(1)));
  });
});

describe('boosted trees', () => {
  it('need at least two classes', () => {
    const model = models.find(({ kind }) => kind === 'trees');
    if (!model) throw new Error('there are no trees');
    const one = { ...training, labels: new Int32Array(30), classes: 1, classWeights: Float64Array.of(1) };
    const build = () =>
      createLearner(model, model.settings.parse({}), false, { ...shape, classes: 1 }, one, {
        batchSize: 8,
        learningRate: 0.01,
        seed: 1,
      });
    expect(build).toThrow('xgboost needs a target of at least two classes');
  });
});

describe('networks', () => {
  it('learn a target of one class without harm', () => {
    for (const { model, attention } of variants.filter((variant) => variant.model.kind === 'network')) {
      const one = { ...training, labels: new Int32Array(30), classes: 1, classWeights: Float64Array.of(1) };
      const options = { batchSize: 8, learningRate: 0.01, seed: 1 };
      const learner = createLearner(model, model.settings.parse({}), attention, { ...shape, classes: 1 }, one, options);
      learner.step();
      expect(Array.from(learner.predict(fresh))).toEqual([1, 1, 1]);
    }
  });
});
