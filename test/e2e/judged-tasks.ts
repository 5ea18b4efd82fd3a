import { applyCalibrator } from '../../src/measures/calibrator.ts';
import type { CalibrationRecord } from '../../src/protocol/calibration.ts';
import type { RunRecord } from '../../src/protocol/run.ts';
import { type Cell, cellsOf, type Task } from './history-places.ts';
import type { Workspace } from './workspace.ts';

/* What a run wrote down of the tasks that it held out, in the words of hovers and lines. */

/** What a fit said of a task that it was not trained on. */
export interface Judgement {
  readonly target: string;
  readonly fit: number;
  readonly truth: string;
  /** As the model gives them: the highest is the recommended class. */
  readonly raw: Readonly<Record<string, number>>;
  /** Calibrated. */
  readonly probabilities: Readonly<Record<string, number>>;
}

/** A line of `predictions.jsonl`. */
interface WrittenPrediction {
  readonly task: string;
  readonly truth: string;
  readonly probabilities: Readonly<Record<string, number>>;
}

/** Tasks with the judgements of all fits that held them out, in the order of the run's targets. */
export function judgedTasks(workspace: Workspace, run: RunRecord): ReadonlyMap<string, readonly Judgement[]> {
  const judged = new Map<string, Judgement[]>();
  for (const { target } of run.targets) {
    for (let fit = 0; fit < run.fitsPerTarget; fit++) {
      const folder = `.oap/runs/${run.id}/fits/${target}/${fit}`;
      const { calibrator } = JSON.parse(workspace.read(`${folder}/calibration.json`)) as CalibrationRecord;
      for (const line of workspace.read(`${folder}/predictions.jsonl`).trim().split('\n')) {
        const { task, truth, probabilities: raw } = JSON.parse(line) as WrittenPrediction;
        const names = Object.keys(raw);
        const calibrated = applyCalibrator(calibrator, Object.values(raw), names.length, 'balanced');
        const probabilities = Object.fromEntries(names.map((name, c) => [name, calibrated[c]]));
        judged.set(task, [...(judged.get(task) ?? []), { target, fit, truth, raw, probabilities }]);
      }
    }
  }
  return judged;
}

/** A task of a history with what a run said of it, and one of its cells. */
export interface Example {
  readonly name: string;
  readonly judgements: readonly Judgement[];
  readonly cell: Cell;
}

/** A task that a fit is right and wrong about, with ten counts or more, one of them of a code that is more than a mention. */
export function exampleOf(
  tasks: ReadonlyMap<string, Task>,
  judged: ReadonlyMap<string, readonly Judgement[]>,
  wanted: number,
): Example {
  for (const [name, judgements] of judged) {
    const task = tasks.get(name);
    const cells = task ? cellsOf(task) : [];
    const cell = cells.find(({ code, count }) => code !== '-1' && count > 1);
    const isPartlyWrong = new Set(judgements.map(isRight)).size === 2;
    if (cell && cells.length > 9 && isPartlyWrong && judgements.every(({ fit }) => fit === wanted)) {
      return { name, judgements, cell };
    }
  }
  throw new Error('The fit is partly wrong about no such task');
}

export function predictedClass({ raw }: Judgement): string {
  return ranked(raw)[0][0];
}

export function isRight(judgement: Judgement): boolean {
  return predictedClass(judgement) === judgement.truth;
}

/** Cells of a hover's row: target, prediction with a runner-up that counts, recorded decision, right or wrong. */
export function hoverRow(judgement: Judgement): string[] {
  const { target, truth, probabilities } = judgement;
  const name = predictedClass(judgement);
  const first = probabilities[name];
  const [other, second] = runnerUpOf(judgement);
  const more = second > first ? 'most likely ' : '';
  const runnerUp = second < 0.05 ? '' : `, ${more}${other} ${twoDigits(second)}`;
  return [target, `${name} ${twoDigits(first)}${runnerUp}`, truth, isRight(judgement) ? 'correct' : 'incorrect'];
}

/** The text behind a task's line. Classes named `default`, where nothing is done, are told only if they are wrong. */
export function lineText(judgements: readonly Judgement[]): string {
  const told = judgements.filter((judgement) => predictedClass(judgement) !== 'default' || !isRight(judgement));
  return (told.length > 0 ? told : judgements.slice(0, 1))
    .map((judgement) => {
      const name = predictedClass(judgement);
      const alike = judgements.filter(({ probabilities }) => name in probabilities).length > 1;
      const first = judgement.probabilities[name];
      const [other, second] = runnerUpOf(judgement);
      const likelier = second > first ? ` (${other} ${twoDigits(second)})` : '';
      return `${alike ? `${judgement.target} ` : ''}${name} ${twoDigits(first)}${likelier}${isRight(judgement) ? '' : ' ✗'}`;
    })
    .join(' · ');
}

/** The most likely class besides the recommended one. */
function runnerUpOf(judgement: Judgement): [string, number] {
  const name = predictedClass(judgement);
  return ranked(judgement.probabilities).filter(([other]) => other !== name)[0];
}

function ranked(probabilities: Judgement['probabilities']): [string, number][] {
  return Object.entries(probabilities).toSorted(([, a], [, b]) => b - a);
}

function twoDigits(probability: number): string {
  if (probability > 0.99 && probability < 1) return '>0.99';
  if (probability > 0 && probability < 0.01) return '<0.01';
  return probability.toFixed(2);
}
