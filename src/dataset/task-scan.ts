import { scannerOver } from './bytes-scanner.ts';
import { grown } from './growing-arrays.ts';
import type { Problem } from './history.ts';
import {
  BACKSLASH,
  CARRIAGE_RETURN,
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  isSpace,
  NEWLINE,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
} from './json-bytes.ts';
import { JsonFault } from './json-fault.ts';
import { END, type JsonScanner } from './json-scanner.ts';
import { type Layout, recogniseLayout } from './layout.ts';
import { afterLineEnd, forEachLine, nextLineEnd } from './line-ends.ts';
import { ProblemList } from './problem-list.ts';

/** Which part of a history the bytes are: between two tasks, or up to its beginning or end. */
export interface ScannedPart {
  readonly layout: Layout;
  /** Nothing comes before it. */
  readonly first: boolean;
  /** Nothing comes after it. */
  readonly last: boolean;
}

/** Tasks of a part, in its order. */
export interface ScannedTasks {
  readonly count: number;
  /** [count] first byte of the entry: the quote of its name, or the first byte of what its line holds. */
  readonly from: Uint32Array;
  /** [count] the byte after the entry's last. */
  readonly to: Uint32Array;
  /** Faults in the JSON; places count from the part's beginning. */
  readonly faults: readonly Problem[];
  readonly faultCount: number;
}

/** Lines that are checked if a history's beginning is damaged. */
const maxLines = 20;

/**
 * The layout of a history's text. If its beginning is damaged, the first of the next lines that begins with a task's name, as
 * in JSON Lines, decides; undefined if there is none.
 */
export function layoutOf(bytes: Uint8Array): Layout | undefined {
  try {
    return recogniseLayout(scannerOver(bytes));
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
  }
  let end = nextLineEnd(bytes, 0, bytes.length);
  for (let lines = 0; lines < maxLines && end >= 0; lines++) {
    const line = afterLineEnd(bytes, end, bytes.length);
    if (beginsLine(bytes.subarray(line, line + 64))) return 'lines';
    end = nextLineEnd(bytes, line, bytes.length);
  }
  return undefined;
}

function beginsLine(bytes: Uint8Array): boolean {
  return /^[ \t]*\{[ \t]*"task"[ \t]*:[ \t]*"/.test(String.fromCharCode(...bytes));
}

/**
 * Finds the tasks of a history's text, whole or damaged: after a fault it continues with the next text that looks like a task.
 * Without faults, the tasks are exactly the members of the object, or the lines.
 */
export function scanTasks(bytes: Uint8Array, part: ScannedPart): ScannedTasks {
  const scan = new TaskScan(bytes, part);
  if (part.layout === 'lines') scan.readLines();
  else scan.readObject();
  return scan.result();
}

class TaskScan {
  private readonly scanner: JsonScanner;
  private readonly faults = new ProblemList();
  private from = new Uint32Array(256);
  private to = new Uint32Array(256);
  private count = 0;
  /** The history has a fault, so brackets may be missing in what looks correct. */
  private suspicious = false;
  /** Brackets that are open, for `skipSuspicious`. */
  private nesting = new Uint8Array(64);

  constructor(
    private readonly bytes: Uint8Array,
    private readonly part: ScannedPart,
  ) {
    this.scanner = scannerOver(bytes);
  }

  result(): ScannedTasks {
    const { count, faults } = this;
    const [from, to] = [this.from.slice(0, count), this.to.slice(0, count)];
    return { count, from, to, faults: faults.kept, faultCount: faults.count };
  }

  /** Each line separately, as `EntryStream` reads them. A line that has a task of another part has nothing else. */
  readLines(): void {
    const { scanner, bytes, part } = this;
    scanner.unit = 'line';
    for (let at = 0; at <= bytes.length; ) {
      const end = nextLineEnd(bytes, at, bytes.length);
      scanner.limit = end < 0 ? bytes.length : end;
      scanner.at = at;
      const begins = at > 0 || part.first;
      const ends = end >= 0 || part.last;
      this.attempt(() => (begins && ends ? this.readLine() : this.readRest(begins || ends)));
      at = end < 0 ? bytes.length + 1 : afterLineEnd(bytes, end, bytes.length);
      scanner.window.beginLine(at);
    }
  }

  /** @param separate a line break is in it */
  private readRest(separate: boolean): void {
    const { scanner } = this;
    if (scanner.peek() !== END || !separate) scanner.unexpected('each task on its own line');
  }

  private readLine(): void {
    const { scanner } = this;
    if (scanner.peek() === END) return;
    scanner.mark();
    const from = scanner.at;
    scanner.skipValue();
    const to = scanner.at;
    if (scanner.peek() !== END) scanner.unexpected('the end of the line after the task');
    this.add(from, to);
  }

  /** The members of the history's object. */
  readObject(): void {
    const { scanner } = this;
    const missing = this.readMembers();
    if (missing === undefined || this.faults.count > 0) return;
    // If brackets are missing, a task may have swallowed all that follow.
    this.suspicious = true;
    this.count = 0;
    this.goTo(0);
    this.readMembers();
    if (this.faults.count === 0) this.attempt(() => scanner.unexpected(missing));
  }

  /** @returns what was expected before the end of the part, if it is missing */
  private readMembers(): string | undefined {
    const { scanner, part } = this;
    let next: 'entry' | 'separator' | 'end' = part.first ? 'entry' : 'separator';
    /** Only after the opening brace may the end come in place of an entry. */
    let empty = part.first;
    scanner.mark();
    if (part.first) this.attempt(() => this.open(), 0);
    for (let byte = scanner.peek(); byte !== END; byte = scanner.peek()) {
      scanner.mark();
      if (byte === QUOTE) {
        if (next !== 'entry') this.note(`found a task, expected ${expected[next]}`);
        next = this.attempt(() => this.readEntry()) ? 'separator' : 'entry';
      } else if (byte === COMMA && next === 'separator') {
        scanner.at++;
        next = 'entry';
      } else if (byte === CLOSE_OBJECT && part.last && (next === 'separator' || (next === 'entry' && empty))) {
        scanner.at++;
        next = 'end';
      } else {
        const here = next;
        this.attempt(() => scanner.unexpected(expected[here]));
        next = 'entry';
      }
      empty = false;
    }
    return next === (part.last ? 'end' : 'entry') ? undefined : expected[next];
  }

  private open(): void {
    const { scanner } = this;
    if (scanner.peek() !== OPEN_OBJECT) scanner.unexpected('an object of tasks');
    scanner.at++;
  }

  private readEntry(): void {
    const { scanner } = this;
    const from = scanner.at;
    scanner.readName();
    if (this.suspicious) this.skipSuspicious();
    else scanner.skipValue();
    this.add(from, scanner.at);
  }

  private add(from: number, to: number): void {
    if (this.count === this.from.length) {
      this.from = grown(this.from, this.count + 1);
      this.to = grown(this.to, this.count + 1);
    }
    this.from[this.count] = from;
    this.to[this.count++] = to;
  }

  private note(message: string): void {
    this.suspicious = true;
    this.faults.add({ ...this.scanner.place(this.scanner.at), message });
  }

  /**
   * Reads something, and after a fault continues with the next task, or the next line.
   *
   * @param next where the next task may begin; after the mark unless given
   * @returns whether there was no fault
   */
  private attempt(read: () => void, next?: number): boolean {
    try {
      read();
      return true;
    } catch (error) {
      if (!(error instanceof JsonFault)) throw error;
      this.faults.add({ line: error.line, column: error.column, message: error.message });
      this.suspicious = true;
      if (this.part.layout === 'object') this.goTo(this.nextTask(next ?? this.scanner.marked + 1));
      return false;
    }
  }

  /** Moves to a byte after the mark, or to the beginning. */
  private goTo(at: number): void {
    const { scanner, bytes } = this;
    if (at === 0) {
      scanner.window.line = 1;
      scanner.window.lineStart = 0;
      scanner.at = 0;
      scanner.mark();
    }
    scanner.rewind();
    forEachLine(bytes, scanner.at, at, (line) => scanner.window.beginLine(line));
    scanner.at = at;
    scanner.mark();
  }

  /** The quote before the next name, from `at` on, that is followed by the beginning of a task; the end if there is none. */
  private nextTask(at: number): number {
    const { bytes } = this;
    for (let brace = bytes.indexOf(OPEN_OBJECT, at); brace >= 0; brace = bytes.indexOf(OPEN_OBJECT, brace + 1)) {
      if (!this.beginsTask(brace)) continue;
      const colon = this.spaceBefore(brace);
      if (bytes[colon] !== COLON) continue;
      const quote = this.openingQuote(this.spaceBefore(colon));
      if (quote >= at) return quote;
    }
    return bytes.length;
  }

  /** Whether a brace is followed by a member `errors` or `parameters` that is an object. */
  private beginsTask(brace: number): boolean {
    const { bytes } = this;
    const name = this.spaceAfter(brace);
    const end = taskKeys.map((key) => this.endOf(key, name)).find((at) => at > 0);
    if (end === undefined) return false;
    const colon = this.spaceAfter(end - 1);
    return bytes[colon] === COLON && bytes[this.spaceAfter(colon)] === OPEN_OBJECT;
  }

  /** The byte after the string at `at`, or 0. */
  private endOf(text: string, at: number): number {
    for (let i = 0; i < text.length; i++) if (this.bytes[at + i] !== text.charCodeAt(i)) return 0;
    return at + text.length;
  }

  /** The first byte after `at` that is not white space. */
  private spaceAfter(at: number): number {
    do at++;
    while (isSpace[this.bytes[at]] === 1);
    return at;
  }

  /** The last byte before `at` that is not white space. */
  private spaceBefore(at: number): number {
    do at--;
    while (at >= 0 && isSpace[this.bytes[at]] === 1);
    return at;
  }

  /** The opening quote of a string on one line that ends with the quote at `closing`, or −1. */
  private openingQuote(closing: number): number {
    const { bytes } = this;
    if (bytes[closing] !== QUOTE) return -1;
    for (let at = closing - 1; at >= 0 && bytes[at] !== NEWLINE && bytes[at] !== CARRIAGE_RETURN; at--) {
      if (bytes[at] !== QUOTE) continue;
      let backslashes = 0;
      while (bytes[at - 1 - backslashes] === BACKSLASH) backslashes++;
      if (backslashes % 2 === 0) return at;
    }
    return -1;
  }

  /**
   * Skips a value of a damaged history. A task within it means that brackets are missing before that task: the value is then a
   * fault, which ends there.
   */
  private skipSuspicious(): void {
    const { scanner } = this;
    let depth = 0;
    do {
      const byte = scanner.peek();
      if (byte === OPEN_OBJECT && scanner.firstMember()) {
        this.nest(depth++, OPEN_OBJECT);
        this.readInnerName();
        continue;
      }
      if (byte === OPEN_ARRAY) {
        scanner.at++;
        if (scanner.peek() !== CLOSE_ARRAY) {
          this.nest(depth++, OPEN_ARRAY);
          continue;
        }
        scanner.at++;
      } else if (byte !== OPEN_OBJECT) {
        scanner.readScalar();
      }
      while (depth > 0 && !this.nextItem(this.nesting[depth - 1])) depth--;
    } while (depth > 0);
  }

  private nest(depth: number, kind: number): void {
    if (depth === this.nesting.length) this.nesting = grown(this.nesting, depth + 1);
    this.nesting[depth] = kind;
  }

  private nextItem(kind: number): boolean {
    const { scanner } = this;
    if (kind === OPEN_OBJECT) {
      if (!scanner.nextMember()) return false;
      this.readInnerName();
      return true;
    }
    const byte = scanner.peek();
    if (byte !== COMMA && byte !== CLOSE_ARRAY) scanner.unexpected('a comma or ]');
    scanner.at++;
    return byte === COMMA;
  }

  private readInnerName(): void {
    const { scanner } = this;
    const { at } = scanner;
    scanner.readName();
    if (scanner.peek() === OPEN_OBJECT && this.beginsTask(scanner.at)) {
      scanner.fault('a } is missing before this task', at);
    }
  }
}

const taskKeys = ['"errors"', '"parameters"'];

const expected = {
  entry: 'the name of a task in double quotes',
  separator: 'a comma and the next task, or }',
  end: 'nothing after the end of the history',
};
