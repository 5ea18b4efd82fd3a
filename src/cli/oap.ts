import { Command, CommanderError } from 'commander';
import { InputError } from '../dataset/input-error.ts';
import { Cancelled } from '../execution/cancelled.ts';
import { version } from '../execution/provenance.ts';
import { WorkerDied } from '../execution/worker-thread.ts';
import { NotDeletable } from '../runs/delete-run.ts';
import { FolderLocked } from '../runs/folder-lock.ts';
import { RunUnreadable } from '../runs/read-run.ts';
import { RunGone } from '../runs/run-folder.ts';
import { addCompareCommand } from './compare-command.ts';
import { addExportCommand } from './export-command.ts';
import { addHistoryCommands } from './history-commands.ts';
import { addImportCommand } from './import-command.ts';
import { addPredictCommand } from './predict-command.ts';
import { addReportCommand } from './report-command.ts';
import { addRunsCommands } from './runs-commands.ts';
import { addSchemaCommand } from './schema-command.ts';
import { addTrainCommands } from './train-command.ts';
import { addTuneCommand } from './tune-command.ts';

/** Exit statuses (design §4.3). */
const failed = 1;
const wrongInput = 2;
const cancelled = 130;

const program = new Command('oap')
  .description('Learn from the history of failed grid workflows which action an operator would take.')
  .version(version)
  .exitOverride()
  .showHelpAfterError('(oap --help shows what there is)');
addTrainCommands(program);
addTuneCommand(program);
addPredictCommand(program);
addHistoryCommands(program);
addRunsCommands(program);
addCompareCommand(program);
addExportCommand(program);
addImportCommand(program);
addReportCommand(program);
addSchemaCommand(program);

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader has seen enough (`oap … | head`).
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

process.stderr.on('error', (error: NodeJS.ErrnoException) => {
  // Nobody follows the progress any more: no reason to stop working.
  if (error.code !== 'EPIPE') throw error;
});

program.parseAsync().catch((error: unknown) => {
  process.exitCode = statusOf(error);
});

function statusOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : wrongInput;
  if (error instanceof Cancelled) {
    process.stderr.write('cancelled\n');
    return cancelled;
  }
  if (error instanceof InputError || error instanceof RunUnreadable) {
    process.stderr.write(`oap: ${error.message}\n`);
    return wrongInput;
  }
  if (isFileError(error)) {
    process.stderr.write(`oap: ${error.path ?? 'a file'}: ${sayFileError(error)}\n`);
    return failed;
  }
  if (error instanceof NotDeletable || error instanceof FolderLocked) {
    process.stderr.write(`oap: ${error.message}\n`);
    return wrongInput;
  }
  if (error instanceof WorkerDied || error instanceof RunGone) {
    process.stderr.write(`oap: ${error.message}\n`);
    return failed;
  }
  process.stderr.write(
    `oap: this is a bug, please report it\n${error instanceof Error ? error.stack : String(error)}\n`,
  );
  return failed;
}

/** The disk is full, a folder may not be written: no bug, and no stack helps. */
function isFileError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error && 'syscall' in error;
}

function sayFileError({ code, message }: NodeJS.ErrnoException): string {
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return 'the disk is full, expected room to write';
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return `no permission to write here (${code}), expected a place that you can write to`;
    case 'EEXIST':
    case 'ENOTDIR':
      return `there is a file where a folder is needed (${code})`;
    case 'ENOENT':
      return 'the folder does not exist, expected one that does (ENOENT)';
    case 'EISDIR':
      return 'there is a folder of this name, expected a file (EISDIR)';
    default:
      return message;
  }
}
