import os from 'node:os';
import * as z from 'zod/mini';

/** The process that works on something in a run folder, which may lie on a disk shared by many machines. */
export const ownerSchema = z.object({ host: z.string(), process: z.int(), since: z.string() });
export type Owner = z.infer<typeof ownerSchema>;

export function thisProcess(): Owner {
  return { host: os.hostname(), process: process.pid, since: new Date().toISOString() };
}

/** False only if it is certain that the process has ended: other machines' processes are not seen from here. */
export function mayBeAlive({ host, process: id }: Pick<Owner, 'host' | 'process'>): boolean {
  if (host !== os.hostname()) return true;
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, under another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
