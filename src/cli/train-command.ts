import type { Command } from 'commander';
import { InputError } from '../dataset/input-error.ts';
import { trainModels } from '../execution/train.ts';
import { modelSpecifications } from '../experiment/model-specification.ts';
import { rankModels } from '../measures/winner.ts';
import type { ProtocolName } from '../protocol/run.ts';
import { intervalsOf, printResults, resultsDocument } from './results.ts';
import { printDocument, reportSentence } from './terminal.ts';
import { addTrainingOptions, type TrainingOptions, trainingSession } from './training-session.ts';

interface TrainOptions extends TrainingOptions {
  readonly model: readonly string[];
}

/** `oap train`, `oap select` and `oap test`: hold-out, cross-validation and repeated-test runs. */
export function addTrainCommands(program: Command): void {
  addProtocol(program, 'train', 'holdout', 'train models and test them on held-out tasks');
  addProtocol(program, 'select', 'cross-validation', 'cross-validate models, compare them and print the best');
  addProtocol(program, 'test', 'repeated-test', 'train a model several times and test each on the held-out tasks').hook(
    'preAction',
    (command) => {
      if (command.opts<TrainOptions>().model.length > 0) return;
      throw new InputError('name the model to test, such as --model simple: test sets are for the selected model');
    },
  );
}

function addProtocol(program: Command, name: string, protocol: ProtocolName, description: string): Command {
  return addTrainingOptions(program.command(name).description(description))
    .option('--model <name>', 'train only this model of the experiment (repeatable)', collect, [])
    .option('--fresh', 'do not resume earlier runs of the same models that were cancelled or interrupted')
    .action((experimentFile: string, options: TrainOptions) => train(experimentFile, protocol, options));
}

async function train(experimentFile: string, protocol: ProtocolName, options: TrainOptions): Promise<void> {
  const trained = await trainingSession(experimentFile, options, (session) => {
    const { experiment, runs, executor, progress, signal } = session;
    const models = options.model.length > 0 ? options.model.map(session.model) : modelSpecifications(experiment);
    const earlier = options.fresh ? 'ignore' : 'continue';
    const { force = false } = options;
    const request = { experimentFile, experiment, models, protocol, runs, earlier, force } as const;
    return trainModels(executor, request, progress.onEvent, signal);
  });
  const records = trained.map(({ record }) => record);
  const standings = protocol === 'cross-validation' ? rankModels(records) : undefined;
  const intervals = await intervalsOf(trained);
  if (options.json) printDocument(resultsDocument(records, standings?.[0], intervals));
  else printResults(trained, standings, intervals);
  const broken = records.filter(({ state }) => state === 'failed');
  for (const { model, error } of broken) reportSentence(`oap: ${model}: ${error}`);
  if (broken.length > 0) process.exitCode = 1;
}

function collect(value: string, all: readonly string[]): readonly string[] {
  return [...all, value];
}
