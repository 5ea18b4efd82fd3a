import { stat } from 'node:fs/promises';
import { describeFileFailure, isFileFailure } from './file-failure.ts';
import { FileReader } from './file-reader.ts';
import { HistoryFormatter, type HistoryLayout } from './history-formatter.ts';
import { InputError } from './input-error.ts';
import { type OutputFile, openOutput } from './output-file.ts';

export type { HistoryLayout } from './history-formatter.ts';

export interface FormatOptions {
  /** The output may be the input. Default: false. */
  readonly inPlace?: boolean;
  /** Stops the formatting with the signal's reason; the output then stays unchanged. */
  readonly signal?: AbortSignal;
}

/**
 * Writes a history in another layout: only the white space between tokens and the place of the tasks' names change. The
 * output is written like any other (`openOutput`): a file appears complete or not at all. A byte-order mark is left out.
 *
 * @returns number of tasks written
 * @throws InputError if the input is not a history, is damaged (a damaged line cannot be kept), changed meanwhile or cannot
 *   be written in that layout; if the output cannot be written; if it is the input and `inPlace` is not set
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
    if (inPlace && !reader.isFile) throw new InputError('only a file can be formatted in place', input);
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
    throw isFileFailure(error) ? new InputError(describeFileFailure(error, 'write'), file) : error;
  }
}
