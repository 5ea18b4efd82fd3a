import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { openOutput, writeOutput } from '../../../src/dataset/output-file.ts';
import { outputPlace } from '../../../src/dataset/output-place.ts';
import { temporaryFileOf } from '../../../src/dataset/temporary-file.ts';
import { temporaryFolder } from './files.ts';

const root = temporaryFolder();
const newFolder = (): string => mkdtempSync(path.join(root, 'of-'));

test('a file appears when it is complete, and nothing else', async () => {
  const folder = newFolder();
  const file = path.join(folder, 'out.json');
  const output = await openOutput(file);
  await output.write('one ');
  expect(readdirSync(folder)).toEqual([expect.stringMatching(/^\.out\.json\.[0-9a-f]{12}\.tmp$/)]);
  await output.write(new TextEncoder().encode('two'));
  await output.finish();
  expect(readFileSync(file, 'utf8')).toBe('one two');
  expect(readdirSync(folder)).toEqual(['out.json']);
});

test('what is given up leaves the old file and nothing beside it', async () => {
  const folder = newFolder();
  const file = path.join(folder, 'out.json');
  writeFileSync(file, 'old');
  const output = await openOutput(file);
  await output.write('new');
  await output.discard();
  expect(readFileSync(file, 'utf8')).toBe('old');
  expect(readdirSync(folder)).toEqual(['out.json']);
});

test('temporary files have a name that no file system finds too long', () => {
  for (const name of ['out.json', '-x', '.hidden', 'n'.repeat(255), '日本語'.repeat(28), 'a\nb']) {
    const temporary = path.basename(temporaryFileOf(path.join('/folder', name)));
    expect(temporary).toMatch(/^\..+\.[0-9a-f]{12}\.tmp$/s);
    expect(Buffer.byteLength(temporary)).toBeLessThan(256);
  }
});

test('places where nothing can be written are refused, with the true cause', async () => {
  const folder = newFolder();
  const file = path.join(folder, 'file');
  writeFileSync(file, '');
  symlinkSync('b', path.join(folder, 'a'));
  symlinkSync('a', path.join(folder, 'b'));
  await expect(writeOutput(folder, 'x')).rejects.toMatchObject({ code: 'EISDIR', path: folder });
  await expect(writeOutput(path.join(folder, 'gone', 'x'), 'x')).rejects.toMatchObject({ code: 'ENOENT' });
  await expect(writeOutput(path.join(file, 'x'), 'x')).rejects.toMatchObject({ code: 'ENOTDIR' });
  await expect(writeOutput(path.join(folder, 'a'), 'x')).rejects.toThrow('a: its links form a circle');
  expect(readdirSync(folder).sort()).toEqual(['a', 'b', 'file']);
});

describe.skipIf(process.platform === 'win32')('where there are links and pipes', () => {
  test('a link stays, what it leads to is written and keeps its permissions', async () => {
    const folder = newFolder();
    mkdirSync(path.join(folder, 'real'));
    const file = path.join(folder, 'real', 'file');
    writeFileSync(file, 'old');
    chmodSync(file, 0o640);
    symlinkSync(path.join('real', 'file'), path.join(folder, 'link'));
    symlinkSync('link', path.join(folder, 'link to a link'));
    await writeOutput(path.join(folder, 'link to a link'), 'new');
    expect(readFileSync(file, 'utf8')).toBe('new');
    expect(statSync(file).mode & 0o777).toBe(0o640);
    for (const link of ['link', 'link to a link']) {
      expect(lstatSync(path.join(folder, link)).isSymbolicLink()).toBe(true);
    }
    symlinkSync(path.join('real', 'new'), path.join(folder, 'to nothing yet'));
    await writeOutput(path.join(folder, 'to nothing yet'), 'made');
    expect(readFileSync(path.join(folder, 'real', 'new'), 'utf8')).toBe('made');
  });

  test('a pipe is written into and stays one; more than fits into it waits for the reader', async () => {
    const pipe = path.join(newFolder(), 'pipe');
    execFileSync('mkfifo', [pipe]);
    const reader = spawn('cat', [pipe]);
    const content = 'x'.repeat(1 << 20);
    const [read] = await Promise.all([textOf(reader.stdout), writeOutput(pipe, content)]);
    expect(read).toBe(content);
    expect(lstatSync(pipe).isFIFO()).toBe(true);
  });

  test('waiting for a reader, or for it to read, can be cancelled', async () => {
    const pipe = path.join(newFolder(), 'pipe');
    execFileSync('mkfifo', [pipe]);
    const alone = new AbortController();
    const waiting = writeOutput(pipe, 'x', alone.signal);
    alone.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');

    const slow = spawn('sh', ['-c', 'exec sleep 60 < "$1"', 'sh', pipe]);
    const controller = new AbortController();
    const output = await openOutput(pipe, controller.signal);
    const writing = output.write('x'.repeat(1 << 20));
    controller.abort(new Error('enough'));
    await expect(writing).rejects.toThrow('enough');
    await output.discard();
    slow.kill('SIGKILL');
  });

  test('a reader that ends early is an error', async () => {
    const pipe = path.join(newFolder(), 'pipe');
    execFileSync('mkfifo', [pipe]);
    spawn('head', ['-c', '1', pipe]);
    await expect(writeOutput(pipe, 'x'.repeat(1 << 22))).rejects.toThrow('EPIPE');
  });

  test('devices and what the process has open are no files to replace', () => {
    expect(outputPlace('/dev/null').kind).toBe('device');
    expect(outputPlace('/dev/stdout')).toEqual({ kind: 'descriptor', descriptor: 1 });
    expect(outputPlace('/dev/fd/2')).toEqual({ kind: 'descriptor', descriptor: 2 });
    const link = path.join(newFolder(), 'link');
    symlinkSync('/proc/self/fd/1', link);
    expect(outputPlace(link)).toEqual({ kind: 'descriptor', descriptor: 1 });
  });
});
