import { grown } from './growing-arrays.ts';
import { utf16Units } from './utf8.ts';

/** Where something is in a file, both 1-based; the column counts UTF-16 units, as editors do. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/**
 * The part of a file that is in memory: what has arrived and is not dealt with yet. Positions are indices into `bytes`
 * and stay valid until the next `append`.
 */
export class ByteWindow {
  bytes: Uint8Array = new Uint8Array(0);
  /** Number of bytes present. */
  length = 0;
  /** Offset in the file of bytes[0]. */
  base = 0;
  /** 1-based line of the bytes being read. What ends a line: `line-ends.ts`. */
  line = 1;
  /** Where that line begins; negative when it began before the window. */
  lineStart = 0;
  /** UTF-16 units between the line's beginning and bytes[0], when it began before the window. */
  private unitsBefore = 0;

  /** Drops the bytes before `from`, which belong to the current line or to lines before it, and adds a chunk. */
  append(chunk: Uint8Array, from: number): void {
    if (this.lineStart < from) {
      this.unitsBefore = (this.lineStart < 0 ? this.unitsBefore : 0) + this.units(Math.max(this.lineStart, 0), from);
    }
    this.lineStart -= from;
    this.base += from;
    const kept = this.length - from;
    if (from > 0) this.bytes.copyWithin(0, from, this.length);
    if (kept + chunk.length > this.bytes.length) this.bytes = grown(this.bytes, kept + chunk.length);
    this.bytes.set(chunk, kept);
    this.length = kept + chunk.length;
  }

  /** Records that a line begins at `at`. */
  beginLine(at: number): void {
    this.line++;
    this.lineStart = at;
  }

  /** Line and column of a byte of the current line, or of the line `line` that begins at `lineStart`. */
  place(at: number, line = this.line, lineStart = this.lineStart): Place {
    const units = lineStart < 0 ? this.unitsBefore + this.units(0, at) : this.units(lineStart, at);
    return { line, column: Math.max(units, 0) + 1 };
  }

  private units(from: number, to: number): number {
    return utf16Units(this.bytes, from, to);
  }
}
