import { trainRun } from '../../unit/execution/trained-run.ts';

/* A process that trains one run in a folder, in its only thread: as small as a process that is killed often should be. */

trainRun(process.argv[2], 'holdout', { training: { maxEpochs: 2 } }).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
