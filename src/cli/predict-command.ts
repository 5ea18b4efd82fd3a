import { type Command, Option } from 'commander';
import { InputError } from '../dataset/input-error.ts';
import { readHistory } from '../dataset/read-history.ts';
import { applyPolicy, requirePolicyOf } from '../execution/apply-policy.ts';
import { CalibratedPredictor } from '../execution/calibrated-predictor.ts';
import type { TaskPredictions } from '../execution/predict-tasks.ts';
import type { RunPredictor, RunTarget } from '../execution/run-predictor.ts';
import { readPolicy } from '../runs/policy-file.ts';
import { RunUnreadable } from '../runs/read-run.ts';
import { type Answering, answerHistory, answerStream } from './answer-tasks.ts';
import { csvHeader, csvLines, predictionDocument } from './prediction-document.ts';
import { findRun } from './runs-commands.ts';
import { documentLine, printTexts, reportLines } from './terminal.ts';

interface Options {
  readonly runs: string;
  readonly explain: boolean;
  readonly target: readonly string[];
  readonly policy?: string;
  readonly format: 'jsonl' | 'csv';
}

/** `oap predict`: one JSON line for each task. */
export function addPredictCommand(program: Command): void {
  program
    .command('predict')
    .description('predict the decisions for the tasks of a history, as JSON lines')
    .argument('<run>', 'id or folder of a run')
    .argument('<history>', 'history file, labelled or not; - = standard input, whose lines are answered as they come')
    .option('--runs <folder>', 'folder of the runs', '.oap/runs')
    .option('--explain', 'say what each cell adds to the recommended class', false)
    .option('--policy <file>', 'say whether to act on the recommendations or to ask, by a policy of oap policy')
    .option(
      '--target <name>',
      'only this target (repeatable; default: all that are trained)',
      (value: string, all: readonly string[]) => [...all, value],
      [],
    )
    .addOption(
      new Option('--format <format>', 'jsonl: a document for each task; csv: a line for each target of a task')
        .choices(['jsonl', 'csv'])
        .default('jsonl'),
    )
    .action(predict);
}

async function predict(name: string, file: string, options: Options): Promise<void> {
  const { runs, explain, target, policy: policyFile, format } = options;
  if (format === 'csv' && explain) throw new InputError('--explain needs --format jsonl: a table has no place for it');
  const predictor = await CalibratedPredictor.load(findRun(name, runs));
  const { run } = predictor;
  const targets = target.length > 0 ? target.map((one) => chosenTarget(run, one)) : trainedTargets(run);
  const asked = new Set(targets.map((one) => one.target));
  reportLines([
    ...new Set(predictor.calibrations.problems.flatMap(({ target: of, reason }) => (asked.has(of) ? reason : []))),
  ]);
  const policy = policyFile === undefined ? undefined : readPolicy(policyFile);
  if (policy && policyFile !== undefined) requirePolicyOf(predictor, policy, policyFile);
  const textOf = (task: TaskPredictions): string => {
    const decided = policy && applyPolicy(policy, task);
    return format === 'csv' ? csvLines(task, decided) : documentLine(predictionDocument(task, decided, explain));
  };
  const answering: Answering = { predictor, targets, explain, textOf };
  if (format === 'csv') printTexts([csvHeader(policy !== undefined)]);
  if (file === '-') await answerStream(process.stdin, answering);
  else answerHistory(await readHistory(file, { unlabelled: true }), answering);
}

/** The run's targets that can be predicted; says which cannot. @throws RunUnreadable if none can */
function trainedTargets({ run, targets }: RunPredictor): RunTarget[] {
  const trained = targets.filter(({ fits }) => fits.length > 0);
  if (trained.length === 0) throw new RunUnreadable(`${run} has no complete fit, so it cannot predict yet`);
  for (const { target, fits } of targets) {
    if (fits.length === 0) reportLines([`${target} is not predicted: the run has no complete fit of it yet`]);
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
