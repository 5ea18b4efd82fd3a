/** The bytes are not the JSON that was expected; the parser of the file turns it into an InputError or a Problem. */
export class JsonFault extends Error {
  /**
   * @param line   1-based
   * @param column 1-based, in UTF-16 units
   * @param encoding the file's encoding is wrong, so nothing in it can be trusted
   */
  constructor(
    message: string,
    readonly line: number,
    readonly column: number,
    readonly encoding = false,
  ) {
    super(message);
  }
}

/** Thrown where the window ends before the value does; the value is read again when more of the file is there. */
export const needMore = new Error('the value continues after the window');

const longest = 80;

/** Text from a file for a message: in quotes, escapes for control characters, cut when it is long. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > longest ? `${text.slice(0, longest)}…` : text);
}
