import os from 'node:os';
import path from 'node:path';
import { type Command, Option } from 'commander';
import { InputError } from '../dataset/input-error.ts';
import type { Executor } from '../execution/executor.ts';
import { localExecutor } from '../execution/local-executor.ts';
import type { Experiment } from '../experiment/definition.ts';
import { readExperimentFile } from '../experiment/experiment-file.ts';
import { type ModelSpecification, modelSpecifications } from '../experiment/model-specification.ts';
import { placeError } from '../experiment/place-error.ts';
import { requireExperiment } from '../experiment/read-experiment.ts';
import { runsFolder } from '../runs/run-paths.ts';
import { cancelOnInterrupt } from './ending.ts';
import { positiveInteger } from './numbers.ts';
import { createProgress, type Progress } from './progress.ts';
import { formatCount } from './table.ts';
import { reportLines } from './terminal.ts';

/** Options of every command that trains. */
export interface TrainingOptions {
  readonly json?: boolean;
  readonly workers: number;
  readonly runs?: string;
  readonly fresh?: boolean;
  readonly force?: boolean;
  readonly engine?: Experiment['engine'];
  readonly tfjsNode?: string;
}

/** Adds the argument and the options of every command that trains. */
export function addTrainingOptions(command: Command): Command {
  return command
    .argument('<experiment>', 'experiment file (*.oap.json)')
    .option('--json', 'print one JSON document on standard output')
    .option('--workers <n>', 'number of trainings at the same time', positiveInteger, os.availableParallelism())
    .option('--runs <folder>', 'folder for the runs (default: .oap/runs next to the experiment)')
    .option('--force', 'also resume runs that a process on another machine seems to be training')
    .addOption(
      new Option('--engine <engine>', "engine for networks, in place of the experiment's").choices([
        'auto',
        'sparse',
        'tensorflow',
      ]),
    )
    .option(
      '--tfjs-node <folder>',
      'folder with @tensorflow/tfjs-node, whose code is loaded for --engine tensorflow (default: none)',
    );
}

/** What a command has while it trains. */
export interface TrainingSession {
  readonly experiment: Experiment;
  /** Folder for the runs. */
  readonly runs: string;
  readonly executor: Executor;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** @throws InputError if the experiment has no such model */
  model(name: string): ModelSpecification;
}

/**
 * Reads an experiment and trains with it; workers and progress are removed afterwards, even if it fails.
 *
 * @throws InputError with its place in the experiment file, and the errors of `train`
 */
export async function trainingSession<T>(
  experimentFile: string,
  options: TrainingOptions,
  train: (session: TrainingSession) => Promise<T>,
): Promise<T> {
  const text = readExperimentFile(experimentFile);
  const { experiment: written, reading } = requireExperiment(text, experimentFile);
  const experiment = { ...written, engine: options.engine ?? written.engine };
  const workers = usefulWorkers(options.workers);
  const executor = localExecutor(path.join(__dirname, 'worker.js'), workers, experiment, options.tfjsNode);
  if (executor.native instanceof Error) throw new InputError(executor.native.message);
  if (executor.native !== undefined) reportLines([`TensorFlow's native library: ${executor.native}`]);
  const progress = createProgress(workers);
  try {
    return await train({
      experiment,
      runs: options.runs ?? runsFolder(experimentFile),
      executor,
      progress,
      signal: cancelOnInterrupt(),
      model: (name) => findSpecification(experiment, name, experimentFile),
    });
  } catch (error) {
    const isPlaced = !(error instanceof InputError) || error.file === experimentFile;
    throw isPlaced ? error : placeError(error, experimentFile, text, experiment, reading);
  } finally {
    progress.close();
    await executor.close();
  }
}

/** Maximum number of fits per core: more slow each other down and need memory. */
const workersOfCore = 4;

/** The requested number, as far as it is useful. */
function usefulWorkers(asked: number): number {
  const cores = os.availableParallelism();
  const most = Math.max(16, workersOfCore * cores);
  if (asked <= most) return asked;
  reportLines([
    `--workers ${asked}: training ${most} at the same time, as this machine has ${formatCount(cores, 'core')}`,
  ]);
  return most;
}

function findSpecification(experiment: Experiment, name: string, file: string): ModelSpecification {
  const all = modelSpecifications(experiment);
  const chosen = all.find((model) => model.name === name);
  if (chosen) return chosen;
  const known = all.map((model) => model.name).join(', ');
  throw new InputError(`the experiment has no model "${name}", expected one of: ${known}`, file);
}
