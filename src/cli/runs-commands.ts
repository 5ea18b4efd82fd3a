import fs from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { InputError } from '../dataset/input-error.ts';
import type { RunStatus } from '../measures/run-status.ts';
import type { RunRecord } from '../protocol/run.ts';
import { deleteRun, requireDeletable } from '../runs/delete-run.ts';
import { type ListedRun, listRuns, RunUnreadable, readRun } from '../runs/read-run.ts';
import { listedProgress, readProgress } from '../runs/stored-fits.ts';
import { calibrateFirst } from './calibrate-first.ts';
import { addCheckCommand } from './check-command.ts';
import { calibrationLines, type Intervals, intervalsOf, resultLines, runDocument } from './results.ts';
import { formatTable, shortName } from './table.ts';
import { printDocument, printLines } from './terminal.ts';

interface RemoveOptions {
  readonly runs?: string;
  readonly force?: boolean;
}

interface RunsOptions {
  readonly runs?: string;
  readonly json?: boolean;
}

const defaultRuns = path.join('.oap', 'runs');

/** `oap runs list|show|delete|check`. */
export function addRunsCommands(program: Command): void {
  const runs = program.command('runs').description('list, show, delete and check runs');
  runs
    .command('list')
    .description('list the runs of a folder, newest first')
    .option('--runs <folder>', 'folder of the runs', defaultRuns)
    .option('--json', 'print one JSON document on standard output')
    .action(list);
  runs
    .command('show')
    .description("print a run's results")
    .argument('<run>', 'id or folder of a run')
    .option('--runs <folder>', 'folder of the runs', defaultRuns)
    .option('--json', 'print one JSON document on standard output')
    .action(show);
  runs
    .command('delete')
    .description('delete runs')
    .argument('<run...>', 'ids or folders of runs')
    .option('--runs <folder>', 'folder of the runs', defaultRuns)
    .option('--force', 'also delete runs that a process on another machine seems to be training')
    .action(remove);
  addCheckCommand(runs, defaultRuns);
}

function list({ runs = defaultRuns, json }: RunsOptions): void {
  const listed = listRuns(runs);
  if (json) {
    const document = {
      runs: listed.map(({ folder, run, error }) => (run ? progressDocument(folder, run) : { folder, error })),
    };
    printDocument(document);
    return;
  }
  if (listed.length === 0) {
    printLines([`no runs in ${runs}`]);
    return;
  }
  const header = ['run', 'model', 'protocol', 'state', 'confusion MSE'];
  printLines(formatTable([header, ...listed.map(row)], 5));
}

function row({ folder, run, error }: ListedRun): string[] {
  if (!run) return [path.basename(folder), '', '', 'unreadable', error ?? ''];
  const { run: summed, status } = listedProgress(folder, run);
  const scores = summed.summary.map(
    ({ target, confusionMse }) => `${shortName(target)} ${confusionMse.mean.toFixed(4)}`,
  );
  return [run.id, shortName(run.model), run.protocol, formatStatus(status), scores.join(', ')];
}

/** `done`, or how far a run is: `cancelled, 7 of 20 fits`. */
function formatStatus({ state, done, total }: RunStatus): string {
  return state === 'done' ? state : `${state}, ${done} of ${total} trainings`;
}

function progressDocument(folder: string, run: RunRecord, intervals: Intervals = new Map()): object {
  const { run: summed, status } = readProgress(folder, run);
  return { ...runDocument(summed, intervals.get(run.id)), fits: { done: status.done, total: status.total } };
}

async function show(name: string, { runs = defaultRuns, json }: RunsOptions): Promise<void> {
  const folder = findRun(name, runs);
  await calibrateFirst(folder);
  const run = readRun(folder);
  const intervals = await intervalsOf([{ folder, record: run }]);
  if (json) {
    printDocument(progressDocument(folder, run, intervals));
    return;
  }
  const { run: summed, status } = readProgress(folder, run);
  const lines = [
    `${run.model}, ${run.protocol}, ${formatStatus(status)}${run.error === undefined ? '' : `: ${run.error}`}`,
    `history ${run.history.file}, ${run.history.tasks} tasks${run.history.synthetic ? ' (synthetic)' : ''}`,
    `created ${formatTime(run.createdAt)}, seed ${run.seed}, oap ${run.versions.oap}`,
    '',
    ...resultLines([summed], intervals),
    ...calibrationLines([summed]),
  ];
  printLines(lines);
}

/** In this machine's time zone: `30 Nov 2026, 14:05`. */
function formatTime(iso: string): string {
  return new Date(iso).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
}

function remove(names: readonly string[], { runs, force = false }: RemoveOptions): void {
  const options = { ...(runs !== undefined && { runs }), force };
  const folders = new Map(
    names.map((name) => findRun(name, runs ?? defaultRuns)).map((folder) => [fs.realpathSync(folder), folder]),
  );
  for (const folder of folders.values()) {
    if (!force && isRunning(folder)) {
      throw new InputError(
        `the run ${path.basename(folder)} is running; cancel it before you delete it. Nothing was deleted`,
      );
    }
    requireDeletable(folder, options);
  }
  for (const folder of folders.values()) {
    deleteRun(folder, options);
    printLines([`deleted ${path.basename(folder)}`]);
  }
}

function isRunning(folder: string): boolean {
  try {
    return readRun(folder).state === 'running';
  } catch (error) {
    // An unreadable run can still be deleted.
    if (error instanceof RunUnreadable) return false;
    throw error;
  }
}

/**
 * The folder of a run, given by its id or its path.
 *
 * @throws InputError
 */
export function findRun(name: string, runs: string): string {
  const candidates = [name, path.join(runs, name)];
  const found = candidates.find((folder) => fs.existsSync(path.join(folder, 'run.json')));
  if (found === undefined)
    throw new InputError(`there is no run "${name}", expected the id of a run in ${runs} or a run's folder`);
  return found;
}
