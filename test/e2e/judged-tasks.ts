import type { RunRecord } from '../../src/protocol/run.ts';
import { type Cell, cellsOf, type Task } from './history-places.ts';
import type { Workspace } from './workspace.ts';

/* What a run wrote down of the tasks that it held out, in the words of hovers and lines. */

/** What a fit said of a task that it was not trained on. */
export interface Judgement {
  readonly target: string;
  readonly fit: number;
  readonly truth: string;
  readonly probabilities: Readonly<Record<string, number>>;
}

/** Tasks with the judgements of all fits that held them out, in the order of the run's targets. */
export function judgedTasks(workspace: Workspace, run: RunRecord): ReadonlyMap<string, readonly Judgement[]> {
  const judged = new Map<string, Judgement[]>();
  for (const { target } of run.targets) {
    for (let fit = 0; fit < run.fitsPerTarget; fit++) {
      const lines = workspace.read(`.oap/runs/${run.id}/fits/${target}/${fit}/predictions.jsonl`).trim().split('\n');
      for (const line of lines) {
        const { task, ...said } = JSON.parse(line) as { task: string } & Omit<Judgement, 'target' | 'fit'>;
        judged.set(task, [...(judged.get(task) ?? []), { target, fit, ...said }]);
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

export function predictedClass({ probabilities }: Judgement): string {
  return ranked(probabilities)[0][0];
}

export function isRight(judgement: Judgement): boolean {
  return predictedClass(judgement) === judgement.truth;
}

/** Cells of a hover's row: target, prediction with a runner-up that counts, recorded decision, right or wrong. */
export function hoverRow(judgement: Judgement): string[] {
  const { target, truth, probabilities } = judgement;
  const [[name, first], [other, second]] = ranked(probabilities);
  const runnerUp = second < 0.05 ? '' : `, ${other} ${twoDigits(second)}`;
  return [target, `${name} ${twoDigits(first)}${runnerUp}`, truth, isRight(judgement) ? 'right' : 'wrong'];
}

/** The text behind a task's line. Classes named `default`, where nothing is done, are told only if they are wrong. */
export function lineText(judgements: readonly Judgement[]): string {
  const told = judgements.filter((judgement) => predictedClass(judgement) !== 'default' || !isRight(judgement));
  return (told.length > 0 ? told : judgements.slice(0, 1))
    .map((judgement) => {
      const name = predictedClass(judgement);
      const alike = judgements.filter(({ probabilities }) => name in probabilities).length > 1;
      const probability = twoDigits(judgement.probabilities[name]);
      return `${alike ? `${judgement.target} ` : ''}${name} ${probability}${isRight(judgement) ? '' : ' ✗'}`;
    })
    .join(' · ');
}

function ranked(probabilities: Judgement['probabilities']): [string, number][] {
  return Object.entries(probabilities).toSorted(([, a], [, b]) => b - a);
}

function twoDigits(probability: number): string {
  if (probability > 0.99 && probability < 1) return '>0.99';
  if (probability > 0 && probability < 0.01) return '<0.01';
  return probability.toFixed(2);
}
