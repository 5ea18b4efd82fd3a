import fs from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { InputError } from '../dataset/input-error.ts';
import { writeOutput } from '../dataset/output-file.ts';
import { Cancelled } from '../execution/cancelled.ts';
import { version } from '../execution/provenance.ts';
import { startRunWorker } from '../execution/worker-thread.ts';
import { collectReport } from '../runs/report/collect-report.ts';
import { reportPage } from '../runs/report/report-page.ts';
import { calibrateFirst } from './calibrate-first.ts';
import { cancelOnInterrupt } from './ending.ts';
import { findRun } from './runs-commands.ts';
import { formatCount } from './table.ts';
import { printDocument, printLines, reportLines } from './terminal.ts';

interface ReportOptions {
  readonly out: string;
  readonly runs: string;
  readonly json?: boolean;
  readonly drivers: boolean;
}

/** `oap report`. */
export function addReportCommand(program: Command): void {
  program
    .command('report')
    .description('write runs and their comparison as one page for any browser, without server or network')
    .argument('<run...>', 'ids or folders of runs; the first is the baseline')
    .requiredOption('--out <file>', 'file of the page, e.g. report.html')
    .option('--no-drivers', 'leave out contributions to the classes and embeddings, which take longest')
    .option('--runs <folder>', 'folder of the runs', path.join('.oap', 'runs'))
    .option('--json', 'print one JSON document on standard output')
    .action(report);
}

async function report(names: readonly string[], { out, runs: parent, json, drivers }: ReportOptions): Promise<void> {
  checkOut(out);
  const folders = [...new Set(names.map((name) => path.resolve(findRun(name, parent))))];
  const signal = cancelOnInterrupt();
  const tell = (step: string): void => reportLines([step]);
  for (const folder of folders) await calibrateFirst(folder);
  const worker = path.join(__dirname, 'worker.js');
  const models = drivers && { models: (folder: string) => startRunWorker(worker, folder) };
  try {
    const content = await collectReport(folders, { version, now: new Date(), signal, tell, ...models });
    const script = fs.readFileSync(path.join(__dirname, 'webview', 'report.js'), 'utf8');
    const page = await reportPage(content, script);
    await writeOutput(out, page, signal);
    const ids = content.runs.map(({ snapshot }) => snapshot.run.id);
    const size = (page.length / 2 ** 20).toFixed(1);
    if (json) printDocument({ report: out, runs: ids });
    else printLines([`${out}: report of ${formatCount(ids.length, 'run')}, ${size} MB`]);
  } catch (error) {
    throw signal.aborted ? new Cancelled() : error;
  }
}

/** Before anything is computed. @throws InputError */
function checkOut(out: string): void {
  const folder = path.dirname(out);
  const stats = fs.statSync(folder, { throwIfNoEntry: false });
  if (!stats?.isDirectory())
    throw new InputError(`the folder ${folder} of --out does not exist, expected an existing one`);
  if (fs.statSync(out, { throwIfNoEntry: false })?.isDirectory()) {
    throw new InputError(`${out} is a folder, expected the name of a file for the report`);
  }
}
