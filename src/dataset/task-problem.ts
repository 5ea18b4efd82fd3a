import type { Problem } from './history.ts';
import { OPEN_ARRAY, OPEN_OBJECT } from './json-bytes.ts';
import { quoted } from './json-fault.ts';
import type { JsonScanner, Scalar } from './json-scanner.ts';

/** What makes the current task unusable: the first problem noted, with its place. */
export class TaskProblem {
  problem: Problem | undefined;

  constructor(private readonly scanner: JsonScanner) {}

  clear(): void {
    this.problem = undefined;
  }

  /** @param at a byte of the current line */
  note(message: string, at: number): void {
    this.problem ??= { ...this.scanner.place(at), message };
  }

  missing(key: string): void {
    const message = `the member "${key}" is missing, expected it in every task`;
    this.problem ??= { ...this.scanner.placeOfMark(), message };
  }

  repeated(name: string, at: number): void {
    this.note(`${quoted(name)} appears twice in the same object, expected once`, at);
  }

  /** The string just read contains half of a character. */
  brokenText(what: string, at: number): void {
    const half = 'half of a character (a \\u escape from D800 to DFFF without its other half)';
    this.note(`the ${what} contains ${half}, expected whole characters`, at);
  }

  /** Notes that the next value is not what was expected, and skips it. */
  wrong(what: string, expected: string): void {
    const { scanner } = this;
    const byte = scanner.peek();
    const { line, column } = scanner.place(scanner.at);
    let found = byte === OPEN_OBJECT ? 'an object' : 'a list';
    if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) scanner.skipValue();
    else found = this.shown(scanner.readScalar());
    this.problem ??= { line, column, message: `${what} is ${found}, expected ${expected}` };
  }

  /** Whether an object comes next; otherwise the value is noted as wrong and skipped. */
  opensObject(what: string, expected: string): boolean {
    if (this.scanner.peek() === OPEN_OBJECT) return true;
    this.wrong(what, expected);
    return false;
  }

  /** The scalar just read, for a message. */
  shown(kind: Scalar): string {
    const { scanner } = this;
    if (kind === 'string') return `the string ${quoted(scanner.textString())}`;
    return kind === 'number' ? clipped(scanner.textString()) : kind;
  }
}

function clipped(number: string): string {
  return number.length > 40 ? `${number.slice(0, 40)}…` : number;
}
