import { sayFileFailure } from '../dataset/file-failure.ts';
import { saySentence } from './terminal.ts';

/* How a command ends (docs/guide.md): */
export const done = 0;
/** Something outside failed: a disk, a thread, a fit. */
export const failed = 1;
export const wrongInput = 2;
/** By Ctrl-C or a batch system's SIGTERM, as shells say it (128 + SIGINT). */
export const cancelled = 130;

/** A signal that Ctrl-C (or a batch system's SIGTERM) aborts. Pressed twice, the process ends at once. */
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

/** Ends the process when nothing can be printed any more; without standard error it continues. */
export function handleOutputErrors(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // The reader has seen enough (`oap … | head`): no sentence is needed, but not everything was printed.
    if (error.code !== 'EPIPE') saySentence(`oap: standard output: ${sayFileFailure(error, 'write')}`);
    process.exit(failed);
  });
  // Progress cannot be shown any more (a full disk, a closed terminal): no reason to stop working.
  process.stderr.on('error', () => {});
}
