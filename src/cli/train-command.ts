import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Command } from 'commander';
import { InputError } from '../dataset/input-error.ts';
import { LocalExecutor } from '../execution/local-executor.ts';
import { trainModels } from '../execution/train.ts';
import type { Experiment } from '../experiment/definition.ts';
import { type ModelSpecification, modelSpecifications } from '../experiment/model-specification.ts';
import { placeError } from '../experiment/place-error.ts';
import { requireExperiment } from '../experiment/read-experiment.ts';
import type { ProtocolName } from '../protocol/run.ts';
import { runsFolder } from '../runs/run-paths.ts';
import { rankModels } from '../runs/winner.ts';
import { cancelOnInterrupt } from './cancellation.ts';
import { positiveInteger } from './numbers.ts';
import { createProgress } from './progress.ts';
import { printResults, resultsDocument } from './results.ts';
import { printable } from './table.ts';

interface TrainOptions {
  readonly model: readonly string[];
  readonly json?: boolean;
  readonly workers: number;
  readonly fresh?: boolean;
  readonly runs?: string;
}

/** `oap train`, `oap select` and `oap test`: hold-out, cross-validation and repeated-test runs. */
export function addTrainCommands(program: Command): void {
  addProtocol(program, 'train', 'holdout', 'train models and test them on tasks held out');
  addProtocol(program, 'select', 'cross-validation', 'cross-validate models, compare them and name the best');
  addProtocol(program, 'test', 'repeated-test', 'train a model several times and test each on the tasks held out').hook(
    'preAction',
    (command) => {
      if (command.opts<TrainOptions>().model.length > 0) return;
      throw new InputError(
        'name the model to test, such as --model simple: test sets are for the model that was chosen',
      );
    },
  );
}

function addProtocol(program: Command, name: string, protocol: ProtocolName, description: string): Command {
  return program
    .command(name)
    .description(description)
    .argument('<experiment>', 'experiment file (*.oap.json)')
    .option('--model <name>', 'train this model of the experiment only (repeatable)', collect, [])
    .option('--json', 'print one JSON document on standard output')
    .option('--workers <n>', 'fits trained at the same time', positiveInteger, os.availableParallelism())
    .option('--runs <folder>', 'folder for the runs (default: .oap/runs beside the experiment)')
    .option('--fresh', 'do not go on with earlier runs of the same models that were cancelled or interrupted')
    .action((experimentFile: string, options: TrainOptions) => train(experimentFile, protocol, options));
}

async function train(experimentFile: string, protocol: ProtocolName, options: TrainOptions): Promise<void> {
  const text = readText(experimentFile);
  const { experiment, reading } = requireExperiment(text, experimentFile);
  const models = chooseModels(experiment, options.model, experimentFile);
  const signal = cancelOnInterrupt();
  const executor = new LocalExecutor(path.join(__dirname, 'worker.js'), options.workers);
  const progress = createProgress(options.workers);
  const earlier = options.fresh ? 'ignore' : 'continue';
  try {
    const runs = await trainModels(
      executor,
      { experimentFile, experiment, models, protocol, runs: options.runs ?? runsFolder(experimentFile), earlier },
      progress,
      signal,
    );
    progress.close();
    const records = runs.map(({ record }) => record);
    const standings = protocol === 'cross-validation' ? rankModels(records) : undefined;
    if (options.json) process.stdout.write(`${JSON.stringify(resultsDocument(records, standings?.[0]))}\n`);
    else printResults(runs, standings);
    const broken = runs.filter(({ record }) => record.state === 'failed');
    for (const { record } of broken) process.stderr.write(`oap: ${printable(`${record.model}: ${record.error}`)}\n`);
    if (broken.length > 0) process.exitCode = 1;
  } catch (error) {
    progress.close();
    throw error instanceof InputError ? placeError(error, experimentFile, text, experiment, reading) : error;
  } finally {
    await executor.close();
  }
}

function chooseModels(experiment: Experiment, names: readonly string[], file: string): ModelSpecification[] {
  const all = modelSpecifications(experiment);
  if (names.length === 0) return all;
  return names.map((name) => {
    const chosen = all.find((model) => model.name === name);
    if (chosen) return chosen;
    const known = all.map((model) => model.name).join(', ');
    throw new InputError(`the experiment has no model "${name}", expected one of: ${known}`, file);
  });
}

function readText(file: string): string {
  try {
    // Columns are counted as editors do, which do not show a byte-order mark.
    return fs.readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw new InputError(sayFileError(error), file);
  }
}

function sayFileError(error: unknown): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOENT':
      return 'there is no such file, expected an experiment file';
    case 'EISDIR':
      return 'this is a folder, expected an experiment file';
    case 'EACCES':
      return 'no permission to read this file';
    default:
      throw error;
  }
}

function collect(value: string, all: readonly string[]): readonly string[] {
  return [...all, value];
}
