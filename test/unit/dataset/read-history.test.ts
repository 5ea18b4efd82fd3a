import { createHash } from 'node:crypto';
import { appendFileSync, chmodSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readFailure } from '../../../src/dataset/file-reader.ts';
import { InputError } from '../../../src/dataset/input-error.ts';
import { type ReadProgress, readHistory } from '../../../src/dataset/read-history.ts';
import { cells, names, temporaryFolder, values, write } from './files.ts';

const folder = temporaryFolder();

const text = `{
"/w1/step1": {"errors": {"good_sites": {"85": {"T2_B": 3, "T1_A": 1}, "-1": {"T1_A": 1}}, "bad_sites": {"85": {"T1_A": 2}}},
              "parameters": {"action": "acdc", "memory": "", "sites": ["T1_A"]}},
"/w1/step2": {"errors": {}, "parameters": {"action": "clone", "memory": 2000}}
}
`;

describe('readHistory', () => {
  it('sorts codes and sites as strings and keeps counts at good and bad sites apart, columns ascending', async () => {
    const history = await readHistory(write(folder, 'plain.json', text));
    expect(history.codes).toEqual(['-1', '85']);
    expect(history.sites).toEqual(['T1_A', 'T2_B']);
    expect(cells(history, history.good, 0)).toEqual([
      ['-1', 'T1_A', 1],
      ['85', 'T1_A', 1],
      ['85', 'T2_B', 3],
    ]);
    expect(cells(history, history.bad, 0)).toEqual([['85', 'T1_A', 2]]);
    expect(cells(history, history.good, 1)).toEqual([]);
    expect(history.good).toMatchObject({ rows: 2, columns: 4 });
  });

  it('gives raw decisions as text and leaves lists out', async () => {
    const history = await readHistory(write(folder, 'plain.json', text));
    expect([...history.parameters.keys()]).toEqual(['action', 'memory']);
    expect(values(history, 'action')).toEqual(['acdc', 'clone']);
    expect(values(history, 'memory')).toEqual(['', '2000']);
  });

  it('says where each task stands in the file', async () => {
    const { tasks, bytes } = await readHistory(write(folder, 'plain.json', text));
    expect(bytes).toBe(text.length);
    expect([...tasks.line]).toEqual([2, 4]);
    const entries = Array.from(tasks.from, (from, task) => text.slice(from, tasks.to[task]));
    for (const [task, entry] of entries.entries()) {
      expect(Object.keys(JSON.parse(`{${entry}}`))).toEqual([`/w1/step${task + 1}`]);
    }
  });

  it('fingerprints the very bytes it read, with SHA-256', async () => {
    const { fingerprint } = await readHistory(write(folder, 'plain.json', text));
    expect(fingerprint).toBe(createHash('sha256').update(text).digest('hex'));
  });

  it('puts all arrays in shared memory, so that workers use one copy', async () => {
    const { good, bad, tasks, parameters } = await readHistory(write(folder, 'plain.json', text));
    const arrays = [good, bad].flatMap((matrix) => [matrix.start, matrix.column, matrix.value]);
    const positions = [tasks.nameBytes, tasks.nameStart, tasks.from, tasks.to, tasks.line];
    for (const array of [...arrays, ...positions, ...[...parameters.values()].map(({ index }) => index)]) {
      expect(array.buffer).toBeInstanceOf(SharedArrayBuffer);
    }
  });

  it('reads a file of many chunks and reports progress up to its end', async () => {
    const count = 20_000;
    const entries = Array.from(
      { length: count },
      (_, i) => `"/w${i}/s": {"errors": {"good_sites": {"85": {"T1_A": ${i + 1}}}}, "parameters": {"action": "acdc"}}`,
    );
    const content = `{${entries.join(', ')}}`;
    const seen: ReadProgress[] = [];
    const history = await readHistory(write(folder, 'large.json', content), { onProgress: (p) => seen.push(p) });
    expect(history.tasks.count).toBe(count);
    expect(history.good.value.every((value, i) => value === i + 1)).toBe(true);
    expect(seen.length).toBeGreaterThan(1);
    expect(seen.at(-1)).toMatchObject({ bytes: content.length, totalBytes: content.length });
  });

  it('stops with the reason of the signal', async () => {
    const file = write(folder, 'plain.json', text);
    await expect(readHistory(file, { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
    const controller = new AbortController();
    const reading = readHistory(write(folder, 'large.json', `{"a": ${' '.repeat(5_000_000)}`), {
      signal: controller.signal,
      onProgress: () => controller.abort(new Error('enough now')),
    });
    await expect(reading).rejects.toThrow('enough now');
  });

  it('notices a file that grows or shrinks while it is read', async () => {
    const large = `{"a": ${' '.repeat(5_000_000)} {"errors": {}, "parameters": {}}}`;
    const changed = 'the file changed while it was being read, expected it to stay the same; try again';
    for (const change of [
      (file: string) => appendFileSync(file, ' '),
      (file: string) => truncateSync(file, 3_000_000),
    ]) {
      const file = write(folder, 'changing.json', large);
      let once = () => change(file);
      const onProgress = () => {
        once();
        once = () => undefined;
      };
      await expect(readHistory(file, { onProgress })).rejects.toThrow(new InputError(changed, file));
    }
  });

  it('says why a file cannot be read', async () => {
    const missing = path.join(folder, 'missing.json');
    await expect(readHistory(missing)).rejects.toThrow(`${missing}: the file does not exist, expected a history file`);
    await expect(readHistory(folder)).rejects.toThrow(`${folder}: this is a directory, expected a history file`);
    expect(readFailure({ code: 'EACCES' })).toContain('no permission');
    expect(readFailure({ code: 'EIO' })).toContain('(EIO)');
    expect(readFailure('?')).toContain('(unknown error)');
  });

  it('needs permission to read', async () => {
    const file = write(folder, 'secret.json', text);
    chmodSync(file, 0);
    // Root may read everything, so it is somebody else for a moment.
    const isRoot = process.getuid?.() === 0;
    if (isRoot) process.seteuid?.('nobody');
    try {
      await expect(readHistory(file)).rejects.toThrow('no permission');
    } finally {
      if (isRoot) process.seteuid?.(0);
    }
  });
});

it('names are data: none of them is taken for a member of an object', async () => {
  const awkward = ['__proto__', 'constructor', 'toString', ''];
  const row = (name: string) => `{${JSON.stringify(name)}: {${awkward.map((site) => `${JSON.stringify(site)}: 2`)}}}`;
  const entries = awkward.map(
    (name) =>
      `${JSON.stringify(name)}: {"errors": {"good_sites": ${row(name)}}, "parameters": {${JSON.stringify(name)}: ${JSON.stringify(name)}}}`,
  );
  const history = await readHistory(write(folder, 'awkward.json', `{${entries}}`));
  expect(names(history)).toEqual(awkward);
  expect(history.codes).toEqual([...awkward].sort());
  expect(history.sites).toEqual([...awkward].sort());
  expect([...history.parameters.keys()]).toEqual(awkward);
  awkward.forEach((name, task) => {
    expect(cells(history, history.good, task)).toEqual([...awkward].sort().map((site) => [name, site, 2]));
    expect(values(history, name)[task]).toBe(name);
  });
});
