import { describe, expect, it } from 'vitest';
import { absentClassWeight, classWeights } from '../../../src/learning/class-weights.ts';
import type { Learner, TrainingSet } from '../../../src/learning/learner.ts';
import { predictedClass } from '../../../src/measures/confusion.ts';
import { createLearner } from '../../../src/models/create-learner.ts';
import { loadPredictor } from '../../../src/models/load-predictor.ts';
import { models } from '../../../src/models/registry.ts';
import type { Architecture } from '../../../src/network/architecture.ts';
import { loadLayersModel } from '../../../src/network/layers-model.ts';
import { kernelsOnColumns } from '../../../src/network/network-weights.ts';
import type { SparseNetwork } from '../../../src/network/sparse-network.ts';
import { denseForward } from '../network/dense-reference.ts';
import { weightsOf } from '../network/engine-weights.ts';
import { expectClose } from '../network/expect-close.ts';
import { variablesOf } from '../network/scalar.ts';
import { denseRows, type Entry, rowsOfEntries } from '../sparse-rows.ts';

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

const options = { batchSize: 8, learningRate: 0.01, seed: 5 };

const variants = models.flatMap((model) =>
  (model.suffixes.includes('attention') ? [false, true] : [false]).map((attention) => ({
    name: `${model.name}${attention ? '+attention' : ''}`,
    model,
    attention,
  })),
);

/** Three rows of three probabilities that add up to 1. */
function expectProbabilities(probabilities: Float32Array): void {
  expect(probabilities).toHaveLength(9);
  for (let row = 0; row < 3; row++) {
    const sum = probabilities.subarray(row * 3, row * 3 + 3).reduce((all, p) => all + p, 0);
    expect(sum).toBeCloseTo(1, 5);
  }
}

describe.each(variants)('the learner of $name', ({ model, attention }) => {
  const settings = model.settings.parse(model.kind === 'trees' ? { classWeights: true } : {});
  const learner = (trainedOn = training): Learner =>
    createLearner(model, settings, attention, shape, trainedOn, options);
  const trained = (epochs: number): Learner => {
    const built = learner();
    for (let epoch = 0; epoch < epochs; epoch++) built.step();
    return built;
  };

  it('gives probabilities that add up to 1, also for tasks without counts', () => {
    expectProbabilities(trained(2).predict(fresh));
  });

  it('gives the same bits for the same seed', () => {
    expect(trained(3).predict(fresh)).toEqual(trained(3).predict(fresh));
  });

  it('predicts a task the same, whatever stands in its batch', () => {
    const built = trained(2);
    const alone = built.predict(rowsOfEntries([[[4, 1]]], columns)).slice();
    expect(Array.from(built.predict(fresh).subarray(3, 6))).toEqual(Array.from(alone));
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

  it('learns labels of one class only', () => {
    const labels = new Int32Array(30).fill(1);
    const built = learner({ ...training, labels, classWeights: classWeights(labels, 3) });
    for (let epoch = 0; epoch < 20; epoch++) built.step();
    for (let row = 0; row < 3; row++) expect(predictedClass(built.predict(fresh), row, 3)).toBe(1);
  });

  it('does not care for the weight of a class without examples', () => {
    const labels = training.labels.map((label) => label % 2);
    const predicted = (weightOfAbsent: number) => {
      const [first, second] = classWeights(labels, 3);
      const built = learner({ ...training, labels, classWeights: Float64Array.of(first, second, weightOfAbsent) });
      built.step();
      built.step();
      return built.predict(fresh).slice();
    };
    expect(predicted(absentClassWeight)).toEqual(predicted(1));
  });

  // The others learn in one step.
  if (model.training?.maxEpochs === 1) return;

  it('goes back to the state it kept', () => {
    const built = trained(2);
    const before = built.predict(fresh).slice();
    built.keep();
    built.step();
    expect(built.predict(fresh)).not.toEqual(before);
    built.restore();
    expect(built.predict(fresh)).toEqual(before);
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
    const build = () => createLearner(model, model.settings.parse({}), false, { ...shape, classes: 1 }, one, options);
    expect(build).toThrow('xgboost needs a target of at least two classes');
  });
});

const networks = variants.flatMap(({ name, model, attention }) => {
  if (model.kind !== 'network') return [];
  const settings = model.settings.parse({});
  const architecture = model.architecture(shape, settings, attention);
  const learner = createLearner(model, settings, attention, shape, training, options);
  learner.step();
  learner.step();
  return [{ name, model, attention, settings, architecture, learner, saved: savedNetwork(learner, architecture) }];
});

/** The network that a learner saves. */
function savedNetwork(learner: Learner, architecture: Architecture): SparseNetwork {
  const [modelJson, weightsBin] = learner.save();
  return loadLayersModel(architecture, modelJson.bytes, weightsBin.bytes, options.batchSize);
}

describe.each(networks)('the network of $name', ({ model, attention, settings, architecture, learner, saved }) => {
  it('predicts new tasks as the dense network with its saved weights does', () => {
    const weights = variablesOf(weightsOf(saved));
    const expected = denseRows(fresh).flatMap((row) =>
      denseForward(architecture, weights, saved.embeddings, row).probabilities.map(({ value }) => value),
    );
    expectClose(learner.predict(fresh), expected, 'probabilities');
  });

  it('learns a target of one class without harm', () => {
    const one = { ...training, labels: new Int32Array(30), classes: 1, classWeights: Float64Array.of(1) };
    const ofOneClass = createLearner(model, settings, attention, { ...shape, classes: 1 }, one, options);
    ofOneClass.step();
    expect(Array.from(ofOneClass.predict(fresh))).toEqual([1, 1, 1]);
  });

  it('learns from examples without any counts', () => {
    const empty = { ...training, examples: rowsOfEntries(new Array<Entry[]>(30).fill([]), columns) };
    const ofEmpty = createLearner(model, settings, attention, shape, empty, options);
    ofEmpty.step();
    expectProbabilities(ofEmpty.predict(fresh));
  });
});

describe.each(networks.filter(({ architecture }) => kernelsOnColumns(architecture).length > 0))(
  'the kernels on columns of $name',
  ({ saved, architecture }) => {
    it('are 0 at columns that no training example uses', () => {
      for (const name of kernelsOnColumns(architecture)) {
        const weights = saved.readWeights(name);
        const used = (weights.length / columns) * (columns - 3);
        expect(weights.subarray(0, used)).not.toContain(0);
        expect(weights.subarray(used)).toEqual(new Float32Array(weights.length - used));
      }
    });
  },
);

describe('an epoch of a network', () => {
  it('learns from every example, those of a last smaller batch included', () => {
    const [{ model, settings, architecture }] = networks;
    // Each example has a column of its own, whose weights change only when the example's turn comes.
    const own = {
      ...training,
      examples: rowsOfEntries(
        Array.from({ length: 10 }, (_, row): Entry[] => [[row, 1]]),
        columns,
      ),
      labels: labels.subarray(0, 10),
    };
    const learner = createLearner(model, settings, false, shape, own, options);
    const weightsOfColumns = () => {
      const weights = savedNetwork(learner, architecture).readWeights('dense1/kernel');
      const units = weights.length / columns;
      return Array.from({ length: 10 }, (_, column) => weights.slice(column * units, (column + 1) * units));
    };
    const before = weightsOfColumns();
    learner.step();
    weightsOfColumns().forEach((weights, column) => {
      expect(weights).not.toEqual(before[column]);
    });
  });
});
