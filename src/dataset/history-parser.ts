import { EntryStream } from './entry-stream.ts';
import type { History } from './history.ts';
import { InputError } from './input-error.ts';
import { type JsonFault, quoted } from './json-fault.ts';
import { toMatrices } from './matrices.ts';
import { ProblemList } from './problem-list.ts';
import { TaskList } from './task-list.ts';
import { TaskReader } from './task-reader.ts';

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** Makes a history of the bytes of its file, which arrive in chunks of any size. */
export class HistoryParser {
  readonly tasks = new TaskList();
  private readonly stream: EntryStream;
  private readonly reader: TaskReader;
  private readonly problems = new ProblemList();

  /**
   * @param file       as the user named it, for messages
   * @param unlabelled tasks without `parameters` are kept
   */
  constructor(
    private readonly file: string,
    unlabelled: boolean,
  ) {
    this.stream = new EntryStream(file);
    this.reader = new TaskReader(this.stream.scanner, unlabelled);
  }

  /** Takes the next bytes of the file; the chunk may be used again afterwards. Throws an InputError. */
  push(chunk: Uint8Array): void {
    this.stream.push(chunk, this);
  }

  /**
   * All bytes have been pushed: gives the history. Throws an InputError.
   *
   * @param fingerprint SHA-256 of the file, hexadecimal
   */
  finish(fingerprint: string): History {
    const { tasks, problems, reader, file, stream } = this;
    stream.finish(this);
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

  readEntry(): void {
    this.reader.readEntry();
  }

  readLine(): void {
    this.reader.readLine();
  }

  endTask(to: number): void {
    const { reader } = this;
    const { scanner, window } = this.stream;
    let { problem } = reader;
    if (problem === undefined) {
      const from = window.base + scanner.marked;
      const { markedLine } = scanner;
      const earlier = this.tasks.add(
        reader.name,
        reader.nameLength,
        reader.nameHash,
        from,
        window.base + to,
        markedLine,
      );
      if (earlier === 0) {
        reader.keep();
        return;
      }
      problem = { ...scanner.placeOfMark(), message: `its name is used on line ${earlier} already, expected it once` };
    }
    reader.drop();
    const name = reader.hasName ? ` ${quoted(utf8.decode(reader.name.subarray(0, reader.nameLength)))}` : '';
    this.problems.add({ ...problem, message: `task${name} is left out: ${problem.message}` });
  }

  damagedLine({ line, column, message }: JsonFault): void {
    this.reader.drop();
    this.problems.add({ line, column, message: `this line is left out: ${message}` });
  }
}
