import { ByteWindow } from './byte-window.ts';
import { foreignFormat, sniffedBytes } from './foreign-format.ts';
import { InputError } from './input-error.ts';
import { CARRIAGE_RETURN, CLOSE_OBJECT, COMMA, QUOTE } from './json-bytes.ts';
import { JsonFault, needMore } from './json-fault.ts';
import { END, JsonScanner } from './json-scanner.ts';
import { type Layout, recogniseLayout } from './layout.ts';
import { afterLineEnd, nextLineEnd } from './line-ends.ts';

/** Handles the tasks of a history, with the stream's scanner. */
export interface EntryConsumer {
  /** Reads `"name": …`, of which the opening quote is marked. Called again if the chunk ends within it. */
  readEntry(): void;
  /** Reads the value that a line of JSON Lines holds, of which the first byte is marked. */
  readLine(): void;
  /** The last task read is complete; `to` is the byte of the window after it. */
  endTask(to: number): void;
  /** A line is invalid; the stream continues with the next one unless this throws. */
  damagedLine(fault: JsonFault): void;
}

/**
 * Splits a history that arrives in chunks of any size into its tasks, and holds no more of it in memory than the chunk
 * and the task at its end. A task that is not complete yet is read again from its beginning when at least twice as much has
 * arrived, so that the work stays proportional to the file.
 */
export class EntryStream {
  readonly window = new ByteWindow();
  readonly scanner = new JsonScanner(this.window);
  layout: Layout = 'object';
  private next: 'beginning' | 'entry' | 'separator' | 'end' | 'line' = 'beginning';
  private wanted = sniffedBytes;
  private ended = false;

  /** @param file as the user named it, for messages */
  constructor(private readonly file: string) {}

  /** Takes the next bytes of the file; the chunk may be reused afterwards. Throws an InputError. */
  push(chunk: Uint8Array, consumer: EntryConsumer): void {
    this.scanner.append(chunk);
    if (this.scanner.limit >= this.wanted) this.run(consumer);
  }

  /** All bytes have been pushed. Throws an InputError. */
  finish(consumer: EntryConsumer): void {
    this.ended = true;
    this.scanner.final = true;
    this.run(consumer);
  }

  private run(consumer: EntryConsumer): void {
    try {
      while (this.step(consumer));
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

  /** Reads one item and returns whether another one follows. */
  private step(consumer: EntryConsumer): boolean {
    const { scanner } = this;
    switch (this.next) {
      case 'beginning':
        this.begin();
        return true;
      case 'entry':
        if (scanner.peek() !== QUOTE) scanner.unexpected('the name of a task in double quotes');
        scanner.mark();
        consumer.readEntry();
        consumer.endTask(scanner.at);
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
        return this.readLine(consumer);
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
    if (!scanner.firstMember()) {
      throw new InputError('the history contains no task, expected at least one', this.file, 1, 1);
    }
    this.goOn('entry');
  }

  private readLine(consumer: EntryConsumer): boolean {
    const { scanner, window } = this;
    const lineEnd = nextLineEnd(window.bytes, scanner.at, window.length);
    // The next byte decides whether a carriage return is the whole line end.
    if (!this.ended && (lineEnd < 0 || lineEnd === window.length - 1)) {
      if (lineEnd < 0 || window.bytes[lineEnd] === CARRIAGE_RETURN) throw needMore;
    }
    const end = lineEnd < 0 ? window.length : lineEnd;
    const next = lineEnd < 0 ? end : afterLineEnd(window.bytes, end, window.length);
    scanner.limit = end;
    scanner.final = true;
    try {
      this.readTaskOfLine(consumer);
    } catch (error) {
      if (!(error instanceof JsonFault) || error.encoding) throw error;
      consumer.damagedLine(error);
    }
    scanner.limit = window.length;
    scanner.final = this.ended;
    if (lineEnd >= 0) window.beginLine(next);
    scanner.at = next;
    scanner.mark();
    return lineEnd >= 0;
  }

  private readTaskOfLine(consumer: EntryConsumer): void {
    const { scanner } = this;
    if (scanner.peek() === END) return;
    scanner.mark();
    consumer.readLine();
    const to = scanner.at;
    if (scanner.peek() !== END) scanner.unexpected('the end of the line after the task');
    consumer.endTask(to);
  }
}
