import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { actionOf, describeFileFailure, isFileFailure } from '../../../src/dataset/file-failure.ts';
import { temporaryFolder } from './files.ts';

test.each([
  ['ENOSPC', 'write', 'the disk is full, expected room to write'],
  ['EROFS', 'write', 'the disk is read-only (EROFS), expected a place that you can write to'],
  ['EACCES', 'write', 'no permission to write here (EACCES), expected a place that you can write to'],
  ['EACCES', 'read', 'no permission to read this (EACCES)'],
  ['EPERM', 'open', 'no permission to open this (EPERM)'],
  ['EIO', 'read', 'the disk failed while being read (EIO)'],
  ['EIO', 'write', 'the disk failed while being written (EIO)'],
  ['ENOENT', 'write', 'the folder does not exist, expected one that does (ENOENT)'],
  ['ENOENT', 'read', 'there is no such file or folder (ENOENT)'],
  ['EISDIR', 'write', 'this is a folder, expected a file (EISDIR)'],
] as const)('%s of a call to %s is said as what it is', (code, action, expected) => {
  expect(describeFileFailure({ code }, action)).toBe(expected);
});

test('what a call was for is known from its name, and other errors are none of files', () => {
  const folder = temporaryFolder();
  const failureOf = (call: () => void): unknown => {
    try {
      call();
    } catch (error) {
      return error;
    }
    return undefined;
  };
  const calls: [() => void, string][] = [
    [() => fs.readdirSync(path.join(folder, 'gone')), 'read'],
    [() => fs.statSync(path.join(folder, 'gone')), 'read'],
    [() => fs.mkdirSync(path.join(folder, 'gone', 'x')), 'write'],
    [() => fs.renameSync(path.join(folder, 'gone'), path.join(folder, 'x')), 'write'],
    [() => fs.readFileSync(path.join(folder, 'gone')), 'open'],
  ];
  for (const [call, action] of calls) {
    const error = failureOf(call);
    expect(isFileFailure(error) && actionOf(error)).toBe(action);
  }
  expect(isFileFailure(new Error('x'))).toBe(false);
  expect(isFileFailure(Object.assign(new Error('x'), { code: 'ERR_ASSERTION' }))).toBe(false);
});
