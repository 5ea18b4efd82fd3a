export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const COLON = 0x3a;
export const BACKSLASH = 0x5c;
export const OPEN_OBJECT = 0x7b;
export const CLOSE_OBJECT = 0x7d;
export const OPEN_ARRAY = 0x5b;
export const CLOSE_ARRAY = 0x5d;
export const NEWLINE = 0x0a;
export const CARRIAGE_RETURN = 0x0d;
export const SPACE = 0x20;
export const ZERO = 0x30;
export const MINUS = 0x2d;
export const POINT = 0x2e;
/** Begins an exponent; E differs in the bit 0x20. */
export const SMALL_E = 0x65;
/** The `u` of an escape with four hexadecimal digits. */
export const SMALL_U = 0x75;

/** 1 for the bytes within a string that mean themselves: ASCII except quote, backslash and control characters. */
export const isPlain = new Uint8Array(256).map((_, byte) =>
  byte >= SPACE && byte < 0x80 && byte !== QUOTE && byte !== BACKSLASH ? 1 : 0,
);

/** 1 for the bytes that are white space in JSON. */
export const isSpace = new Uint8Array(256).map((_, byte) => (' \t\n\r'.includes(String.fromCharCode(byte)) ? 1 : 0));

export function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

/** Value of a hexadecimal digit, or −1. */
export function hexDigit(byte: number): number {
  if (isDigit(byte)) return byte - ZERO;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x61 + 10 : -1;
}

export function controlName(code: number): string {
  return `the control character U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}
