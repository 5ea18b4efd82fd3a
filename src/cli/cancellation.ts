import { cancelled } from './exit-status.ts';

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
