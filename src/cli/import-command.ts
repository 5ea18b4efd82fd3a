import path from 'node:path';
import { type Command, Option } from 'commander';
import type { ZerosChoice } from '../execution/foreign/fit-to-experiment.ts';
import { importModel } from '../execution/import-model.ts';
import { readExperimentFile } from '../experiment/experiment-file.ts';
import { requireExperiment } from '../experiment/read-experiment.ts';
import { runsFolder } from '../runs/run-paths.ts';
import { intervalsOf, printResults, resultsDocument } from './results.ts';
import { printDocument, reportLines } from './terminal.ts';

interface ImportOptions {
  readonly target: string;
  readonly name?: string;
  readonly zeros: ZerosChoice;
  readonly runs?: string;
  readonly json?: boolean;
}

/** `oap import`: a model of another tool, as a run. */
export function addImportCommand(program: Command): void {
  program
    .command('import')
    .description('import a model of TensorFlow.js or XGBoost as a run, tested on the held-out tasks')
    .argument('<experiment>', 'experiment file (*.oap.json): the history, its classes and its split')
    .argument(
      '<model>',
      "model.json of TensorFlow.js, XGBoost's JSON, or Keras's model.json for its entry in an experiment",
    )
    .requiredOption('--target <name>', 'target that the model predicts')
    .option('--name <name>', "name in lists (default: the file's name)")
    .addOption(
      new Option(
        '--zeros <reading>',
        'how trees read cells without a count: as the number 0, as missing values, or as in their training, by their splits',
      )
        .choices(['value', 'missing', 'auto'])
        .default('auto'),
    )
    .option('--runs <folder>', 'folder for the runs (default: .oap/runs next to the experiment)')
    .option('--json', 'print one JSON document on standard output')
    .action(takeIn);
}

async function takeIn(
  experimentFile: string,
  modelFile: string,
  { target, name, zeros, runs, json }: ImportOptions,
): Promise<void> {
  const { experiment } = requireExperiment(readExperimentFile(experimentFile), experimentFile);
  const imported = await importModel({
    experimentFile,
    experiment,
    modelFile,
    target,
    zeros,
    name:
      name ??
      path
        .basename(modelFile)
        .replace(/(\.xgb)?\.json$/, '')
        .slice(0, 100),
    runs: runs ?? runsFolder(experimentFile),
  });
  reportLines(imported.notes);
  if (imported.kind === 'entry') {
    const { entry, notes } = imported;
    if (!json) {
      const same = notes.length === 0 ? 'the same network' : 'the same network, except for the differences above';
      reportLines([`the file has no weights; this entry for "models" trains ${same}:`]);
    }
    printDocument(json ? { entry, notes } : entry);
  } else if (json) {
    printDocument({
      ...resultsDocument([imported.record], undefined, await intervalsOf([imported])),
      notes: imported.notes,
    });
  } else {
    printResults([{ ...imported, completed: [] }], undefined, await intervalsOf([imported]));
  }
}
