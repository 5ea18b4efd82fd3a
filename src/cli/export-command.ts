import { type Command, Option } from 'commander';
import { version } from '../execution/provenance.ts';
import { type ExportFormat, exportFormats } from '../runs/export-formats.ts';
import { exportRun } from '../runs/export-run.ts';
import { calibrateFirst } from './calibrate-first.ts';
import { wholeNumber } from './numbers.ts';
import { findRun } from './runs-commands.ts';
import { printDocument, printLines } from './terminal.ts';

interface ExportOptions {
  readonly format: ExportFormat;
  readonly out: string;
  readonly target: readonly string[];
  readonly index?: number;
  readonly runs: string;
  readonly json?: boolean;
}

/** `oap export`: a run's models in the formats of other tools. */
export function addExportCommand(program: Command): void {
  program
    .command('export')
    .description("export a run's models for other tools, each with a description of its columns and outputs")
    .argument('<run>', 'id or folder of a run')
    .addOption(
      new Option('--format <format>', 'networks: tfjs, onnx, keras; trees: xgboost')
        .choices([...exportFormats])
        .makeOptionMandatory(),
    )
    .requiredOption(
      '--out <folder>',
      'output folder: one model is written into it, several into a folder for each target',
    )
    .option(
      '--target <name>',
      'export only this target (repeatable)',
      (value: string, all: readonly string[]) => [...all, value],
      [],
    )
    .option(
      '--index <number>',
      'number of the training to export, from 0 (default: the first complete one)',
      wholeNumber,
    )
    .option('--runs <folder>', 'folder of the runs', '.oap/runs')
    .option('--json', 'print one JSON document on standard output')
    .action(write);
}

async function write(run: string, { format, out, target, index, runs, json }: ExportOptions): Promise<void> {
  const folder = findRun(run, runs);
  await calibrateFirst(folder);
  const exported = await exportRun({
    run: folder,
    format,
    out,
    version,
    ...(target.length > 0 && { targets: target }),
    ...(index !== undefined && { index }),
  });
  if (json) {
    printDocument({ models: exported });
    return;
  }
  for (const { target: name, index: fit, folder, files } of exported) {
    printLines([`${name}, training ${fit}: ${folder}`, `  ${files.join(', ')}`]);
  }
}
