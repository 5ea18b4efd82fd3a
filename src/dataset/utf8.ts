import { isAscii } from 'node:buffer';

/** What `sequenceLength` returns for bytes that are not UTF-8. */
export const notUtf8 = 0;
/** What `sequenceLength` returns for a sequence that may continue after `end`. */
export const cutOff = -1;

/**
 * Number of bytes of the UTF-8 sequence that begins at bytes[at] with a byte ≥ 0x80 (2, 3 or 4); `notUtf8` or `cutOff`.
 * Overlong forms, surrogates and code points above U+10FFFF are not UTF-8 (RFC 3629).
 */
export function sequenceLength(bytes: Uint8Array, at: number, end: number): number {
  const lead = bytes[at];
  if (lead < 0xc2 || lead > 0xf4) return notUtf8;
  if (at + 1 >= end) return cutOff;
  const second = bytes[at + 1];
  const lowest = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const highest = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  if (second < lowest || second > highest) return notUtf8;
  const length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  for (let i = 2; i < length; i++) {
    if (at + i >= end) return cutOff;
    if ((bytes[at + i] & 0xc0) !== 0x80) return notUtf8;
  }
  return length;
}

/** Writes a code point as UTF-8 and returns the position after it. */
export function writeCodePoint(target: Uint8Array, at: number, point: number): number {
  if (point < 0x80) {
    target[at++] = point;
    return at;
  }
  if (point < 0x800) {
    target[at++] = 0xc0 | (point >> 6);
  } else {
    if (point < 0x10000) {
      target[at++] = 0xe0 | (point >> 12);
    } else {
      target[at++] = 0xf0 | (point >> 18);
      target[at++] = 0x80 | ((point >> 12) & 0x3f);
    }
    target[at++] = 0x80 | ((point >> 6) & 0x3f);
  }
  target[at++] = 0x80 | (point & 0x3f);
  return at;
}

/** Length of bytes[from … to) in UTF-16 units, as editors count columns. */
export function utf16Units(bytes: Uint8Array, from: number, to: number): number {
  if (isAscii(bytes.subarray(from, to))) return to - from;
  let units = 0;
  for (let i = from; i < to; i++) {
    if ((bytes[i] & 0xc0) !== 0x80) units += bytes[i] >= 0xf0 ? 2 : 1;
  }
  return units;
}
