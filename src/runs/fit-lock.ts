import fs from 'node:fs';
import { mayBeAlive, type Owner, ownerSchema, thisProcess } from './owner.ts';
import { lockFile } from './run-paths.ts';

/** A lock whose owner gave no sign of life for this long is taken over, wherever the owner runs. */
const staleMilliseconds = 120_000;
/** A lock without an owner is being written just now, or its writer died over it: it counts for this long. */
const unwrittenMilliseconds = 10_000;
/** The owner shows that it lives at most this often. */
const touchMilliseconds = 10_000;

export class FitLocked extends Error {
  override readonly name = 'FitLocked';
  /** @param owner undefined if the lock does not say */
  constructor(readonly owner: Owner | undefined) {
    super(
      owner
        ? `process ${owner.process} on ${owner.host} is working on this fit since ${owner.since}`
        : 'another process has just begun to work on this fit',
    );
  }
}

export interface FitLock {
  /**
   * Shows that the owner lives. Cheap: the file is touched every ten seconds at most.
   *
   * @throws FitLocked if another process took the lock over meanwhile
   */
  touch(): void;
  /** Gives the lock back, unless another process took it over. */
  release(): void;
}

/**
 * Takes the lock of a fit's folder, also from an owner that is dead: a process of this machine that no longer runs, or any
 * that has not touched its lock for two minutes.
 *
 * @throws FitLocked
 */
export function lockFit(folder: string): FitLock {
  const file = lockFile(folder);
  const mine = thisProcess();
  if (!create(file, mine)) {
    const other = readOwner(file);
    if (isHeld(other, file)) throw new FitLocked(other);
    fs.rmSync(file, { force: true });
    if (!create(file, mine)) throw new FitLocked(readOwner(file));
  }
  const isMine = (): boolean => {
    const owner = readOwner(file);
    return owner !== undefined && JSON.stringify(owner) === JSON.stringify(mine);
  };
  let touched = Date.now();
  return {
    touch() {
      const now = Date.now();
      if (now - touched < touchMilliseconds) return;
      touched = now;
      if (!isMine()) throw new FitLocked(readOwner(file));
      fs.utimesSync(file, new Date(now), new Date(now));
    },
    release() {
      if (isMine()) fs.rmSync(file, { force: true });
    },
  };
}

function create(file: string, mine: Owner): boolean {
  try {
    fs.writeFileSync(file, JSON.stringify(mine), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Undefined when the lock is gone meanwhile or holds no owner (its writer died while writing). */
function readOwner(file: string): Owner | undefined {
  try {
    const result = ownerSchema.safeParse(JSON.parse(fs.readFileSync(file, 'utf8')));
    return result.success ? result.data : undefined;
  } catch {
    // Gone, or cut off: nobody owns it.
    return undefined;
  }
}

function isHeld(owner: Owner | undefined, file: string): boolean {
  const age = Date.now() - (fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0);
  return owner ? age <= staleMilliseconds && mayBeAlive(owner) : age <= unwrittenMilliseconds;
}
