import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import type { History } from '../../../src/dataset/history.ts';
import { taskName } from '../../../src/dataset/history.ts';
import { HistoryParser } from '../../../src/dataset/history-parser.ts';
import { InputError } from '../../../src/dataset/input-error.ts';
import type { SparseRows } from '../../../src/dataset/sparse-rows.ts';

/** A folder for the files of one test file, removed after it. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'oap-dataset-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function write(folder: string, name: string, content: string | Uint8Array): string {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
}

/** Parses text, or bytes, as the file `history.json` that arrives in chunks of the given sizes, the last one repeated. */
export function parse(content: string | Uint8Array, sizes: readonly number[] = [1 << 20], unlabelled = false): History {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const parser = new HistoryParser('history.json', unlabelled);
  for (let from = 0, i = 0; from < bytes.length; i++) {
    const size = sizes[Math.min(i, sizes.length - 1)];
    parser.push(bytes.slice(from, from + size));
    from += size;
  }
  return parser.finish('0');
}

/** The InputError's whole sentence. */
export function failure(content: string | Uint8Array): string {
  try {
    parse(content);
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  throw new Error('expected an InputError');
}

/** The problems as `line:column: message`. */
export function problems(content: string | Uint8Array): string[] {
  return parse(content).problems.map(({ line, column, message }) => `${line}:${column}: ${message}`);
}

export function names(history: History): string[] {
  return Array.from({ length: history.tasks.count }, (_, task) => taskName(history, task));
}

/** The entries of a row as [code, site, count]. */
export function cells(history: History, matrix: SparseRows, row: number): [string, string, number][] {
  const entries: [string, string, number][] = [];
  for (let i = matrix.start[row]; i < matrix.start[row + 1]; i++) {
    const column = matrix.column[i];
    const { codes, sites } = history;
    entries.push([codes[Math.floor(column / sites.length)], sites[column % sites.length], matrix.value[i]]);
  }
  return entries;
}

/** The raw values of a parameter for every task; undefined = the task does not have it. */
export function values(history: History, name: string): (string | undefined)[] {
  const parameter = history.parameters.get(name);
  if (!parameter) throw new Error(`no parameter ${name}`);
  return Array.from(parameter.index, (value) => (value < 0 ? undefined : parameter.values[value]));
}
