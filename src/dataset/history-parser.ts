import { ByteWindow } from './byte-window.ts';
import { foreignFormat, sniffedBytes } from './foreign-format.ts';
import type { History } from './history.ts';
import { InputError } from './input-error.ts';
import { JsonFault, needMore, quoted } from './json-fault.ts';
import { CLOSE_OBJECT, COMMA, END, JsonScanner, QUOTE } from './json-scanner.ts';
import { type Layout, recogniseLayout } from './layout.ts';
import { toMatrices } from './matrices.ts';
import { ProblemList } from './problem-list.ts';
import { TaskList } from './task-list.ts';
import { TaskReader } from './task-reader.ts';

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Parses a history that arrives in chunks of any size, and holds no more of it in memory than the chunk and the task at
 * its end. A task that does not fit into what has arrived is read again from its beginning when at least twice as much
 * is there, so that the work stays proportional to the file.
 */
export class HistoryParser {
  readonly tasks = new TaskList();
  private readonly window = new ByteWindow();
  private readonly scanner = new JsonScanner(this.window);
  private readonly problems = new ProblemList();
  private readonly reader: TaskReader;
  private layout: Layout = 'object';
  private next: 'beginning' | 'entry' | 'separator' | 'end' | 'line' = 'beginning';
  private wanted = sniffedBytes;
  private ended = false;

  /**
   * @param file      as the user named it, for messages
   * @param unlabelled tasks without `parameters` are kept
   */
  constructor(
    private readonly file: string,
    unlabelled: boolean,
  ) {
    this.reader = new TaskReader(this.scanner, unlabelled);
  }

  /** Takes the next bytes of the file; the chunk may be used again afterwards. Throws an InputError. */
  push(chunk: Uint8Array): void {
    this.scanner.append(chunk);
    if (this.scanner.limit >= this.wanted) this.run();
  }

  /**
   * All bytes have been pushed: gives the history. Throws an InputError.
   * @param fingerprint SHA-256 of the file, hexadecimal
   */
  finish(fingerprint: string): History {
    this.ended = true;
    this.scanner.final = true;
    this.run();
    const { tasks, problems, reader, file } = this;
    if (tasks.count === 0) {
      const { line, column, message } = problems.kept[0];
      throw new InputError(`no task can be used (of ${problems.count}); ${message}`, file, line, column);
    }
    return {
      file,
      bytes: this.window.base + this.window.length,
      fingerprint,
      layout: this.layout,
      ...toMatrices(reader.counts, file),
      tasks: tasks.toPositions(),
      parameters: reader.parameters.toParameters(),
      problems: problems.kept,
      problemCount: problems.count,
      skipped: problems.count,
    };
  }

  private run(): void {
    try {
      while (this.step());
      this.wanted = 0;
    } catch (error) {
      if (error === needMore) {
        this.scanner.rewind();
        this.wanted = 2 * (this.scanner.limit - this.scanner.at);
      } else if (error instanceof JsonFault) {
        throw new InputError(error.message, this.file, error.line, error.column);
      } else {
        throw error;
      }
    }
  }

  /** Reads one thing and gives whether another one follows. */
  private step(): boolean {
    const { scanner } = this;
    switch (this.next) {
      case 'beginning':
        this.begin();
        return true;
      case 'entry':
        if (scanner.peek() !== QUOTE) scanner.unexpected('the name of a task in double quotes');
        scanner.mark();
        this.reader.readEntry();
        this.endTask(scanner.at);
        this.goOn('separator');
        return true;
      case 'separator': {
        const byte = scanner.peek();
        if (byte !== COMMA && byte !== CLOSE_OBJECT) scanner.unexpected('a comma and the next task, or }');
        scanner.at++;
        this.goOn(byte === COMMA ? 'entry' : 'end');
        return true;
      }
      case 'end':
        if (scanner.peek() !== END) scanner.unexpected('nothing after the end of the history');
        return false;
      case 'line':
        return this.readLine();
    }
  }

  private goOn(next: typeof this.next): void {
    this.next = next;
    this.scanner.mark();
  }

  private begin(): void {
    const { scanner, window } = this;
    const foreign = foreignFormat(window.bytes.subarray(0, window.length));
    if (foreign !== undefined) throw new InputError(foreign, this.file, 1, 1);
    const [a, b, c] = window.bytes;
    if (a === 0xef && b === 0xbb && c === 0xbf) {
      scanner.at = 3;
      window.lineStart = 3;
    }
    scanner.mark();
    this.layout = recogniseLayout(scanner);
    scanner.rewind();
    if (this.layout === 'lines') {
      this.next = 'line';
      scanner.unit = 'line';
      return;
    }
    scanner.peek();
    if (!scanner.firstMember())
      throw new InputError('the history holds no task, expected at least one', this.file, 1, 1);
    this.goOn('entry');
  }

  private endTask(to: number): void {
    const { reader, scanner, window } = this;
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

  private readLine(): boolean {
    const { scanner, window } = this;
    const length = window.bytes.subarray(scanner.at, window.length).indexOf(0x0a);
    if (length < 0 && !this.ended) throw needMore;
    const end = length < 0 ? window.length : scanner.at + length;
    scanner.limit = end;
    scanner.final = true;
    try {
      this.readTaskOfLine();
    } catch (error) {
      if (!(error instanceof JsonFault) || error.encoding) throw error;
      const { line, column, message } = error;
      this.reader.drop();
      this.problems.add({ line, column, message: `this line is left out: ${message}` });
    }
    scanner.limit = window.length;
    scanner.final = this.ended;
    if (length >= 0) window.beginLine(end + 1);
    scanner.at = Math.min(end + 1, window.length);
    scanner.mark();
    return length >= 0;
  }

  private readTaskOfLine(): void {
    const { scanner } = this;
    if (scanner.peek() === END) return;
    scanner.mark();
    this.reader.readLine();
    const to = scanner.at;
    if (scanner.peek() !== END) scanner.unexpected('the end of the line after the task');
    this.endTask(to);
  }
}
