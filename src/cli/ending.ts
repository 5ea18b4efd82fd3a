import { describeFileFailure } from '../dataset/file-failure.ts';
import { reportSentence } from './terminal.ts';

/* How a command ends (docs/guide.md): */
export const done = 0;
/** Something failed: a disk, a thread, a training. */
export const failed = 1;
export const wrongInput = 2;
/** By Ctrl-C or a batch system's SIGTERM: 128 + SIGINT, as in shells. */
export const cancelled = 130;

/** A signal that Ctrl-C (or a batch system's SIGTERM) aborts. A second Ctrl-C ends the process at once. */
export function cancelOnInterrupt(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(cancelled);
      controller.abort();
    });
  }
  return controller.signal;
}

/** Ends the process if standard output fails; without standard error it continues. */
export function handleOutputErrors(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // The reader has closed the pipe (`oap … | head`): no message is needed, but not everything was printed.
    if (error.code !== 'EPIPE') reportSentence(`oap: standard output: ${describeFileFailure(error, 'write')}`);
    process.exit(failed);
  });
  // Progress can no longer be shown (a full disk, a closed terminal): no reason to stop.
  process.stderr.on('error', () => {});
}
