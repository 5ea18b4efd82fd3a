import { mkdtempSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { FitLocked, lockFit } from '../../../src/runs/fit-lock.ts';
import { type Owner, thisProcess } from '../../../src/runs/owner.ts';
import { deadProcess, temporaryFolder } from './records.ts';

const root = temporaryFolder();
const folder = (): string => mkdtempSync(path.join(root, 'fit-'));
const ownerOf = (fit: string): Owner => JSON.parse(readFileSync(path.join(fit, 'lock'), 'utf8')) as Owner;

/** A fit that another process has locked, some seconds ago. */
function lockedBy(owner: Partial<Owner> | string, secondsAgo = 0): string {
  const fit = folder();
  const file = path.join(fit, 'lock');
  writeFileSync(file, typeof owner === 'string' ? owner : JSON.stringify({ ...thisProcess(), ...owner }));
  const time = new Date(Date.now() - secondsAgo * 1000);
  utimesSync(file, time, time);
  return fit;
}

afterEach(() => {
  vi.useRealTimers();
});

test('a lock names its owner, and is gone after its release', () => {
  const fit = folder();
  const lock = lockFit(fit);
  expect(ownerOf(fit)).toMatchObject({ process: process.pid });
  lock.release();
  expect(readdirSync(fit)).toEqual([]);
});

test('a second taker is refused and told who is working', () => {
  const fit = folder();
  const lock = lockFit(fit);
  expect(() => lockFit(fit)).toThrow(FitLocked);
  expect(() => lockFit(fit)).toThrow(`process ${process.pid} on `);
  lock.release();
  expect(() => lockFit(fit)).not.toThrow();
});

test('the lock of a process that has ended is taken over', () => {
  const fit = lockedBy({ process: deadProcess });
  lockFit(fit);
  expect(ownerOf(fit).process).toBe(process.pid);
});

test('the lock of a process elsewhere is respected for two minutes', () => {
  expect(() => lockFit(lockedBy({ host: 'elsewhere' }, 110))).toThrow(FitLocked);
  const stale = lockedBy({ host: 'elsewhere' }, 130);
  lockFit(stale);
  expect(ownerOf(stale).host).not.toBe('elsewhere');
});

test.each(['', '{"host": "else', '{"host": 3}'])(
  'a lock that holds %j is being written, unless it is old',
  (content) => {
    expect(() => lockFit(lockedBy(content))).toThrow('another process has just begun to work on this fit');
    const old = lockedBy(content, 20);
    lockFit(old);
    expect(ownerOf(old).process).toBe(process.pid);
  },
);

test('a touch every ten seconds keeps a lock fresh', () => {
  vi.useFakeTimers({ now: new Date('2026-01-01T00:00:00Z') });
  const fit = folder();
  const lock = lockFit(fit);
  vi.setSystemTime(new Date('2026-01-01T00:00:11Z'));
  lock.touch();
  utimesSync(path.join(fit, 'lock'), new Date(0), new Date(0));
  vi.setSystemTime(new Date('2026-01-01T00:00:15Z'));
  lock.touch();
  expect(() => lockFit(fit)).not.toThrow();
});

test('an owner whose lock was taken over notices it, and does not release the lock of the other', () => {
  vi.useFakeTimers({ now: new Date('2026-01-01T00:00:00Z') });
  const fit = folder();
  const lock = lockFit(fit);
  const other = { host: 'elsewhere', process: 1, since: '2026-01-01T00:03:00Z' };
  writeFileSync(path.join(fit, 'lock'), JSON.stringify(other));
  vi.setSystemTime(new Date('2026-01-01T00:03:01Z'));
  expect(() => lock.touch()).toThrow('process 1 on elsewhere is working on this fit');
  lock.release();
  expect(ownerOf(fit)).toEqual(other);
});
