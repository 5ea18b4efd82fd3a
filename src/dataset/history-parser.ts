import { EntryStream } from './entry-stream.ts';
import type { History } from './history.ts';
import { InputError } from './input-error.ts';
import { toMatrices } from './matrices.ts';
import { TaskCollector } from './task-collector.ts';

/** Builds a history from the bytes of its file, which arrive in chunks of any size. */
export class HistoryParser {
  private readonly stream: EntryStream;
  private readonly collector: TaskCollector;

  /**
   * @param file       as the user named it, for messages
   * @param unlabelled tasks without `parameters` are kept
   */
  constructor(
    private readonly file: string,
    unlabelled: boolean,
  ) {
    this.stream = new EntryStream(file);
    this.collector = new TaskCollector(this.stream.scanner, unlabelled);
  }

  /** Tasks taken in so far. */
  get count(): number {
    return this.collector.tasks.count;
  }

  /** Takes the next bytes of the file; the chunk may be reused afterwards. Throws an InputError. */
  push(chunk: Uint8Array): void {
    this.stream.push(chunk, this.collector);
  }

  /**
   * All bytes have been pushed: returns the history. Throws an InputError.
   *
   * @param fingerprint SHA-256 of the file, hexadecimal
   */
  finish(fingerprint: string): History {
    const { file, stream, collector } = this;
    stream.finish(collector);
    const { tasks, problems, reader } = collector;
    if (tasks.count === 0) {
      const { line, column, message } = problems.kept[0];
      throw new InputError(`no task can be used (of ${problems.count}); ${message}`, file, line, column);
    }
    return {
      file,
      bytes: stream.window.base + stream.window.length,
      fingerprint,
      layout: stream.layout,
      ...toMatrices(reader.tables, reader.allUsed, file),
      tasks: tasks.toPositions(),
      parameters: reader.tables.parameters.toParameters(reader.allUsed),
      problems: problems.kept,
      problemCount: problems.count,
      skipped: problems.count,
    };
  }
}
