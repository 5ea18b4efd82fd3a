import { grown } from './growing-arrays.ts';
import { BACKSLASH, hexDigit, QUOTE, SMALL_U } from './json-bytes.ts';
import type { JsonScanner } from './json-scanner.ts';
import { writeCodePoint } from './utf8.ts';

/** A string with escapes, decoded. */
export class EscapedText {
  /** UTF-8: bytes[0 … length). */
  bytes = new Uint8Array(256);
  length = 0;
  /** It has an escape for half of a character (a lone surrogate), which cannot be written as UTF-8. */
  broken = false;

  constructor(private readonly scanner: JsonScanner) {}

  /**
   * Decodes the string whose opening quote is just before `at`, and returns the position after the closing one. Faults if it is
   * not a string.
   */
  read(at: number): number {
    const { scanner } = this;
    const { bytes } = scanner.window;
    this.length = 0;
    this.broken = false;
    while (at < scanner.limit && bytes[at] !== QUOTE) {
      if (this.length + 4 > this.bytes.length) this.bytes = grown(this.bytes, this.length + 4);
      if (bytes[at] === BACKSLASH) at = this.readEscape(at);
      else {
        const end = at + scanner.characterLength(at);
        while (at < end) this.bytes[this.length++] = bytes[at++];
      }
    }
    if (at >= scanner.limit) scanner.cut('the closing quote of a name or string');
    return at + 1;
  }

  /** Decodes the escape at `at`, or the two that make one character, and returns the position after it. */
  private readEscape(at: number): number {
    const { scanner } = this;
    let point = this.unit(at);
    at += scanner.window.bytes[at + 1] === SMALL_U ? 6 : 2;
    if (point >= 0xd800 && point < 0xdc00 && scanner.startsWith('\\u', at)) {
      const low = this.unit(at);
      if (low >= 0xdc00 && low < 0xe000) {
        point = 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00);
        at += 6;
      }
    }
    if (point >= 0xd800 && point < 0xe000) {
      this.broken = true;
      point = 0xfffd;
    }
    this.length = writeCodePoint(this.bytes, this.length, point);
    return at;
  }

  /** The UTF-16 unit that the escape at `at` stands for. */
  private unit(at: number): number {
    const { scanner } = this;
    const { bytes } = scanner.window;
    const length = at + 1 < scanner.limit && bytes[at + 1] === SMALL_U ? 6 : 2;
    if (at + length > scanner.limit) scanner.cut('the rest of an escape');
    if (length === 2) {
      const index = 'bfnrt"\\/'.indexOf(String.fromCharCode(bytes[at + 1]));
      if (index < 0) scanner.fault('a backslash does not begin an escape here, expected \\\\ for a backslash', at);
      return '\b\f\n\r\t"\\/'.charCodeAt(index);
    }
    let unit = 0;
    for (let i = at + 2; i < at + 6; i++) {
      const digit = hexDigit(bytes[i]);
      if (digit < 0) scanner.fault('expected four hexadecimal digits after \\u', at);
      unit = unit * 16 + digit;
    }
    return unit;
  }
}
