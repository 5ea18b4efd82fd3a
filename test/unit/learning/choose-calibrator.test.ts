import { describe, expect, it } from 'vitest';
import { type CalibrationRows, chooseCalibrator } from '../../../src/learning/choose-calibrator.ts';
import { RandomState } from '../../../src/learning/random.ts';

/** @param sharpen what the model's log odds are multiplied with: 1 = its probabilities are true */
function rowsOf(count: number, sharpen: number, workflows = count): CalibrationRows {
  const random = new RandomState(3);
  const odds = random.standardNormal(count);
  const draws = random.randomSample(count);
  const logistic = (x: number): number => 1 / (1 + Math.exp(-x));
  return {
    probabilities: Array.from(odds, (x) => [1 - logistic(sharpen * x), logistic(sharpen * x)]).flat(),
    labels: Int32Array.from(odds, (x, row) => (draws[row] < logistic(x) ? 1 : 0)),
    classes: 2,
    workflows: Int32Array.from({ length: count }, (_, row) => row % workflows),
  };
}

describe('chooseCalibrator', () => {
  it('corrects a model that is too sure of itself', () => {
    const { calibrator, notes } = chooseCalibrator(rowsOf(2000, 4), 'balanced', 42);
    expect(calibrator.method).not.toBe('none');
    expect(notes).toEqual([]);
  });

  it('gives the same each time', () => {
    const rows = rowsOf(500, 2, 50);
    expect(chooseCalibrator(rows, 'balanced', 7)).toEqual(chooseCalibrator(rows, 'balanced', 7));
  });

  it('leaves probabilities as they are, and says why, where there is too little to learn from', () => {
    const few = rowsOf(29, 4);
    const oneClass = { ...rowsOf(200, 4), labels: new Int32Array(200) };
    const fewWorkflows = rowsOf(200, 4, 4);
    expect([few, oneClass, fewWorkflows].map((rows) => chooseCalibrator(rows, 'balanced', 42))).toEqual([
      none('there are only 29 tasks for it, of 30 needed.'),
      none('all tasks that are there for it have the same class.'),
      none('the tasks that are there for it are of 4 workflows, of 5 needed.'),
    ]);
  });

  it('fits no number for each pair of very many classes', () => {
    const { labels, workflows } = rowsOf(200, 4);
    const probabilities = Array.from(labels, (label) =>
      Array.from({ length: 101 }, (_, c) => (c === label ? 0.9 : 0.001)),
    ).flat();
    const { calibrator } = chooseCalibrator({ probabilities, labels, workflows, classes: 101 }, 'balanced', 42);
    expect(['none', 'temperature']).toContain(calibrator.method);
  });
});

function none(reason: string) {
  return {
    calibrator: { method: 'none' },
    notes: [`The probabilities are those of the model, not calibrated: ${reason}`],
  };
}
