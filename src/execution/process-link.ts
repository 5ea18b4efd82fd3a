import { fork } from 'node:child_process';
import type { WorkerLink } from './worker-thread.ts';

/**
 * A worker in a separate process: for native code that cannot be loaded twice in one process, or may end it. It shares no
 * memory, so it cannot be asked to stop: cancelling ends it. Fits are written completely or not at all.
 *
 * @param workerFile the worker's bundle
 */
export function processLink(workerFile: string): WorkerLink {
  const child = fork(workerFile, [], {
    serialization: 'advanced',
    // In Electron the program behaves as Node.js only with this variable.
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let output = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    output = `${output}${text}`.slice(-2000);
  });
  let failure: string | undefined;
  child.on('error', (error) => {
    failure = error.message;
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  return {
    name: 'the worker process',
    post: (message) => {
      if (child.connected) child.send(message);
    },
    cancel: () => void child.kill('SIGKILL'),
    end: () => {
      child.kill('SIGKILL');
      return ended;
    },
    onMessage: (listener) => child.on('message', listener),
    onEnd: (listener) =>
      child.on('close', (code, signal) => {
        const last = output.trim().split('\n').at(-1) ?? '';
        const how = failure ?? (signal ? `it was stopped by ${signal}` : `it ended with exit code ${code}`);
        listener(last === '' ? how : `${how} ("${last.slice(0, 300)}")`);
      }),
  };
}
