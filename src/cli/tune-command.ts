import path from 'node:path';
import type { Command } from 'commander';
import { type Trial, type Tuning, tuneModel } from '../execution/tune.ts';
import { resultText } from '../measures/metrics.ts';
import { positiveIntegerUpTo } from './numbers.ts';
import { resultsDocument, syntheticLines } from './results.ts';
import { shellQuoted, shellQuotedPath } from './shell-quoted.ts';
import { formatTable, shortName } from './table.ts';
import { printDocument, printLines, reportSentence } from './terminal.ts';
import { addTrainingOptions, type TrainingOptions, trainingSession } from './training-session.ts';

interface TuneOptions extends TrainingOptions {
  readonly model: string;
  readonly calls: number;
}

/** `oap tune`: hyper-parameter search. */
export function addTuneCommand(program: Command): void {
  const command = program
    .command('tune')
    .description('search for the settings of a model that are best in cross-validation');
  addTrainingOptions(command)
    .requiredOption('--model <name>', 'model of the experiment to start from')
    .option('--calls <n>', 'number of settings to try', positiveIntegerUpTo(1000), 12)
    .option('--fresh', 'do not reuse results of an earlier search')
    .action(tune);
}

async function tune(experimentFile: string, options: TuneOptions): Promise<void> {
  const { calls, fresh, force = false } = options;
  const tuning = await trainingSession(experimentFile, options, (session) => {
    const { experiment, runs, executor, progress, signal } = session;
    const specification = session.model(options.model);
    const request = { experimentFile, experiment, specification, calls, runs, reuse: !fresh, force };
    return tuneModel(executor, request, progress.onEvent, signal);
  });
  if (options.json) printDocument(tuningDocument(tuning));
  else printTuning(tuning, experimentFile);
  const failed = tuning.trials.flatMap(({ run: { record } }) => (record.state === 'failed' ? [record] : []));
  for (const { model, error } of failed) reportSentence(`oap: ${model}: ${error}`);
  if (failed.length > 0) process.exitCode = 1;
}

/** The document of `--json`: the runs, and the settings of each call. */
function tuningDocument({ names, trials, best }: Tuning): object {
  return {
    ...resultsDocument(
      trials.map(({ run }) => run.record),
      undefined,
    ),
    calls: trials.map(({ run, values, score }) => ({
      run: run.record.id,
      settings: Object.fromEntries(names.map((name, i) => [name, values[i]])),
      ...(score !== undefined && { confusionMse: score }),
    })),
    ...(best && { best: best.entry }),
  };
}

function printTuning({ names, trials, best }: Tuning, experimentFile: string): void {
  const lines = syntheticLines(trials.some(({ run }) => run.record.history.synthetic));
  const targets = trials[0].run.record.targets.map(({ target }) => target);
  const header = ['call', ...names, ...targets.map(shortName), 'confusion MSE', ''];
  lines.push(...formatTable([header, ...trials.map((trial, call) => row(trial, call, best))], 0), '');
  if (best && best === trials[0]) {
    const score = best.score?.toFixed(4);
    lines.push(`None of the other settings tried beats the current ones (confusion MSE ${score}).`, '');
  }
  if (best) {
    lines.push('Lowest mean confusion MSE over the targets. For the "models" of the experiment:', '');
    lines.push(`  ${JSON.stringify(best.entry)}`, '');
    const name = path.relative(process.cwd(), experimentFile);
    lines.push(
      'It was selected on the folds, so its score there is slightly too good. Test it on the held-out tasks:',
      `  oap test ${shellQuotedPath(name)} --model ${shellQuoted(String(best.entry.name))}`,
    );
  }
  printLines(lines);
}

function row(trial: Trial, call: number, best: Trial | undefined): string[] {
  const { run, values, score } = trial;
  const scores = run.record.targets.map(({ target }) => {
    const summary = run.record.summary.find((one) => one.target === target);
    return summary ? resultText(summary, 'confusionMse') : '-';
  });
  const mean = score === undefined ? 'failed' : score.toFixed(4);
  return [String(call + 1), ...values.map(String), ...scores, mean, trial === best ? 'best' : ''];
}
