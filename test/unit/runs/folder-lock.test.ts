import { mkdirSync, mkdtempSync, readdirSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { FolderLocked, isLocked, lockFolder, staleMilliseconds } from '../../../src/runs/folder-lock.ts';
import { thisProcess } from '../../../src/runs/owner.ts';
import { deadProcess, temporaryFolder } from '../../records.ts';

const root = temporaryFolder();
const folder = (): string => mkdtempSync(path.join(root, 'fit-'));

const token = '0123456789abcdef';

interface Other {
  readonly host?: string;
  readonly process?: number;
  readonly machine?: string;
  readonly started?: string;
}

/** A folder that another process has locked, and that gave its last sign of life some seconds ago. */
function lockedBy(owner: Other | string, secondsAgo = 0): string {
  const locked = folder();
  const time = new Date(Date.now() - secondsAgo * 1000);
  mkdirSync(path.join(locked, 'lock'));
  const { host, process: id, machine, started = '' } = { ...thisProcess(), ...(typeof owner === 'object' && owner) };
  const name = [time.getTime(), id, started, machine, token, host].join('-');
  const file = path.join(locked, 'lock', typeof owner === 'string' ? owner : name);
  writeFileSync(file, '');
  utimesSync(file, time, time);
  return locked;
}

/** A folder with a lock as version 0.1 wrote it. */
function lockedByOld(owner: object, secondsAgo = 0): string {
  const locked = folder();
  const time = new Date(Date.now() - secondsAgo * 1000);
  writeFileSync(path.join(locked, 'lock'), JSON.stringify({ ...owner, since: time.toISOString() }));
  utimesSync(path.join(locked, 'lock'), time, time);
  return locked;
}

const fileOf = (locked: string): string => path.join(locked, 'lock', readdirSync(path.join(locked, 'lock'))[0]);

const isOurs = (locked: string): boolean => path.basename(fileOf(locked)).includes(`-${process.pid}-`);

test('a lock names its owner, and leaves nothing behind', () => {
  const locked = folder();
  const lock = lockFolder(locked);
  const { machine, started = '', host } = thisProcess();
  expect(path.basename(fileOf(locked))).toContain(`-${process.pid}-${started}-${machine}-`);
  expect(path.basename(fileOf(locked))).toContain(host.replaceAll(/[^A-Za-z0-9.]/g, '_'));
  expect(readdirSync(locked)).toEqual(['lock']);
  lock.release();
  expect(readdirSync(locked)).toEqual([]);
});

test('a second taker is refused, without numbers of processes or times, and leaves nothing behind', () => {
  const locked = folder();
  const lock = lockFolder(locked);
  expect(() => lockFolder(locked)).toThrow(FolderLocked);
  expect(() => lockFolder(locked)).toThrow(
    `another process is working on this (${locked}); try again when it has finished`,
  );
  expect(readdirSync(locked)).toEqual(['lock']);
  lock.release();
  lockFolder(locked).release();
});

test('a lock of this process that no work of it holds is free', () => {
  const locked = lockedBy({});
  lockFolder(locked).release();
  expect(readdirSync(locked)).toEqual([]);
});

test('a lock is held by its name: another path to the same folder is no other lock', () => {
  const locked = folder();
  const lock = lockFolder(locked);
  expect(() => lockFolder(path.join(locked, '..', path.basename(locked)))).toThrow(FolderLocked);
  lock.release();
});

test('the lock of a process that has ended is taken over', () => {
  const locked = lockedBy({ process: deadProcess });
  expect(isLocked(locked)).toBe(false);
  lockFolder(locked);
  expect(isOurs(locked)).toBe(true);
});

test('a process number that another process has now does not keep a lock', () => {
  // Process 1 runs, but did not start when the lock's owner did.
  const locked = lockedBy({ process: 1, started: '12345' });
  lockFolder(locked);
  expect(isOurs(locked)).toBe(true);
});

test.each([
  ['of another host', { host: 'elsewhere', machine: '0123456789ab' }],
  ['of another boot of this host, or of a container of the same name', { machine: '0123456789ab' }],
])('the lock of a process %s is respected for ten minutes without a sign of life', (_, owner) => {
  const seconds = staleMilliseconds / 1000;
  expect(() => lockFolder(lockedBy(owner, seconds - 10))).toThrow(FolderLocked);
  expect(isLocked(lockedBy(owner, seconds - 10))).toBe(true);
  const stale = lockedBy(owner, seconds + 10);
  expect(isLocked(stale)).toBe(false);
  lockFolder(stale);
  expect(isOurs(stale)).toBe(true);
});

test('force takes the lock of a process that cannot be seen, never that of one that runs here', () => {
  const unseen = lockedBy({ machine: '0123456789ab' });
  lockFolder(unseen, true);
  expect(isOurs(unseen)).toBe(true);
  const locked = folder();
  const lock = lockFolder(locked);
  expect(() => lockFolder(locked, true)).toThrow(FolderLocked);
  lock.release();
});

test.each(['something', `1-2-3-4-${token}`, `-1-1--ab-${token}-h`, '.nfs0001'])(
  'a lock whose file is called %j is respected for ten seconds',
  (name) => {
    expect(() => lockFolder(lockedBy(name))).toThrow(FolderLocked);
    const old = lockedBy(name, 20);
    lockFolder(old);
    expect(isOurs(old)).toBe(true);
  },
);

test('a lock that was taken over a moment ago is held, though its file is old', () => {
  const { machine, started = '', host } = thisProcess();
  const locked = folder();
  mkdirSync(path.join(locked, 'lock'));
  const file = path.join(locked, 'lock', [Date.now(), 1, '', 'ab', token, 'elsewhere'].join('-'));
  writeFileSync(file, '');
  utimesSync(file, 1, 1);
  expect(() => lockFolder(locked)).toThrow(FolderLocked);
  // Killed just after it had taken over, its owner is dead at once.
  const dead = path.join(path.dirname(file), [Date.now(), deadProcess, started, machine, token, host].join('-'));
  renameSync(file, dead);
  lockFolder(locked);
  expect(isOurs(locked)).toBe(true);
});

test('a lock file of version 0.1 is respected while its owner may live, and replaced afterwards', () => {
  const owner = { host: thisProcess().host, process: process.ppid };
  expect(() => lockFolder(lockedByOld(owner))).toThrow(FolderLocked);
  const old = lockedByOld(owner, 601);
  lockFolder(old);
  expect(isOurs(old)).toBe(true);
  const dead = lockedByOld({ ...owner, process: deadProcess });
  lockFolder(dead);
  expect(isOurs(dead)).toBe(true);
});

test('an empty lock, as a release that was cut off leaves it, is free', () => {
  const locked = folder();
  mkdirSync(path.join(locked, 'lock'));
  expect(isLocked(locked)).toBe(false);
  lockFolder(locked);
  expect(isOurs(locked)).toBe(true);
});

test('an owner whose lock was taken over does not release the lock of the other', () => {
  const locked = folder();
  const lock = lockFolder(locked);
  const other = path.join(locked, 'lock', [Date.now(), 1, '', 'ab', token, 'elsewhere'].join('-'));
  renameSync(lock.file, other);
  lock.release();
  expect(fileOf(locked)).toBe(other);
});

test('a lock that was moved with its folder is released where it is', () => {
  const locked = folder();
  const lock = lockFolder(locked);
  renameSync(locked, `${locked}-moved`);
  lock.moved(`${locked}-moved`);
  expect(isLocked(`${locked}-moved`)).toBe(true);
  lock.release();
  expect(readdirSync(`${locked}-moved`)).toEqual([]);
});
