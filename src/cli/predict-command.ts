import type { Command } from 'commander';
import { readHistory } from '../dataset/read-history.ts';
import { predictHistory, type TargetPrediction } from '../execution/predict-history.ts';
import { RunPredictor } from '../execution/run-predictor.ts';
import { predictedClass } from '../learning/confusion.ts';
import { findRun } from './runs-commands.ts';
import { sayCount } from './table.ts';
import { printDocument, sayLines } from './terminal.ts';

interface Options {
  readonly runs: string;
  readonly explain: boolean;
}

/** `oap predict`: one JSON line for each task. */
export function addPredictCommand(program: Command): void {
  program
    .command('predict')
    .description('predict the decisions for the tasks of a history, as JSON lines')
    .argument('<run>', 'id or folder of a run')
    .argument('<history>', 'history file, labelled or not')
    .option('--runs <folder>', 'folder of the runs', '.oap/runs')
    .option('--explain', 'say what each cell adds to the predicted class', false)
    .action(predict);
}

async function predict(run: string, file: string, { runs, explain }: Options): Promise<void> {
  const predictor = new RunPredictor(findRun(run, runs));
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
  for (const { task, predictions } of predictHistory(predictor, history, tasks, explain)) {
    const document = {
      task,
      predictions: new Map(predictions.map(predictionOf)),
      ...(explain && { explanation: new Map(predictions.map(explanationOf)) }),
    };
    printDocument(document);
  }
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
