import { createHash } from 'node:crypto';
import { FileReader } from './file-reader.ts';
import type { History } from './history.ts';
import { HistoryParser } from './history-parser.ts';

export interface ReadProgress {
  /** Bytes read so far. */
  readonly bytes: number;
  /** Size of the file in bytes; 0 when it is not known (a pipe). */
  readonly totalBytes: number;
  /** Tasks found so far. */
  readonly tasks: number;
}

export interface ReadOptions {
  /** Stops reading with the signal's reason. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ReadProgress) => void;
  /** Keep tasks without `parameters` (to predict them) instead of leaving them out as problems. Default: false. */
  readonly unlabelled?: boolean;
}

/** Reads a history, labelled or not, from bytes as they come. @param file their name, for messages */
export async function readHistoryChunks(file: string, chunks: AsyncIterable<Uint8Array>): Promise<History> {
  const parser = new HistoryParser(file, true);
  const hash = createHash('sha256');
  for await (const chunk of chunks) {
    parser.push(chunk);
    hash.update(chunk);
  }
  return parser.finish(hash.digest('hex'));
}

/**
 * Reads a history file in one pass, in chunks, so that neither its size nor the length of its lines matters; time and memory
 * grow with the number of counts. Arrays of the result are in shared memory.
 *
 * Unusable tasks are left out and listed in `problems`. Throws an InputError with line and column if the file cannot be read,
 * is not a history, is damaged, changed meanwhile, or has no usable task.
 */
export async function readHistory(file: string, options: ReadOptions = {}): Promise<History> {
  const { signal, onProgress, unlabelled = false } = options;
  signal?.throwIfAborted();
  const reader = await FileReader.open(file, signal);
  try {
    const parser = new HistoryParser(file, unlabelled);
    let bytes = 0;
    for (let chunk = await reader.read(); chunk !== undefined; chunk = await reader.read()) {
      signal?.throwIfAborted();
      parser.push(chunk);
      bytes += chunk.length;
      onProgress?.({ bytes, totalBytes: reader.size, tasks: parser.count });
    }
    return parser.finish(await reader.fingerprint());
  } finally {
    await reader.close();
  }
}
