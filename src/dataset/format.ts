import { stat } from 'node:fs/promises';
import { isFileFailure, sayFileFailure } from './file-failure.ts';
import { FileReader } from './file-reader.ts';
import { HistoryFormatter, type HistoryLayout } from './history-formatter.ts';
import { InputError } from './input-error.ts';
import { type OutputFile, openOutput } from './output-file.ts';

export type { HistoryLayout } from './history-formatter.ts';

export interface FormatOptions {
  /** The output may be the input. Default: false. */
  readonly inPlace?: boolean;
  /** Ends the formatting with the signal's reason; the output is then as it was. */
  readonly signal?: AbortSignal;
}

/**
 * Writes a history in another layout: only white space between tokens changes, and where the names of tasks are. The
 * output is written as `openOutput` does: a file appears complete or not at all. A byte-order mark is left out.
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
  const reader = await FileReader.open(input, signal);
  try {
    if (inPlace && !reader.isFile) throw new InputError('only a file can be formatted in its place', input);
    if (!inPlace && (await isSameFile(input, output))) {
      throw new InputError('the output is the input, expected another file', output);
    }
    return await replaceFile(output, signal, async (written) => {
      const formatter = new HistoryFormatter(input, layout);
      for (let chunk = await reader.read(); chunk !== undefined; chunk = await reader.read()) {
        signal?.throwIfAborted();
        await written.write(formatter.push(chunk));
      }
      await written.write(formatter.finish());
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

/** Writes a file, piece by piece. */
async function replaceFile<T>(
  file: string,
  signal: AbortSignal | undefined,
  write: (output: OutputFile) => Promise<T>,
): Promise<T> {
  let output: OutputFile | undefined;
  try {
    output = await openOutput(file, signal);
    const result = await write(output);
    await output.finish();
    return result;
  } catch (error) {
    await output?.discard();
    throw isFileFailure(error) ? new InputError(sayFileFailure(error, 'write'), file) : error;
  }
}
