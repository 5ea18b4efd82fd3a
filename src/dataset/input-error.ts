/**
 * A problem with the user's input, and where it is. The only kind of error that is shown as one sentence and ends the command
 * line with exit status 2; everything else is a bug and keeps its stack.
 */
export class InputError extends Error {
  override readonly name = 'InputError';

  /**
   * @param reason what is wrong and what was expected, one sentence
   * @param file   the file as the user named it, if there is one
   * @param line   1-based line, if known
   * @param column 1-based column in characters (UTF-16 units), if known
   */
  constructor(
    readonly reason: string,
    readonly file?: string,
    readonly line?: number,
    readonly column?: number,
  ) {
    super(`${position(file, line, column)}${reason}`);
  }
}

function position(file?: string, line?: number, column?: number): string {
  if (file === undefined) return '';
  if (line === undefined) return `${file}: `;
  return `${file}:${line}:${column ?? 1}: `;
}
