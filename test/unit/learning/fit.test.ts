import { describe, expect, it } from 'vitest';
import { absentClassWeight, classWeights } from '../../../src/learning/class-weights.ts';
import {
  DivergedError,
  type FitOptions,
  type LabelledExamples,
  fit as runFit,
  studyEarlyStopping,
} from '../../../src/learning/fit.ts';
import type { TrainingSet } from '../../../src/learning/learner.ts';
import type { EpochRecord } from '../../../src/protocol/run.ts';
import { emptyRows, ScriptedLearner } from './scripted-learner.ts';

const training: TrainingSet = {
  examples: emptyRows(2),
  labels: Int32Array.of(0, 1),
  classes: 2,
  classWeights: Float64Array.of(1, 1),
};
const validation: LabelledExamples = { examples: emptyRows(1), labels: Int32Array.of(1) };
const evaluation: LabelledExamples = { examples: emptyRows(3), labels: Int32Array.of(1, 1, 0) };
const names = new Map([
  [training.examples, 'training'],
  [validation.examples, 'validation'],
  [evaluation.examples, 'evaluation'],
]);

/** Watches the loss alone, without averaging: it falls as the script's probability of class 1 rises. */
const byLoss = { patience: 2, maxDelta: 10, movingAverage: 1, metrics: ['loss'] } as const;
const options: FitOptions = { maxEpochs: 20, earlyStopping: byLoss, restoreBest: false };

/** Best at epoch 2, stops after epoch 4. */
const script = [0.5, 0.6, 0.9, 0.8, 0.7, 0.95, 0.99];

function run(probabilities: readonly number[], changes: Partial<FitOptions> = {}, judged = evaluation) {
  const learner = new ScriptedLearner(probabilities, names);
  const result = runFit(learner, training, validation, judged, { ...options, ...changes });
  if (result.stopReason === 'cancelled') throw new Error('the fit was cancelled');
  return { learner, result };
}

describe('fit', () => {
  it('stops where early stopping says, and knows the best epoch', () => {
    const { result } = run(script);
    expect(result.stopReason).toBe('patience');
    expect(result.epochs.length).toBe(5);
    expect(result).toMatchObject({ stopEpoch: 4, bestEpoch: 2, evaluatedEpoch: 4 });
  });

  it('trains to the last epoch when nothing stops it', () => {
    const { result } = run(script, { maxEpochs: 3 });
    expect(result.stopReason).toBe('max-epochs');
    expect(result).toMatchObject({ stopEpoch: null, bestEpoch: 2 });
    expect(result.epochs.length).toBe(3);
  });

  it('trains all epochs without early stopping and marks where the rule would have stopped', () => {
    const constant = Array.from({ length: 12 }, () => 0.9);
    const { result } = run(constant, { maxEpochs: 12, earlyStopping: false });
    expect(result.stopReason).toBe('max-epochs');
    expect(result.epochs.length).toBe(12);
    expect(result).toMatchObject({ stopEpoch: 7, bestEpoch: 0, evaluatedEpoch: 11 });
  });

  it('does not count an epoch after the mark as the best', () => {
    const improving = [0.9, 0.4, 0.4, 0.9];
    const { result } = run(improving, { maxEpochs: 4, earlyStopping: false });
    expect(result.stopEpoch).toBe(1);
    expect(result.bestEpoch).toBe(0);
  });

  it('judges the last epoch unless the best is to be restored', () => {
    expect(run(script).result.probabilities[1]).toBeCloseTo(0.7, 6);
    expect(run(script, { restoreBest: true }).result.probabilities[1]).toBeCloseTo(0.9, 6);
  });

  it('leaves the learner in the state that was judged', () => {
    expect(run(script).learner.save()[0].bytes[0]).toBe(4);
    const { learner, result } = run(script, { restoreBest: true });
    expect(learner.save()[0].bytes[0]).toBe(2);
    expect(result.evaluatedEpoch).toBe(2);
  });

  it('keeps a state only when it is the best so far', () => {
    const { learner } = run(script, { restoreBest: true });
    expect(learner.calls.filter((call) => call === 'keep').length).toBe(3);
    expect(run(script).learner.calls).not.toContain('keep');
  });

  it('does not restore when the last epoch is the best', () => {
    const { learner, result } = run([0.5, 0.6, 0.7], { restoreBest: true, maxEpochs: 3 });
    expect(result.evaluatedEpoch).toBe(2);
    expect(learner.calls).not.toContain('restore');
  });

  it('predicts training and validation examples each epoch, and the evaluation examples once', () => {
    expect(run(script, { maxEpochs: 2 }).learner.calls).toEqual([
      'step',
      'predict training at 0',
      'predict validation at 0',
      'step',
      'predict training at 1',
      'predict validation at 1',
      'predict evaluation at 1',
    ]);
  });

  it('predicts no more when it is judged on the validation examples, and reports those of the judged epoch', () => {
    for (const restoreBest of [false, true]) {
      const { learner, result } = run(script, { restoreBest }, validation);
      expect(learner.calls.filter((call) => call.startsWith('predict validation')).length).toBe(5);
      expect(result.probabilities[1]).toBeCloseTo(restoreBest ? 0.9 : 0.7, 6);
      expect(result.metrics).toEqual(result.epochs[result.evaluatedEpoch].validation);
    }
  });

  it('reports the metrics and counts of the evaluation examples', () => {
    const { result } = run(script);
    expect([...result.confusion]).toEqual([0, 1, 0, 2]);
    expect(result.metrics.recall).toEqual([0, 1]);
    expect(result.metrics.crossEntropy).toBeCloseTo(-(2 * Math.log(0.7) + Math.log(0.3)) / 3, 6);
    expect(result.probabilities.length).toBe(6);
  });

  it('weighs every loss with the weights of the training set', () => {
    const weighted = { ...training, classWeights: Float64Array.of(1, 3) };
    const result = runFit(new ScriptedLearner([0.5]), weighted, validation, evaluation, { ...options, maxEpochs: 1 });
    expect(result.epochs[0].validation.loss).toBeCloseTo(3 * Math.LN2, 6);
    expect(result.epochs[0].training.loss).toBeCloseTo(2 * Math.LN2, 6);
  });

  it('measures folds that lack a class: training without class 1, validation and evaluation without class 0', () => {
    const labels = Int32Array.of(0, 0);
    const oneClass = { ...training, labels, classWeights: classWeights(labels, 2) };
    const result = runFit(new ScriptedLearner([0.25, 0.75]), oneClass, validation, validation, {
      ...options,
      maxEpochs: 2,
      earlyStopping: studyEarlyStopping,
      restoreBest: true,
    });
    if (result.stopReason === 'cancelled') throw new Error('the fit was cancelled');
    expect(result.epochs[0].training).toMatchObject({ recall: [1, 0], precision: [1, 0], confusionMse: 0.25 });
    expect(result.epochs[0].validation).toMatchObject({ recall: [0, 0], precision: [0, 0], confusionMse: 0.75 });
    expect(result.epochs[1].validation).toMatchObject({ recall: [0, 1], precision: [0, 1], confusionMse: 0.25 });
    expect(result.epochs[1].validation.loss).toBeCloseTo(-absentClassWeight * Math.log(0.75), 6);
    expect(result.bestEpoch).toBe(1);
    expect([...result.confusion]).toEqual([0, 0, 0, 1]);
  });

  it('tells of each epoch as it ends, in order', () => {
    const seen: EpochRecord[] = [];
    const { result } = run(script, { onEpoch: (record) => seen.push(record) });
    expect(seen).toEqual(result.epochs);
    expect(seen.map((record) => record.epoch)).toEqual([0, 1, 2, 3, 4]);
    expect(seen[0].training.crossEntropy).toBeCloseTo(Math.LN2, 6);
  });

  it('ends between two epochs when it is cancelled', () => {
    let asked = 0;
    const learner = new ScriptedLearner(script, names);
    const result = runFit(learner, training, validation, evaluation, { ...options, isCancelled: () => ++asked > 2 });
    expect(result.stopReason).toBe('cancelled');
    expect(result.epochs.length).toBe(2);
    expect(learner.calls.filter((call) => call === 'step').length).toBe(2);
  });

  it('notices a learner that diverged, and names the epoch', () => {
    const diverging = () => run([0.5, Number.NaN, 0.5]);
    expect(diverging).toThrow(DivergedError);
    expect(diverging).toThrow('Training diverged in epoch 1');
  });

  it('refuses to run no epoch', () => {
    expect(() => run(script, { maxEpochs: 0 })).toThrow(RangeError);
  });
});
