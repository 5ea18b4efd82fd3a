import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import * as z from 'zod/mini';

/*
 * Who works on something in a run folder, which may be on a disk that many machines share. A process number alone does not
 * identify a process: numbers are reused, after a restart of the machine and in every container. The machine's boot, the
 * process's start time and the number together do.
 */

export const ownerSchema = z.object({
  host: z.string(),
  process: z.int().check(z.minimum(1), z.maximum(2 ** 32 - 1)),
  /** Stands for the machine, its boot and, on Linux, the namespace of its process numbers. Version 0.1 did not say. */
  machine: z.optional(z.string()),
  /** When the process started, in the system's own form; absent where the system does not say. */
  started: z.optional(z.string()),
});
export type Owner = z.infer<typeof ownerSchema>;

let own: (Owner & { readonly machine: string }) | undefined;

export function thisProcess(): Owner & { readonly machine: string } {
  own ??= describeProcess();
  return own;
}

function describeProcess(): Owner & { readonly machine: string } {
  const host = os.hostname();
  const machine = createHash('sha256')
    .update(`${host}\n${bootOf() ?? ''}`)
    .digest('hex')
    .slice(0, 12);
  const started = startOf(process.pid);
  return { host, process: process.pid, machine, ...(started !== undefined && { started }) };
}

/** Whether an owner is this very process. */
export function isThisProcess(owner: Owner): boolean {
  const { machine, process: id, started } = thisProcess();
  return owner.machine === machine && owner.process === id && owner.started === started;
}

/**
 * False only if the process has certainly ended. A process of another machine, or of another boot of this one, cannot be
 * seen from here: only what it leaves on the disk shows that it lives.
 */
export function mayBeAlive({ host, machine, process: id, started }: Owner): boolean {
  const here = thisProcess();
  if (machine === undefined ? host !== here.host : machine !== here.machine) return true;
  if (!isRunning(id)) return false;
  const startedThen = started === undefined ? undefined : startOf(id);
  return startedThen === undefined || startedThen === started;
}

/** Whether an owner is seen to be running, on this machine. */
export function isSeenAlive(owner: Owner): boolean {
  return owner.machine === thisProcess().machine && owner.started !== undefined && mayBeAlive(owner);
}

function isRunning(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, under another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function bootOf(): string | undefined {
  switch (process.platform) {
    case 'linux': {
      const id = read('/proc/sys/kernel/random/boot_id');
      return id === undefined ? undefined : `${id} ${link('/proc/self/ns/pid') ?? ''}`.trim();
    }
    case 'darwin':
      return ask('sysctl', ['-n', 'kern.bootsessionuuid']);
    default:
      return undefined;
  }
}

function startOf(id: number): string | undefined {
  switch (process.platform) {
    case 'linux':
      // Field 22; the second, the program's name, may hold spaces and parentheses.
      return read(`/proc/${id}/stat`)
        ?.replace(/^.*\)\s/s, '')
        .split(' ')[19];
    case 'darwin':
      return ask('ps', ['-o', 'lstart=', '-p', String(id)]);
    default:
      return undefined;
  }
}

function read(file: string): string | undefined {
  try {
    return fs.readFileSync(file, 'utf8').trim();
  } catch {
    // Gone, or hidden: the system does not distinguish.
    return undefined;
  }
}

function link(file: string): string | undefined {
  try {
    return fs.readlinkSync(file);
  } catch {
    // As above.
    return undefined;
  }
}

function ask(program: string, args: readonly string[]): string | undefined {
  try {
    return (
      execFileSync(program, args, { encoding: 'utf8', timeout: 2000, stdio: ['ignore', 'pipe', 'ignore'] }).trim() ||
      undefined
    );
  } catch {
    // No such program or process.
    return undefined;
  }
}
