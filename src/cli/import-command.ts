import path from 'node:path';
import { type Command, Option } from 'commander';
import type { ZerosChoice } from '../execution/foreign/fit-to-experiment.ts';
import { importModel } from '../execution/import-model.ts';
import { requireExperiment } from '../experiment/read-experiment.ts';
import { runsFolder } from '../runs/run-paths.ts';
import { printResults, resultsDocument } from './results.ts';
import { printDocument, sayLines } from './terminal.ts';
import { readText } from './training-session.ts';

interface ImportOptions {
  readonly target: string;
  readonly name?: string;
  readonly zeros: ZerosChoice;
  readonly runs?: string;
  readonly json?: boolean;
}

/** `oap import`: a model that another tool trained, as a run. */
export function addImportCommand(program: Command): void {
  program
    .command('import')
    .description('take a model of TensorFlow.js or XGBoost as a run, tested on the tasks held out')
    .argument('<experiment>', 'experiment file (*.oap.json): the history, its classes and its split')
    .argument(
      '<model>',
      "model.json of TensorFlow.js, XGBoost's JSON, or Keras's model.json for its entry in an experiment",
    )
    .requiredOption('--target <name>', 'the decision that the model predicts')
    .option('--name <name>', 'name in lists (default: that of the file)')
    .addOption(
      new Option(
        '--zeros <reading>',
        'how trees read cells without a count: as the number 0, as missing values, or as their splits show they were trained',
      )
        .choices(['value', 'missing', 'auto'])
        .default('auto'),
    )
    .option('--runs <folder>', 'folder for the runs (default: .oap/runs beside the experiment)')
    .option('--json', 'print one JSON document on standard output')
    .action(takeIn);
}

async function takeIn(
  experimentFile: string,
  modelFile: string,
  { target, name, zeros, runs, json }: ImportOptions,
): Promise<void> {
  const { experiment } = requireExperiment(readText(experimentFile), experimentFile);
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
  sayLines(imported.notes);
  if (imported.kind === 'entry') {
    const { entry, notes } = imported;
    if (!json) {
      const same = notes.length === 0 ? 'the same network' : 'the same network but for what is said above';
      sayLines([`the file has no weights; an entry for "models" that trains ${same}:`]);
    }
    printDocument(json ? { entry, notes } : entry);
  } else if (json) {
    printDocument({ ...resultsDocument([imported.record], undefined), notes: imported.notes });
  } else {
    printResults([{ ...imported, completed: [] }], undefined);
  }
}
