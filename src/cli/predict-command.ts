import type { Command } from 'commander';
import { InputError } from '../dataset/input-error.ts';
import { readHistory } from '../dataset/read-history.ts';
import { type HistoryPrediction, predictHistory, type TargetPrediction } from '../execution/predict-history.ts';
import { RunPredictor, type RunTarget } from '../execution/run-predictor.ts';
import { predictedClass } from '../measures/confusion.ts';
import { RunUnreadable } from '../runs/read-run.ts';
import { findRun } from './runs-commands.ts';
import { sayCount } from './table.ts';
import { printDocuments, sayLines } from './terminal.ts';

interface Options {
  readonly runs: string;
  readonly explain: boolean;
  readonly target: readonly string[];
}

/** `oap predict`: one JSON line for each task. */
export function addPredictCommand(program: Command): void {
  program
    .command('predict')
    .description('predict the decisions for the tasks of a history, as JSON lines')
    .argument('<run>', 'id or folder of a run')
    .argument('<history>', 'history file, labelled or not; - = standard input')
    .option('--runs <folder>', 'folder of the runs', '.oap/runs')
    .option('--explain', 'say what each cell adds to the predicted class', false)
    .option(
      '--target <name>',
      'only this target (repeatable; default: all that are trained)',
      (value: string, all: readonly string[]) => [...all, value],
      [],
    )
    .action(predict);
}

async function predict(run: string, file: string, { runs, explain, target }: Options): Promise<void> {
  const predictor = new RunPredictor(findRun(run, runs));
  const targets = target.length > 0 ? target.map((name) => chosenTarget(predictor, name)) : trainedTargets(predictor);
  const history = await readHistory(file, { unlabelled: true });
  for (const { line, column, message } of history.problems) {
    sayLines([`${file}:${line}:${column}: ${message}`]);
  }
  if (history.skipped > 0) sayLines([`${sayCount(history.skipped, 'task')} skipped`]);
  const tasks = predictor.tasksOf(history);
  const unknown = tasks.unknown.reduce((sum, count) => sum + count, 0);
  if (unknown > 0) {
    sayLines([`${unknown} counts are of codes or sites that the run has never seen; they count for nothing`]);
  }
  printDocuments(documents(predictHistory(predictor, history, tasks, targets, explain), explain));
}

function* documents(all: Iterable<HistoryPrediction>, explain: boolean): Generator<object> {
  for (const { task, predictions } of all) {
    yield {
      task,
      predictions: new Map(predictions.map(predictionOf)),
      ...(explain && { explanation: new Map(predictions.map(explanationOf)) }),
    };
  }
}

/** The run's targets that can be predicted; says which cannot. @throws RunUnreadable if none can */
function trainedTargets({ run, targets }: RunPredictor): RunTarget[] {
  const trained = targets.filter(({ fits }) => fits.length > 0);
  if (trained.length === 0) throw new RunUnreadable(`${run} has no complete fit, so it cannot predict yet`);
  for (const { target, fits } of targets) {
    if (fits.length === 0) sayLines([`${target} is not predicted: the run has no complete fit of it yet`]);
  }
  return trained;
}

/** @throws InputError if the run has no such target; RunUnreadable if it has no complete fit of it */
function chosenTarget({ run, targets }: RunPredictor, name: string): RunTarget {
  const chosen = targets.find(({ target }) => target === name);
  if (!chosen) {
    const known = targets.map(({ target }) => target).join(', ');
    throw new InputError(`the run has no target "${name}", expected one of: ${known}`);
  }
  if (chosen.fits.length === 0) throw new RunUnreadable(`${run} has no complete fit of the target ${name}`);
  return chosen;
}

function predictionOf({ target, classes, probabilities }: TargetPrediction): [string, object] {
  const best = predictedClass(probabilities, 0, classes.length);
  const shares = classes.map((name, i) => [name, sevenDigits(probabilities[i])] as const);
  return [target, { class: classes[best], probabilities: new Map(shares) }];
}

/** The explanation without its target's name, which is its key. */
function explanationOf({ target, explanation }: TargetPrediction): [string, object | null] {
  if (!explanation) return [target, null];
  const { target: _, base, value, cells, rest, attention, ...others } = explanation;
  return [
    target,
    {
      ...others,
      base: sevenDigits(base),
      value: sevenDigits(value),
      cells: cells.map(({ contribution, ...cell }) => ({ ...cell, contribution: sevenDigits(contribution) })),
      rest: sevenDigits(rest),
      attention: attention && {
        codes: attention.codes.map(({ code, weight }) => ({ code, weight: sevenDigits(weight) })),
        sites: attention.sites.map(({ weight, ...site }) => ({ ...site, weight: sevenDigits(weight) })),
      },
    },
  ];
}

/** Those that float32 has. */
function sevenDigits(value: number): number {
  return Number(value.toPrecision(7));
}
