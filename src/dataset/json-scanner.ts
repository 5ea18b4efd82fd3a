import type { ByteWindow, Place } from './byte-window.ts';
import { EscapedText } from './escaped-text.ts';
import { grown } from './growing-arrays.ts';
import {
  CARRIAGE_RETURN,
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  controlName,
  isDigit,
  isPlain,
  MINUS,
  NEWLINE,
  OPEN_ARRAY,
  OPEN_OBJECT,
  POINT,
  QUOTE,
  SMALL_E,
  SPACE,
  ZERO,
} from './json-bytes.ts';
import { JsonFault, needMore } from './json-fault.ts';
import { endsLine } from './line-ends.ts';
import { hashOf } from './name-table.ts';
import { cutOff, notUtf8, sequenceLength } from './utf8.ts';

/** What `peek` returns after the last byte. */
export const END = -1;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

export type Scalar = 'string' | 'number' | 'true' | 'false' | 'null' | 'not finite';

/** The words of JSON, and those that Python writes for numbers that JSON lacks. */
const words: readonly (readonly [text: string, kind: Scalar])[] = [
  ['true', 'true'],
  ['false', 'false'],
  ['null', 'null'],
  ['NaN', 'not finite'],
  ['Infinity', 'not finite'],
  ['-Infinity', 'not finite'],
];

/**
 * Reads JSON (RFC 8259) token by token out of a window over the file, without making strings or objects. Nothing
 * recurses, so no nesting is too deep. Where the window ends too early, `needMore` is thrown: the caller goes back to
 * the last `mark` and tries again with more bytes. Bytes that are not JSON throw a JsonFault.
 */
export class JsonScanner {
  /** The next byte to read, an index into the window. */
  at = 0;
  /** Nothing is read from here on. */
  limit = 0;
  /** Nothing follows `limit`. */
  final = false;
  /** What ends at `limit`, for messages. */
  unit: 'file' | 'line' = 'file';

  /** The last string read, decoded, or the last number, as written: text[textFrom … textTo), until the next is read. */
  text: Uint8Array = new Uint8Array(0);
  textFrom = 0;
  textTo = 0;
  textHash = 0;
  /** The last string has an escape for half of a character (a lone surrogate), which cannot be written as UTF-8. */
  textBroken = false;

  private readonly escaped = new EscapedText(this);
  private nesting = new Uint8Array(64);
  /** Where `mark` was called last, and on which line. */
  marked = 0;
  markedLine = 1;
  private markedLineStart = 0;

  constructor(readonly window: ByteWindow) {}

  /** Remembers this place for `rewind`; everything before it may leave the window. */
  mark(): void {
    this.marked = this.at;
    this.markedLine = this.window.line;
    this.markedLineStart = this.window.lineStart;
  }

  rewind(): void {
    this.at = this.marked;
    this.window.line = this.markedLine;
    this.window.lineStart = this.markedLineStart;
  }

  /** Adds a chunk to the window, keeping what comes after the mark, and goes back to the mark. */
  append(chunk: Uint8Array): void {
    this.rewind();
    this.window.append(chunk, this.marked);
    this.at = 0;
    this.limit = this.window.length;
    this.mark();
  }

  /** The next byte that is not white space, which stays unread, or END. */
  peek(): number {
    const { limit } = this;
    const { bytes } = this.window;
    let at = this.at;
    for (; at < limit; at++) {
      const byte = bytes[at];
      if (byte > 0x20) break;
      if (byte === NEWLINE || byte === CARRIAGE_RETURN) {
        if (endsLine(bytes, at, this.window.length)) this.window.beginLine(at + 1);
      } else if (byte !== 0x20 && byte !== 0x09) break;
    }
    this.at = at;
    return at < limit ? bytes[at] : this.end();
  }

  /** Skips `{` and returns whether the object has a member, whose name comes next. */
  firstMember(): boolean {
    this.at++;
    const byte = this.peek();
    if (byte === QUOTE) return true;
    if (byte !== CLOSE_OBJECT) this.unexpected('a name in double quotes or }');
    this.at++;
    return false;
  }

  /** After a member's value: returns whether another one follows, whose name comes next, or skips `}`. */
  nextMember(): boolean {
    const byte = this.peek();
    if (byte === COMMA) {
      this.at++;
      if (this.peek() !== QUOTE) this.unexpected('a name in double quotes');
      return true;
    }
    if (byte !== CLOSE_OBJECT) this.unexpected('a comma or }');
    this.at++;
    return false;
  }

  /** Reads a member's name, as `readString`, and the colon. What comes next is its value. */
  readName(): void {
    this.readString();
    this.readColon();
  }

  readColon(): void {
    if (this.peek() !== COLON) this.unexpected('a colon');
    this.at++;
  }

  /** Reads a string, of which this is the opening quote, into `text`. */
  readString(): void {
    const { bytes } = this.window;
    const { limit } = this;
    const from = this.at + 1;
    let at = from;
    let hash = 0;
    while (at < limit) {
      const byte = bytes[at];
      if (isPlain[byte] === 0) {
        if (byte === QUOTE) {
          this.setText(bytes, from, at, hash);
          this.at = at + 1;
          return;
        }
        if (byte < 0x80) break;
        for (const last = at + this.characterLength(at) - 1; at < last; at++) {
          hash = ((hash << 5) | (hash >>> 27)) ^ bytes[at];
        }
      }
      hash = ((hash << 5) | (hash >>> 27)) ^ bytes[at++];
    }
    // It has escapes, or is not a string.
    const { escaped } = this;
    this.at = escaped.read(from);
    this.setText(escaped.bytes, 0, escaped.length, hashOf(escaped.bytes, 0, escaped.length));
    this.textBroken = escaped.broken;
  }

  /** A whole number of at most nine digits, the usual form of a count, or −1: then only white space has been read. */
  readDigits(): number {
    this.peek();
    const { bytes } = this.window;
    const from = this.at;
    const until = Math.min(from + 10, this.limit);
    let value = 0;
    let at = from;
    for (; at < until && isDigit(bytes[at]); at++) value = value * 10 + bytes[at] - ZERO;
    if (at === from || at === until || (bytes[from] === ZERO && at > from + 1)) return -1;
    if (bytes[at] === POINT || (bytes[at] | 0x20) === SMALL_E) return -1;
    this.at = at;
    return value;
  }

  /** Reads a string into `text`, a number, or a word; objects and lists are left to `skipValue`. */
  readScalar(): Scalar {
    const byte = this.peek();
    if (byte === QUOTE) {
      this.readString();
      return 'string';
    }
    if (!isDigit(byte)) {
      const word = this.readWord();
      if (word !== undefined) return word;
      if (byte !== MINUS) this.unexpected('a value');
    }
    this.readNumber();
    return 'number';
  }

  /** Skips a value of any kind. */
  skipValue(): void {
    let depth = 0;
    do {
      const byte = this.peek();
      if (byte === OPEN_OBJECT) {
        if (this.firstMember()) {
          this.nest(depth++, OPEN_OBJECT);
          this.readName();
          continue;
        }
      } else if (byte === OPEN_ARRAY) {
        this.at++;
        if (this.peek() !== CLOSE_ARRAY) {
          this.nest(depth++, OPEN_ARRAY);
          continue;
        }
        this.at++;
      } else {
        this.readScalar();
      }
      while (depth > 0 && !this.nextItem(this.nesting[depth - 1])) depth--;
    } while (depth > 0);
  }

  setText(text: Uint8Array, from: number, to: number, hash: number): void {
    this.text = text;
    this.textFrom = from;
    this.textTo = to;
    this.textHash = hash;
    this.textBroken = false;
  }

  /** Whether `text` is these bytes. */
  textIs(bytes: Uint8Array): boolean {
    const { text, textFrom } = this;
    if (this.textTo - textFrom !== bytes.length) return false;
    for (let i = 0; i < bytes.length; i++) if (text[textFrom + i] !== bytes[i]) return false;
    return true;
  }

  /** `text` as a string. */
  textString(): string {
    return decoder.decode(this.text.subarray(this.textFrom, this.textTo));
  }

  /** Line and column of a byte of the current line. */
  place(at: number): Place {
    return this.window.place(at);
  }

  placeOfMark(): Place {
    return this.window.place(this.marked, this.markedLine, this.markedLineStart);
  }

  /** Reports what was found at the next byte instead of what was expected. */
  unexpected(expected: string): never {
    this.fault(`found ${this.found()}, expected ${expected}`, this.at);
  }

  fault(message: string, at: number, encoding = false): never {
    const { line, column } = this.place(at);
    throw new JsonFault(message, line, column, encoding);
  }

  /** The bytes end within something. */
  cut(expected: string): never {
    this.at = this.limit;
    this.end();
    this.unexpected(expected);
  }

  /** Number of bytes of the character at `at` within a string: a valid one that needs no escape. */
  characterLength(at: number): number {
    const byte = this.window.bytes[at];
    if (byte < SPACE) this.rawControl(at, byte);
    if (byte < 0x80) return 1;
    const length = sequenceLength(this.window.bytes, at, this.limit);
    if (length === cutOff && !this.final) throw needMore;
    if (length !== notUtf8 && length !== cutOff) return length;
    const hex = byte.toString(16).toUpperCase();
    const message = `the byte 0x${hex} is not UTF-8 here; is the file in Latin-1? Expected a file saved as UTF-8`;
    return this.fault(message, at, true);
  }

  /** Whether these ASCII characters are at `at`. */
  startsWith(word: string, at: number): boolean {
    const { bytes } = this.window;
    const present = Math.min(word.length, this.limit - at);
    for (let i = 0; i < present; i++) if (bytes[at + i] !== word.charCodeAt(i)) return false;
    if (present < word.length && !this.final) throw needMore;
    return present === word.length;
  }

  /** At the end of a value within an object or list: returns whether another value follows, or skips the bracket. */
  private nextItem(kind: number): boolean {
    if (kind === OPEN_OBJECT) {
      const more = this.nextMember();
      if (more) this.readName();
      return more;
    }
    const byte = this.peek();
    if (byte !== COMMA && byte !== CLOSE_ARRAY) this.unexpected('a comma or ]');
    this.at++;
    return byte === COMMA;
  }

  private nest(depth: number, kind: number): void {
    if (depth === this.nesting.length) this.nesting = grown(this.nesting, depth + 1);
    this.nesting[depth] = kind;
  }

  private readWord(): Scalar | undefined {
    for (const [word, kind] of words) {
      if (this.startsWith(word, this.at)) {
        this.at += word.length;
        return kind;
      }
    }
    return undefined;
  }

  /** number = [-] int [frac] [exp] */
  private readNumber(): void {
    const from = this.at;
    if (this.next() === MINUS) this.at++;
    if (this.next() === ZERO) this.at++;
    else this.digits();
    if (this.next() === POINT) {
      this.at++;
      this.digits();
    }
    if ((this.next() | 0x20) === SMALL_E) {
      this.at++;
      const sign = this.next();
      if (sign === 0x2b || sign === MINUS) this.at++;
      this.digits();
    }
    this.setText(this.window.bytes, from, this.at, 0);
  }

  private digits(): void {
    if (!isDigit(this.next())) this.unexpected('a digit');
    while (isDigit(this.next())) this.at++;
  }

  /** The next byte, white space or not. */
  private next(): number {
    return this.at < this.limit ? this.window.bytes[this.at] : this.end();
  }

  private rawControl(at: number, code: number): never {
    if (code === NEWLINE || code === CARRIAGE_RETURN)
      this.fault('the line ends within a string, expected a closing quote', at);
    this.fault(`found ${controlName(code)} within a string, expected it written as ${escapeOf(code)}`, at);
  }

  private end(): number {
    if (!this.final) throw needMore;
    return END;
  }

  private found(): string {
    if (this.at >= this.limit) return `the end of the ${this.unit} (was it cut off?)`;
    const { bytes } = this.window;
    const byte = bytes[this.at];
    if (byte < 0x20 || byte === 0x7f) return controlName(byte);
    if (byte < 0x80) return byte === 0x27 ? 'a single quote' : `'${String.fromCharCode(byte)}'`;
    const end = this.at + this.characterLength(this.at);
    return `'${decoder.decode(bytes.subarray(this.at, end))}'`;
  }
}

function escapeOf(code: number): string {
  return JSON.stringify(String.fromCharCode(code)).slice(1, -1);
}
