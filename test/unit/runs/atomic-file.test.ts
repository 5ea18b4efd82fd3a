import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { writeFileAtomic } from '../../../src/runs/atomic-file.ts';
import { temporaryFolder } from '../../records.ts';

const folder = temporaryFolder();

test('replaces a file and leaves nothing beside it', () => {
  const file = path.join(folder, 'file.json');
  writeFileAtomic(file, 'old');
  writeFileAtomic(file, new Uint8Array([110, 101, 119]));
  expect(readFileSync(file, 'utf8')).toBe('new');
  expect(readdirSync(folder)).toEqual(['file.json']);
});

test('keeps the old file and leaves no neighbour when the content cannot be written', () => {
  const own = path.join(folder, 'write');
  mkdirSync(own);
  writeFileSync(path.join(own, 'file'), 'old');
  const broken = {
    toString: () => {
      throw new Error('disk full');
    },
  } as unknown as string;
  expect(() => writeFileAtomic(path.join(own, 'file'), broken)).toThrow();
  expect(readFileSync(path.join(own, 'file'), 'utf8')).toBe('old');
  expect(readdirSync(own)).toEqual(['file']);
});

test('keeps the permissions of the file that it replaces', () => {
  const file = path.join(folder, 'private.json');
  writeFileSync(file, 'old', { mode: 0o600 });
  writeFileAtomic(file, 'new');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  rmSync(file);
});

test('leaves no neighbour when the file cannot be replaced', () => {
  const own = path.join(folder, 'rename');
  mkdirSync(path.join(own, 'occupied', 'by a folder'), { recursive: true });
  expect(() => writeFileAtomic(path.join(own, 'occupied'), 'new')).toThrow();
  expect(readdirSync(own)).toEqual(['occupied']);
});
