import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { FitWriter } from '../../../src/runs/fit-writer.ts';
import { fitFile, fitFolder } from '../../../src/runs/run-paths.ts';
import { epoch, fitRecord, temporaryFolder } from '../../records.ts';

/*
 * What a disk holds after a loss of power is what was synced: contents by the files' own fsync, their names by the folder's. A rename may
 * be on the disk at once. So nothing may be missing of a fit when fit.json gets its name.
 */

const run = temporaryFolder();
afterEach(() => vi.restoreAllMocks());

/** Follows what is certainly on the disk; gives it as it was when a file got this name. */
function diskWhenNamed(wanted: string): () => { names: readonly string[]; contents: ReadonlyMap<string, Buffer> } {
  const opened = new Map<number, string>();
  const contents = new Map<string, Buffer>();
  let names: string[] = [];
  let then: { names: string[]; contents: Map<string, Buffer> } | undefined;
  const { openSync, fsyncSync, renameSync } = fs;
  vi.spyOn(fs, 'openSync').mockImplementation((file, ...options) => {
    const handle = openSync(file, ...options);
    opened.set(handle, String(file));
    return handle;
  });
  vi.spyOn(fs, 'fsyncSync').mockImplementation((handle) => {
    fsyncSync(handle);
    const file = opened.get(handle) ?? '';
    if (fs.statSync(file).isDirectory()) names = fs.readdirSync(file);
    else contents.set(file, fs.readFileSync(file));
  });
  vi.spyOn(fs, 'renameSync').mockImplementation((from, to) => {
    const content = contents.get(String(from));
    if (content) contents.set(String(to), content);
    if (to === wanted) then = { names: [...names], contents: new Map(contents) };
    renameSync(from, to);
  });
  return () => {
    if (!then) throw new Error(`nothing was named ${wanted}`);
    return then;
  };
}

test('when fit.json gets its name, all files that it lists are on the disk, whole and under their names', () => {
  const folder = fitFolder(run, 'action', 0);
  const disk = diskWhenNamed(fitFile(folder));
  const writer = new FitWriter(run, 'action', 0);
  for (let i = 0; i < 30; i++) writer.epoch(epoch(i));
  const files = ['model.json', 'weights.bin'].map((name) => ({ name, bytes: Buffer.from(name.repeat(1000)) }));
  const predictions = [{ task: '/a/b', truth: 'a', probabilities: [1, 0] }];
  const record = writer.finish(fitRecord({ epochsRun: 30 }), files, predictions);
  writer.close();
  const { names, contents } = disk();
  const listed = record.files ?? [];
  expect(listed.map(({ name }) => name).sort()).toEqual([
    'epochs.jsonl',
    'model.json',
    'predictions.jsonl',
    'weights.bin',
  ]);
  for (const { name, bytes, sha256 } of listed) {
    expect(names).toContain(name);
    const content = contents.get(path.join(folder, name)) ?? Buffer.alloc(0);
    expect({ name, bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') }).toEqual({
      name,
      bytes,
      sha256,
    });
  }
  expect(contents.get(fitFile(folder))).toEqual(fs.readFileSync(fitFile(folder)));
});
