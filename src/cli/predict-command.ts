import type { Command } from 'commander';
import { readHistory } from '../dataset/read-history.ts';
import { predictHistory, type TargetPrediction } from '../execution/predict-history.ts';
import { findRun } from './runs-commands.ts';
import { printable, sayCount } from './table.ts';

/** `oap predict`: one JSON line for each task. */
export function addPredictCommand(program: Command): void {
  program
    .command('predict')
    .description('predict the decisions for the tasks of a history, as JSON lines')
    .argument('<run>', 'id or folder of a run')
    .argument('<history>', 'history file, labelled or not')
    .option('--runs <folder>', 'folder of the runs', '.oap/runs')
    .action(predict);
}

async function predict(run: string, file: string, { runs }: { runs: string }): Promise<void> {
  const folder = findRun(run, runs);
  const history = await readHistory(file, { unlabelled: true });
  const { unknownEntries, predict: predictions } = predictHistory(folder, history);
  for (const { line, column, message } of history.problems) {
    process.stderr.write(`${printable(file)}:${line}:${column}: ${message}\n`);
  }
  if (history.skipped > 0) process.stderr.write(`${sayCount(history.skipped, 'task')} skipped\n`);
  if (unknownEntries > 0) {
    process.stderr.write(
      `${unknownEntries} counts are of codes or sites that the run has never seen; they count for nothing\n`,
    );
  }
  for (const { task, predictions: targets } of predictions()) {
    process.stdout.write(`${JSON.stringify({ task, predictions: Object.fromEntries(targets.map(document)) })}\n`);
  }
}

function document({ target, classes, probabilities }: TargetPrediction): [string, object] {
  const best = probabilities.reduce((most, p, i) => (p > probabilities[most] ? i : most), 0);
  const shares = classes.map((name, i) => [name, Number(probabilities[i].toPrecision(7))]);
  return [target, { class: classes[best], probabilities: Object.fromEntries(shares) }];
}
