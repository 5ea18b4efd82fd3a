import { Command, CommanderError } from 'commander';
import { actionOf, describeFileFailure, isFileFailure } from '../dataset/file-failure.ts';
import { InputError } from '../dataset/input-error.ts';
import { Cancelled } from '../execution/cancelled.ts';
import { version } from '../execution/provenance.ts';
import { WorkerDied } from '../execution/worker-thread.ts';
import { NotDeletable } from '../runs/delete-run.ts';
import { FolderLocked } from '../runs/folder-lock.ts';
import { RunUnreadable } from '../runs/read-run.ts';
import { RunGone } from '../runs/run-folder.ts';
import { addCompareCommand } from './compare-command.ts';
import { cancelled, done, failed, handleOutputErrors, wrongInput } from './ending.ts';
import { addExportCommand } from './export-command.ts';
import { addHistoryCommands } from './history-commands.ts';
import { addImportCommand } from './import-command.ts';
import { addPolicyCommand } from './policy-command.ts';
import { addPredictCommand } from './predict-command.ts';
import { addReportCommand } from './report-command.ts';
import { addRunsCommands } from './runs-commands.ts';
import { addSchemaCommand } from './schema-command.ts';
import { printLines, reportLines, reportSentence } from './terminal.ts';
import { addTrainCommands } from './train-command.ts';
import { addTuneCommand } from './tune-command.ts';

const program = new Command('oap')
  .description('Learn from the history of failed grid workflows which action an operator would take.')
  .version(version)
  .exitOverride()
  .configureOutput({
    // Each text already ends with a line break.
    writeOut: (text) => printLines(text.replace(/\n$/, '').split('\n')),
    writeErr: (text) => reportLines(text.replace(/\n$/, '').split('\n')),
  })
  .showHelpAfterError('(run oap --help for a list of commands)');
addTrainCommands(program);
addTuneCommand(program);
addPredictCommand(program);
addPolicyCommand(program);
addHistoryCommands(program);
addRunsCommands(program);
addCompareCommand(program);
addExportCommand(program);
addImportCommand(program);
addReportCommand(program);
addSchemaCommand(program);

handleOutputErrors();

program.parseAsync().catch((error: unknown) => {
  process.exitCode = statusOf(error);
});

function statusOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? done : wrongInput;
  if (error instanceof Cancelled) {
    reportLines(['cancelled']);
    return cancelled;
  }
  if (error instanceof InputError || error instanceof RunUnreadable) {
    reportSentence(`oap: ${error.message}`);
    return wrongInput;
  }
  if (isFileFailure(error)) {
    reportSentence(`oap: ${error.path ?? 'a file'}: ${describeFileFailure(error, actionOf(error))}`);
    return failed;
  }
  if (error instanceof NotDeletable || error instanceof FolderLocked) {
    reportSentence(`oap: ${error.message}`);
    return wrongInput;
  }
  if (error instanceof WorkerDied || error instanceof RunGone) {
    reportSentence(`oap: ${error.message}`);
    return failed;
  }
  reportLines(['oap: this is a bug; please report it']);
  reportLines((error instanceof Error ? String(error.stack) : String(error)).split('\n'));
  return failed;
}
