import { Worker } from 'node:worker_threads';
import * as l10n from '@vscode/l10n';

/**
 * Runs the command line in a separate thread, whatever runs the extension.
 *
 * @param command the command's bundle
 */
export function runCommandLine(command: string, argv: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(command, { argv: [...argv], stderr: true });
    let message = '';
    worker.stderr.on('data', (data) => {
      message += data;
    });
    worker.on('error', reject);
    worker.on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(message.trim() || l10n.t('exit status {0}', code))),
    );
  });
}
