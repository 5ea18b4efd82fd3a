import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../../src/dataset/input-error.ts';
import { classWeights } from '../../../src/learning/class-weights.ts';
import { fit as train } from '../../../src/learning/fit.ts';
import type { Learner, TrainingSet } from '../../../src/learning/learner.ts';
import { RandomState } from '../../../src/learning/random.ts';
import { createLearner } from '../../../src/models/create-learner.ts';
import { loadPredictor } from '../../../src/models/load-predictor.ts';
import { findModel } from '../../../src/models/registry.ts';
import { nonZeroRows } from '../sparse-rows.ts';

const shape = { errors: 3, sites: 4, classes: 3 };
const columns = shape.errors * shape.sites;
const options = { batchSize: 8, learningRate: 0.01, seed: 5 };
const random = new RandomState(3);

/** Rows of small counts, most of them 0. */
function rowsOf(count: number): number[][] {
  return Array.from({ length: count }, () =>
    Array.from(random.randint(0, 10, columns), (drawn) => Math.max(0, drawn - 6)),
  );
}

const rows = rowsOf(40);
const labels = Int32Array.from(rows, (row) => (row[0] > 0 ? 0 : row[5] > 0 ? 1 : 2));
const training: TrainingSet = {
  examples: nonZeroRows(rows, Float32Array),
  labels,
  classes: 3,
  classWeights: classWeights(labels, 3),
};
const fresh = nonZeroRows([...rowsOf(6), new Array<number>(columns).fill(0)], Float32Array);

function modelNamed(name: string) {
  const model = findModel(name);
  if (!model) throw new Error(`there is no model ${name}`);
  return model;
}

function learnerOf(name: string, settings: object, seed = options.seed): Learner {
  const model = modelNamed(name);
  return createLearner(model, model.settings.parse(settings), false, shape, training, { ...options, seed });
}

function saved(learner: Learner): Map<string, Uint8Array> {
  return new Map(learner.save().map(({ name, bytes }) => [name, bytes]));
}

function load(name: string, settings: object, files: ReadonlyMap<string, Uint8Array>) {
  return loadPredictor(modelNamed(name), settings, false, shape, (file) => {
    const bytes = files.get(file);
    if (!bytes) throw new InputError('the file is missing', file);
    return bytes;
  });
}

describe('nearest', () => {
  it('gives the weighted votes of the nearest rows, as a dense search finds them', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), (neighbours) => {
        const probabilities = learnerOf('nearest', { neighbours }).predict(fresh);
        for (let row = 0; row < fresh.rows; row++) {
          const counts = denseRow(row);
          const distances = rows.map((other) => other.reduce((sum, count, i) => sum + (count - counts[i]) ** 2, 0));
          const limit = distances.toSorted((a, b) => a - b)[neighbours - 1];
          const sure = distances.flatMap((distance, i) => (distance < limit ? [i] : []));
          const tied = distances.flatMap((distance, i) => (distance === limit ? [i] : []));
          // Which of equally distant rows vote does not matter here.
          if (sure.length + tied.length > neighbours) continue;
          const votes = [0.05, 0.05, 0.05];
          for (const i of [...sure, ...tied]) {
            votes[labels[i]] += training.classWeights[labels[i]] / (Math.sqrt(distances[i]) + 0.5);
          }
          const total = votes.reduce((sum, vote) => sum + vote, 0);
          votes.forEach((vote, label) => {
            expect(probabilities[row * 3 + label]).toBeCloseTo(vote / total, 5);
          });
        }
      }),
    );
  });

  it('explains a prediction by contributions that add up to it', () => {
    const predictor = load('nearest', { neighbours: 5 }, saved(learnerOf('nearest', { neighbours: 5 })));
    const classOf = new Int32Array(fresh.rows).fill(1);
    const { base, value, start, contribution } = predictor.explain(fresh, classOf);
    const probabilities = predictor.predict(fresh);
    for (let row = 0; row < fresh.rows; row++) {
      const sum = contribution.subarray(start[row], start[row + 1]).reduce((all, one) => all + one, base[row]);
      expect(sum).toBeCloseTo(value[row], 6);
      expect(value[row]).toBeCloseTo(Math.log(probabilities[row * 3 + 1]), 5);
    }
    // The last row is empty.
    expect(base[0]).toBeCloseTo(value[fresh.rows - 1], 6);
  });

  it('refuses files that are not whole, or of another run', () => {
    const files = saved(learnerOf('nearest', {}));
    const changed = (name: string, bytes: Uint8Array) => new Map([...files, [name, bytes]]);
    const weights = files.get('weights.bin') ?? new Uint8Array();
    expect(() => load('nearest', {}, changed('weights.bin', weights.subarray(4)))).toThrow(InputError);
    const flipped = weights.slice();
    flipped[3] = 0x7f;
    expect(() => load('nearest', {}, changed('weights.bin', flipped))).toThrow('weights.bin: its rows are damaged');
    expect(() => load('nearest', {}, changed('model.json', new TextEncoder().encode('{"format": "nearest"')))).toThrow(
      'model.json: the file is not complete JSON',
    );
    const other = {
      ...training,
      classes: 2,
      labels: labels.map((label) => label % 2),
      classWeights: Float64Array.of(1, 1),
    };
    const model = modelNamed('nearest');
    const small = createLearner(model, model.settings.parse({}), false, { ...shape, classes: 2 }, other, options);
    expect(() => load('nearest', {}, saved(small))).toThrow('2 classes, expected 12 and 3');
  });
});

describe('majority', () => {
  it('gives the shares of the classes, and nothing speaks for or against them', () => {
    const predictor = load('majority', {}, saved(learnerOf('majority', {})));
    const shares = [0, 1, 2].map((label) => labels.filter((one) => one === label).length / labels.length);
    expect([...predictor.predict(fresh).subarray(0, 3)]).toEqual(shares.map(Math.fround));
    const { base, value, contribution } = predictor.explain(fresh, new Int32Array(fresh.rows));
    expect([base[0], value[0], contribution.length]).toEqual([Math.log(Math.fround(shares[0])), base[0], 0]);
    expect(() => load('majority', {}, new Map([['model.json', new TextEncoder().encode('{"shares": [1]}')]]))).toThrow(
      'expected the shares of 3 classes',
    );
  });
});

describe('an ensemble', () => {
  const trained = (settings: object): Learner => {
    const learner = learnerOf('ensemble', settings);
    for (let epoch = 0; epoch < 3; epoch++) learner.step();
    return learner;
  };

  it('is the mean of the logarithms of its members, a network trained several times counting as one', () => {
    const members = [{ model: 'simple', denseUnits: 7 }, 'majority'];
    const pooled = trained({ members, repeats: 2 }).predict(fresh);
    const networks = Array.from(seedsOf(3))
      .slice(0, 2)
      .map((seed) => {
        const learner = learnerOf('simple', { denseUnits: 7 }, seed);
        for (let epoch = 0; epoch < 3; epoch++) learner.step();
        return learner.predict(fresh);
      });
    expect(networks[0]).not.toEqual(networks[1]);
    expectPooled(pooled, [
      { share: 1 / 4, probabilities: networks[0] },
      { share: 1 / 4, probabilities: networks[1] },
      { share: 1 / 2, probabilities: learnerOf('majority', {}).predict(fresh) },
    ]);
  });

  it('trains each member until that would stop alone, and is what they are at their best', () => {
    const members = [
      { model: 'simple', denseUnits: 9 },
      { model: 'xgboost', maxDepth: 2 },
    ];
    const watched = { examples: nonZeroRows(rowsOf(30), Float32Array), labels: labels.slice(0, 30) };
    const rule = { patience: 3, maxDelta: 0.3, movingAverage: 2 };
    const settings = { maxEpochs: 60, earlyStopping: rule, restoreBest: true };
    const run = (learner: Learner) => {
      const result = train(learner, training, watched, watched, settings);
      if (result.stopReason === 'cancelled') throw new Error('nobody cancelled');
      return result;
    };
    const model = modelNamed('ensemble');
    const set = { ...training, watched: { ...watched, rule, restoreBest: true } };
    const ensemble = createLearner(
      model,
      model.settings.parse({ members, repeats: 1, weights: 'equal' }),
      false,
      shape,
      set,
      options,
    );
    const together = run(ensemble);
    const [seed] = seedsOf(2);
    const alone = [run(learnerOf('simple', { denseUnits: 9 }, seed)), run(learnerOf('xgboost', { maxDepth: 2 }))];
    expect(alone.map(({ stopReason }) => stopReason)).not.toContain('max-epochs');
    expectPooled(
      together.probabilities,
      alone.map(({ probabilities }) => ({ share: 1 / 2, probabilities })),
    );
    expect(ensemble.predict(watched.examples)).toEqual(together.probabilities);
    expect(together.epochs.length).toBe(Math.max(...alone.map(({ epochs }) => epochs.length)));
    expect(together).toMatchObject({ stopReason: 'patience', evaluatedEpoch: together.epochs.length - 1 });
  });

  it('goes back to the best of those members that did not stop, when there are no more epochs', () => {
    const watched = { examples: nonZeroRows(rowsOf(30), Float32Array), labels: labels.slice(0, 30) };
    const rule = { patience: 50, maxDelta: 1e6, movingAverage: 1 };
    const settings = { maxEpochs: 12, earlyStopping: rule, restoreBest: true };
    const set = { ...training, watched: { ...watched, rule, restoreBest: true } };
    const model = modelNamed('ensemble');
    const members = model.settings.parse({ members: [{ model: 'simple', denseUnits: 9 }], repeats: 1 });
    const together = train(
      createLearner(model, members, false, shape, set, options),
      training,
      watched,
      watched,
      settings,
    );
    const [seed] = seedsOf(1);
    const alone = train(learnerOf('simple', { denseUnits: 9 }, seed), training, watched, watched, settings);
    if (together.stopReason === 'cancelled' || alone.stopReason === 'cancelled') throw new Error('nobody cancelled');
    expect(alone.bestEpoch).toBeLessThan(11);
    expectPooled(together.probabilities, [{ share: 1, probabilities: alone.probabilities }]);
  });

  it('gives a member more that is better on the watched examples, and keeps its weights in its files', () => {
    const members = ['majority', { model: 'xgboost', maxDepth: 3 }];
    const rule = { patience: 3, maxDelta: 0.3, movingAverage: 2 };
    const watched = { examples: training.examples, labels, rule, restoreBest: true };
    const model = modelNamed('ensemble');
    const settings = { members, repeats: 1 };
    const build = () =>
      createLearner(model, model.settings.parse(settings), false, shape, { ...training, watched }, options);
    const learner = build();
    for (let step = 0; step < 200 && !learner.isDone; step++) learner.step();
    const files = saved(learner);
    const { weights } = JSON.parse(new TextDecoder().decode(files.get('model.json')));
    expect(weights[1]).toBeGreaterThan(0.6);
    expect(weights[0] + weights[1]).toBeCloseTo(1);
    expect(load('ensemble', settings, files).predict(fresh)).toEqual(learner.predict(fresh));
  });

  it('names the file of the member that is damaged', () => {
    const settings = { members: ['simple', 'nearest'], repeats: 2 };
    const files = saved(trained(settings));
    expect([...files.keys()]).toEqual([
      'model.json',
      'member1-model.json',
      'member1-weights.bin',
      'member2-model.json',
      'member2-weights.bin',
      'member3-model.json',
      'member3-weights.bin',
    ]);
    const damaged = new Map([...files, ['member2-weights.bin', new Uint8Array(8)]]);
    expect(() => load('ensemble', settings, damaged)).toThrow('member2-weights.bin');
    const other = new Map([...files, ['model.json', new TextEncoder().encode('{"format":"ensemble","weights":[1]}')]]);
    expect(() => load('ensemble', settings, other)).toThrow('model.json: expected the weights of 2 members');
  });

  it('explains by the mean of its members’ contributions, which add up to the mean of their logits', () => {
    const settings = { members: ['simple', 'logistic'], repeats: 2 };
    const predictor = load('ensemble', settings, saved(trained(settings)));
    const { base, value, start, contribution } = predictor.explain(fresh, new Int32Array(fresh.rows));
    for (let row = 0; row < fresh.rows; row++) {
      const sum = contribution.subarray(start[row], start[row + 1]).reduce((all, one) => all + one, base[row]);
      // Integrated gradients are a sum over steps.
      expect(Math.abs(sum - value[row])).toBeLessThan(0.02);
    }
  });

  it('has no members that are ensembles, none at all, or with unknown settings', () => {
    const { settings } = modelNamed('ensemble');
    for (const members of [
      [],
      ['ensemble'],
      [{ model: 'simple', colour: 1 }],
      [{ model: 'nothing' }],
      ['simple+smote'],
    ]) {
      expect(settings.safeParse({ members }).success).toBe(false);
    }
    expect(settings.safeParse({ members: ['cnn+attention', { model: 'xgboost', eta: 0.1 }] }).success).toBe(true);
  });
});

/** The seeds of an ensemble's members. */
function seedsOf(members: number): Float64Array {
  return new RandomState(options.seed).randint(0, 2 ** 32, members);
}

function expectPooled(
  pooled: Float32Array,
  members: readonly { readonly share: number; readonly probabilities: Float32Array }[],
): void {
  const powers = pooled.map((_, i) =>
    Math.exp(members.reduce((sum, { share, probabilities }) => sum + share * Math.log(probabilities[i] + 1e-3), 0)),
  );
  pooled.forEach((p, i) => {
    const from = i - (i % 3);
    expect(p).toBeCloseTo(powers[i] / (powers[from] + powers[from + 1] + powers[from + 2]), 5);
  });
}

function denseRow(row: number): number[] {
  const counts = new Array<number>(columns).fill(0);
  for (let entry = fresh.start[row]; entry < fresh.start[row + 1]; entry++)
    counts[fresh.column[entry]] = fresh.value[entry];
  return counts;
}
