import type { ByteBuffer } from './byte-buffer.ts';
import {
  BACKSLASH,
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  NEWLINE,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
  SPACE,
} from './json-bytes.ts';

/**
 * Writes valid JSON, source[from … to), on one line with a space after each comma and colon; strings and numbers stay the
 * same, byte for byte.
 */
export function writeCompact(source: Uint8Array, from: number, to: number, target: ByteBuffer): void {
  for (let at = from; at < to; ) {
    const byte = source[at];
    const next = tokenEnd(source, at, to);
    if (byte > SPACE) target.copy(source, at, next);
    if (byte === COMMA || byte === COLON) target.byte(SPACE);
    at = next;
  }
}

/** Like `writeCompact`, but each member and item on its own line, indented by two spaces for each level from `depth` on. */
export function writePretty(source: Uint8Array, from: number, to: number, target: ByteBuffer, depth: number): void {
  let level = depth;
  let opened = false;
  for (let at = from; at < to; ) {
    const byte = source[at];
    const next = tokenEnd(source, at, to);
    if (byte > SPACE) {
      const closes = byte === CLOSE_OBJECT || byte === CLOSE_ARRAY;
      if (closes) level--;
      if (opened !== closes) newLine(target, level);
      opened = byte === OPEN_OBJECT || byte === OPEN_ARRAY;
      if (opened) level++;
      target.copy(source, at, next);
      if (byte === COMMA) newLine(target, level);
      if (byte === COLON) target.byte(SPACE);
    }
    at = next;
  }
}

/** A line feed, and two spaces per level. */
export function newLine(target: ByteBuffer, level: number): void {
  target.byte(NEWLINE);
  for (let i = 0; i < level; i++) target.text('  ');
}

/** The byte after the token (or white space) that begins at `at`: a string, a word or number, or a single byte. */
function tokenEnd(source: Uint8Array, at: number, to: number): number {
  const first = source[at];
  if (first === QUOTE) {
    at++;
    while (source[at] !== QUOTE) at += source[at] === BACKSLASH ? 2 : 1;
    return at + 1;
  }
  if (first <= SPACE || isPunctuation(first)) return at + 1;
  do at++;
  while (at < to && source[at] > SPACE && !isPunctuation(source[at]));
  return at;
}

function isPunctuation(byte: number): boolean {
  return (
    byte === COMMA ||
    byte === COLON ||
    byte === OPEN_OBJECT ||
    byte === CLOSE_OBJECT ||
    byte === OPEN_ARRAY ||
    byte === CLOSE_ARRAY
  );
}
