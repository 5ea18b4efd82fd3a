import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { isSeenAlive, isThisProcess, mayBeAlive, type Owner, ownerSchema, thisProcess } from './owner.ts';
import { readSmallFile } from './regular-file.ts';

/*
 * Locks of folders that work where several machines share a disk. A lock is a folder `lock` that holds one empty file: its
 * name says when the lock was taken, by whom, and ends in a random token; its time of change is the owner's last sign of life.
 *
 *   take       rename a prepared folder to `lock`: succeeds only if there is none, or an empty one
 *   take over  rename the stale owner's file to one's own name: of several takers one succeeds, as the others' source is gone
 *   touch      write into the file: fails once another owner took the lock over
 *   release    remove the file, then the empty folder: cannot remove another owner's
 *
 * Each step is one system call that either happens or does not, and a process may end between any two. No decision is ever
 * carried out on another lock than the one that it was made for, as names are random.
 */

/** A lock without a sign of life for this long is taken over, wherever its owner runs. */
export const staleMilliseconds = 600_000;
/** A file of version 0.1 that does not name its owner is being written, or its writer died over it: it counts for this long. */
const unwrittenMilliseconds = 10_000;
/** Owners show that they live this often. */
const touchMilliseconds = 10_000;

/** Somebody else works in the folder. */
export class FolderLocked extends Error {
  override readonly name = 'FolderLocked';
  /** @param owner undefined if the lock does not say */
  constructor(
    readonly folder: string,
    readonly owner: Owner | undefined,
  ) {
    const who =
      owner === undefined || owner.host === thisProcess().host ? 'another process' : `a process on ${owner.host}`;
    super(`${who} is working on this (${folder}); try again when it has finished`);
  }
}

/** A lock that this process holds; it shows that it lives until it is released. */
export interface FolderLock {
  /** The file that is there as long as the lock is held. */
  readonly file: string;
  /** The locked folder was renamed, and the lock in it. */
  moved(folder: string): void;
  /** Gives the lock back, unless another owner took it over. */
  release(): void;
}

/**
 * The locks that this process holds: name → file. A lock of this process that is not here belongs to work that has ended.
 * By name, which is random, as a folder may have several paths.
 */
const held = new Map<string, string>();
let releasesAtExit = false;

/**
 * Takes the lock of a folder, also from an owner that has ended or gave no sign of life for ten minutes.
 *
 * @param force takes it also from an owner that cannot be seen from here; never from one that is seen to be running
 * @throws FolderLocked
 */
export function lockFolder(folder: string, force = false): FolderLock {
  const lock = path.join(folder, 'lock');
  const token = randomBytes(8).toString('hex');
  const prepared = path.join(folder, `.lock-${token}`);
  try {
    const { name, now } = prepare(prepared, token);
    const isTaken = takeFree(prepared, lock) || takeOver({ prepared, lock, name, now, force, folder });
    if (!isTaken) throw new FolderLocked(folder, readLock(lock)?.owner);
    return hold(folder, name);
  } finally {
    fs.rmSync(prepared, { recursive: true, force: true });
  }
}

/** Writes the lock next to its place. @returns the file's name, and what time the disk says it is */
function prepare(prepared: string, token: string): { name: string; now: number } {
  fs.mkdirSync(prepared);
  const draft = path.join(prepared, 'draft');
  fs.writeFileSync(draft, '');
  const now = fs.statSync(draft).mtimeMs;
  const name = nameOf(now, thisProcess(), token);
  fs.renameSync(draft, path.join(prepared, name));
  return { name, now };
}

/** Characters of a host's name that are kept: file systems allow 255 in all. */
const hostCharacters = 100;

function nameOf(time: number, { host, process: id, machine = '', started = '' }: Owner, token: string): string {
  const safeHost = host.replaceAll(/[^A-Za-z0-9.]/g, '_').slice(0, hostCharacters);
  return [Math.floor(time), id, started.replaceAll(/[^A-Za-z0-9:]/g, '_'), machine, token, safeHost].join('-');
}

const namePattern = /^(\d{1,15})-(\d{1,10})-([A-Za-z0-9:_]*)-([0-9a-f]*)-[0-9a-f]{16}-(.*)$/;

function ownerOfName(name: string): { readonly owner: Owner; readonly taken: number } | undefined {
  const [, taken, id, started, machine, host] = namePattern.exec(name) ?? [];
  const owner = ownerSchema.safeParse({ host, process: Number(id), machine, ...(started !== '' && { started }) });
  return owner.success ? { owner: owner.data, taken: Number(taken) } : undefined;
}

function takeFree(prepared: string, lock: string): boolean {
  try {
    fs.renameSync(prepared, lock);
    return true;
  } catch (error) {
    if (!isOccupied(error)) throw error;
  }
  if (process.platform !== 'win32') return false;
  // Windows renames to no folder that is there, not even to an empty one.
  try {
    fs.rmdirSync(lock);
    fs.renameSync(prepared, lock);
    return true;
  } catch (error) {
    if (isOccupied(error) || isGone(error)) return false;
    throw error;
  }
}

interface TakeOver {
  readonly prepared: string;
  readonly lock: string;
  readonly name: string;
  readonly now: number;
  readonly force: boolean;
  readonly folder: string;
}

function takeOver({ prepared, lock, name, now, force, folder }: TakeOver): boolean {
  const there = readLock(lock);
  if (there === undefined) return takeFree(prepared, lock);
  if (isHeld(there, now, force)) throw new FolderLocked(folder, there.owner);
  if (there.name === undefined) {
    // A file, as version 0.1 had: it goes only if it is no folder meanwhile.
    if (!removeFile(lock)) return false;
    return takeFree(prepared, lock);
  }
  try {
    fs.renameSync(there.file, path.join(lock, name));
    return true;
  } catch (error) {
    // Given back, or taken over by another owner.
    if (isGone(error)) return takeFree(prepared, lock);
    throw error;
  }
}

function hold(folder: string, name: string): FolderLock {
  const fileIn = (locked: string): string => path.join(locked, 'lock', name);
  held.set(name, fileIn(folder));
  if (!releasesAtExit) {
    releasesAtExit = true;
    process.once('exit', () => {
      for (const file of held.values()) removeLock(file);
    });
  }
  let file = fileIn(folder);
  const timer = setInterval(() => touch(file), touchMilliseconds);
  timer.unref();
  return {
    get file() {
      return file;
    },
    moved(to) {
      file = fileIn(to);
      held.set(name, file);
    },
    release() {
      clearInterval(timer);
      held.delete(name);
      removeLock(file);
    },
  };
}

/** Writes the file's first byte again: its time of change is then the disk's own, which all machines share. */
function touch(file: string): void {
  // Gone or out of reach: the next writer into the folder checks the lock first.
  fs.promises.writeFile(file, '.', { flag: 'r+' }).catch(() => {});
}

function removeLock(file: string): void {
  removeFile(file);
  try {
    fs.rmdirSync(path.dirname(file));
  } catch (error) {
    if (!isGone(error) && !isOccupied(error)) throw error;
  }
}

/** False if it is not a file. */
function removeFile(file: string): boolean {
  try {
    fs.unlinkSync(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EISDIR' || code === 'EPERM') return false;
    if (!isGone(error)) throw error;
  }
  return true;
}

/** Whether a folder is locked, as far as can be seen from here. */
export function isLocked(folder: string): boolean {
  const there = readLock(path.join(folder, 'lock'));
  return there !== undefined && isHeld(there, Date.now(), false);
}

/** Whether a folder has a lock, held or left over, be it an empty one. */
export function hasLock(folder: string): boolean {
  return fs.existsSync(path.join(folder, 'lock'));
}

/** Removes a lock that is left over. @returns false if it is held */
export function removeStaleLock(folder: string): boolean {
  try {
    lockFolder(folder).release();
    return true;
  } catch (error) {
    if (error instanceof FolderLocked) return false;
    throw error;
  }
}

/** A lock as it is on the disk. */
interface LockThere {
  /** Path of the file; undefined if the lock is itself a file, as version 0.1 wrote them. */
  readonly file: string;
  readonly name: string | undefined;
  readonly owner: Owner | undefined;
  /** Last sign of life, in milliseconds since 1970. */
  readonly time: number;
}

/** Undefined if there is none. */
function readLock(lock: string): LockThere | undefined {
  try {
    if (!fs.lstatSync(lock).isDirectory()) {
      return { file: lock, name: undefined, owner: readOldOwner(lock), time: fs.lstatSync(lock).mtimeMs };
    }
    const [name] = fs.readdirSync(lock);
    if (name === undefined) return undefined;
    const file = path.join(lock, name);
    const { owner, taken = 0 } = ownerOfName(name) ?? {};
    return { file, name, owner, time: Math.max(fs.lstatSync(file).mtimeMs, taken) };
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

/** Undefined if a file of version 0.1 does not name its owner. */
function readOldOwner(file: string): Owner | undefined {
  try {
    const owner = ownerSchema.safeParse(JSON.parse(readSmallFile(file) ?? ''));
    return owner.success ? owner.data : undefined;
  } catch {
    // Cut off: nobody is named.
    return undefined;
  }
}

/** @param now what time the disk says it is, where that is known: clocks of machines differ */
function isHeld({ name, owner, time }: LockThere, now: number, force: boolean): boolean {
  if (owner === undefined) return now - time <= unwrittenMilliseconds;
  if (isThisProcess(owner)) return name !== undefined && held.has(name);
  if (force) return isSeenAlive(owner);
  return now - time <= staleMilliseconds && mayBeAlive(owner);
}

function isOccupied(error: unknown): boolean {
  const codes = ['ENOTEMPTY', 'EEXIST', 'ENOTDIR', 'EPERM', 'EACCES', 'EBUSY'];
  const { code = '', syscall } = error as NodeJS.ErrnoException;
  // Elsewhere these two mean that one may not write here.
  if (process.platform !== 'win32' && (code === 'EPERM' || code === 'EACCES')) return false;
  return syscall !== undefined && codes.includes(code);
}

function isGone(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
