import { CARRIAGE_RETURN, NEWLINE } from './json-bytes.ts';

/*
 * Lines end as editors count them: with `\n`, with `\r\n`, or with `\r` alone.
 */

/** Whether a line ends with this byte: a carriage return before a newline does not yet. */
export function endsLine(bytes: Uint8Array, at: number, to: number): boolean {
  const byte = bytes[at];
  return byte === NEWLINE || (byte === CARRIAGE_RETURN && (at + 1 >= to || bytes[at + 1] !== NEWLINE));
}

/** Where the next line end begins in bytes[from … to), −1 if there is none. */
export function nextLineEnd(bytes: Uint8Array, from: number, to: number): number {
  const newline = bytes.subarray(from, to).indexOf(NEWLINE);
  // The nearer of the two is searched only before the other, so that each line is scanned at most twice.
  const before = newline < 0 ? to : from + newline;
  const carriageReturn = bytes.subarray(from, before).indexOf(CARRIAGE_RETURN);
  if (carriageReturn >= 0) return from + carriageReturn;
  return newline < 0 ? -1 : before;
}

/** The byte after the line end that begins at `at`. */
export function afterLineEnd(bytes: Uint8Array, at: number, to: number): number {
  return endsLine(bytes, at, to) ? at + 1 : at + 2;
}

/** Calls for each line that begins in bytes(from … to]. */
export function forEachLine(bytes: Uint8Array, from: number, to: number, begins: (at: number) => void): void {
  for (let end = nextLineEnd(bytes, from, to); end >= 0; end = nextLineEnd(bytes, end, to)) {
    end = afterLineEnd(bytes, end, bytes.length);
    begins(end);
  }
}
