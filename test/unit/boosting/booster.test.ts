import { describe, expect, it } from 'vitest';
import { Booster } from '../../../src/boosting/booster.ts';
import { predictMargins, predictProbabilities } from '../../../src/boosting/predict.ts';
import type { BoosterSettings } from '../../../src/boosting/settings.ts';
import { dumpTrees } from '../../oracle/dump-trees.ts';
import { sparseRows } from '../sparse-rows.ts';

const settings: BoosterSettings = { eta: 0.3, maxDepth: 3, lambda: 1, gamma: 0, minChildWeight: 0, zeros: 'value' };
const examples = sparseRows([
  [1, null, null],
  [2, null, 1],
  [null, 3, null],
  [null, 1, 2],
  [null, null, null],
  [4, 1, null],
]);
const labels = Int32Array.of(0, 0, 1, 1, 1, 0);

function trained(rounds: number, changes: Partial<BoosterSettings> = {}): Booster {
  const booster = new Booster({ ...settings, ...changes }, examples, labels, 2);
  for (let round = 0; round < rounds; round++) booster.boostRound();
  return booster;
}

describe('Booster', () => {
  it('gives every class the same probability before the first round', () => {
    const booster = trained(0);
    expect(booster.rounds).toBe(0);
    expect([...booster.predict(examples)]).toEqual(new Array(12).fill(0.5));
  });

  it('splits where the classes part, halfway between the values', () => {
    // G = −1.5 on three rows of class 0 and H = 1.5 on each side: gain 2 × 1.5² / 2.5, leaves ± 0.3 × 1.5 / 2.5.
    expect(dumpTrees(trained(1, { maxDepth: 1 }).model)).toEqual([
      '0:[f0<0.5] yes=1,no=2,missing=1,gain=1.79999995,cover=3\n\t1:leaf=-0.180000007,cover=1.5\n\t2:leaf=0.180000007,cover=1.5\n',
      '0:[f0<0.5] yes=1,no=2,missing=1,gain=1.79999995,cover=3\n\t1:leaf=0.180000007,cover=1.5\n\t2:leaf=-0.180000007,cover=1.5\n',
    ]);
  });

  it('adds a tree for each class in a round', () => {
    const booster = trained(3);
    expect(booster.rounds).toBe(3);
    expect(booster.model.trees.length).toBe(6);
  });

  it('gives a model that later rounds do not change', () => {
    const booster = trained(1);
    const { model } = booster;
    booster.boostRound();
    expect(model.trees.length).toBe(2);
  });

  it('predicts round by round what the model predicts at once', () => {
    const unseen = sparseRows([
      [null, 2, 2],
      [1, 1, 1],
      [null, null, null],
    ]);
    const booster = trained(0, { gamma: 0.2 });
    for (let round = 0; round < 5; round++) {
      booster.boostRound();
      for (const rows of [examples, unseen]) {
        expect(booster.predict(rows)).toEqual(predictProbabilities(booster.model, rows));
        expect(booster.margins(rows)).toEqual(predictMargins(booster.model, rows));
      }
    }
  });

  it('predicts with the first rounds alone', () => {
    const booster = trained(4);
    expect(booster.predict(examples, 2)).toEqual(trained(2).predict(examples));
    expect(booster.predict(examples, 4)).toEqual(booster.predict(examples));
  });

  it('goes on after a truncation as if the later rounds had never been', () => {
    const booster = trained(4);
    booster.predict(examples);
    booster.truncate(2);
    expect(booster.rounds).toBe(2);
    expect(booster.predict(examples)).toEqual(trained(2).predict(examples));
    booster.boostRound();
    expect(booster.model).toEqual(trained(3).model);
  });

  it('gives its own copy of predictions', () => {
    const booster = trained(1);
    booster.margins(examples).fill(7);
    expect(booster.margins(examples)).toEqual(trained(1).margins(examples));
  });

  it('learns no splits, only leaves, from a matrix without entries', () => {
    const booster = new Booster(settings, sparseRows([[null], [null]]), Int32Array.of(0, 1), 2);
    booster.boostRound();
    expect(dumpTrees(booster.model)).toEqual(
      ['0:leaf=0,cover=1\n', '0:leaf=0,cover=1\n'].map((t) => t.replace('=0', '=-0')),
    );
  });

  it.each([
    ['no classes', () => new Booster(settings, examples, labels, 1), 'at least 2 classes, but there are 1'],
    ['no examples', () => new Booster(settings, sparseRows([], 3), Int32Array.of(), 2), 'at least one example'],
    [
      'labels of other examples',
      () => new Booster(settings, examples, Int32Array.of(0, 1), 2),
      '6 examples, but 2 labels',
    ],
    [
      'an unknown class',
      () => new Booster(settings, examples, Int32Array.of(0, 1, 2, 0, 0, 0), 2),
      'that of row 2 is 2',
    ],
    [
      'a missing weight',
      () => new Booster(settings, examples, labels, 2, Float32Array.of(1)),
      '6 examples, but 1 weights',
    ],
    [
      'a negative weight',
      () => new Booster(settings, examples, labels, 2, Float32Array.of(1, 1, 1, -2, 1, 1)),
      'that of row 3 is -2',
    ],
    ['a negative learning rate', () => trained(0, { eta: -1 }), 'eta of boosted trees is a number ≥ 0, but it is -1'],
    [
      'half a split',
      () => trained(0, { maxDepth: 0.5 }),
      'maxDepth of boosted trees is a whole number ≥ 1, but it is 0.5',
    ],
    ['rounds to come', () => trained(1).predict(examples, 2), 'from 0 to 1, but it is 2'],
    ['a truncation to more rounds', () => trained(1).truncate(2), 'from 0 to 1, but it is 2'],
    ['other columns', () => trained(1).predict(sparseRows([[1]])), 'have 3 columns, but the examples have 1'],
  ])('refuses %s', (_what, act, message) => {
    expect(act).toThrow(message);
  });
});
