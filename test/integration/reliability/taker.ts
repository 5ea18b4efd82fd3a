import { type FolderLock, FolderLocked, lockFolder } from '../../../src/runs/folder-lock.ts';

/* A process that takes locks when it is told to: all takers of a round at the same moment. */

let lock: FolderLock | undefined;

process.on('message', ({ folder, at }: { folder?: string; at?: number }) => {
  if (folder === undefined) {
    lock?.release();
    lock = undefined;
    process.send?.('released');
    return;
  }
  // Not a timer: they wake up at different times.
  while (at !== undefined && Date.now() < at);
  try {
    lock = lockFolder(folder);
    process.send?.('owner');
  } catch (error) {
    process.send?.(error instanceof FolderLocked ? 'refused' : String(error));
  }
});
