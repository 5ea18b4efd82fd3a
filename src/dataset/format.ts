import { randomUUID } from 'node:crypto';
import { type FileHandle, open, realpath, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { FileReader } from './file-reader.ts';
import { HistoryFormatter, type HistoryLayout } from './history-formatter.ts';
import { InputError } from './input-error.ts';

export type { HistoryLayout } from './history-formatter.ts';

export interface FormatOptions {
  /** The output may be the input. Default: false. */
  readonly inPlace?: boolean;
  /** Ends the formatting with the signal's reason; the output is then as it was. */
  readonly signal?: AbortSignal;
}

/**
 * Writes a history in another layout: only white space between tokens changes, and where the names of tasks stand. The
 * output appears complete or not at all, and replaces a file of that name. A byte-order mark is left out.
 *
 * @returns number of tasks written
 * @throws InputError when the input is no history, is damaged (a damaged line cannot be kept), was changed meanwhile or
 *   cannot be written in that layout; when the output cannot be written; when it is the input and `inPlace` is not set
 */
export async function formatHistory(
  input: string,
  output: string,
  layout: HistoryLayout,
  options: FormatOptions = {},
): Promise<number> {
  const { inPlace = false, signal } = options;
  signal?.throwIfAborted();
  const reader = await FileReader.open(input);
  try {
    if (!inPlace && (await isSameFile(input, output))) {
      throw new InputError('the output is the input, expected another file', output);
    }
    return await replaceFile(output, async (handle) => {
      const formatter = new HistoryFormatter(input, layout);
      for (let chunk = await reader.read(); chunk !== undefined; chunk = await reader.read()) {
        signal?.throwIfAborted();
        await handle.writeFile(formatter.push(chunk));
      }
      await handle.writeFile(formatter.finish());
      await reader.fingerprint();
      return formatter.tasks;
    });
  } finally {
    await reader.close();
  }
}

async function isSameFile(a: string, b: string): Promise<boolean> {
  const [first, second] = await Promise.all([a, b].map((file) => stat(file, { bigint: true }).catch(() => undefined)));
  return first !== undefined && second !== undefined && first.ino === second.ino && first.dev === second.dev;
}

/** Writes a file beside its final place and moves it there when it is complete and on the disk. */
async function replaceFile<T>(file: string, write: (handle: FileHandle) => Promise<T>): Promise<T> {
  // The target of a link is replaced, not the link.
  const target = await realpath(file).catch(() => file);
  const mode = await stat(target).then(
    (existing) => existing.mode,
    () => 0o666,
  );
  const temporary = path.join(path.dirname(target), `.${path.basename(target)}.${randomUUID()}.tmp`);
  const handle = await open(temporary, 'wx', mode).catch((error: unknown) => {
    throw writeFailure(error, file);
  });
  try {
    const result = await write(handle);
    await handle.sync();
    await handle.close();
    await rename(temporary, target);
    return result;
  } catch (error) {
    await handle.close();
    await rm(temporary, { force: true });
    throw error instanceof Error && 'code' in error && 'syscall' in error ? writeFailure(error, file) : error;
  }
}

function writeFailure(error: unknown, file: string): InputError {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown error';
  return new InputError(`the file cannot be written (${code}), expected a place that you can write to`, file);
}
