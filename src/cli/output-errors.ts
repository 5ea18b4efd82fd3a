import { sayFileFailure } from '../dataset/file-failure.ts';
import { failed } from './exit-status.ts';
import { saySentence } from './terminal.ts';

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
