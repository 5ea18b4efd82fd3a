import { OPEN_ARRAY, OPEN_OBJECT } from './json-bytes.ts';
import type { JsonScanner } from './json-scanner.ts';
import { hashOf } from './name-table.ts';
import { maxParameters, type ParameterTable } from './parameter-table.ts';
import type { TaskProblem } from './task-problem.ts';

const encoder = new TextEncoder();

/** Reads the `parameters` of one task after the other: `{"action": "acdc", "memory": 2000, "sites": […], …}`. */
export class ParameterReader {
  private task = 0;
  /** For each parameter the last task that had it. */
  private readonly taskOfParameter = new Int32Array(maxParameters);

  constructor(
    private readonly scanner: JsonScanner,
    private readonly problem: TaskProblem,
    private readonly table: ParameterTable,
    private readonly unlabelled: boolean,
  ) {}

  /** Reads the value of the member `parameters`. Lists and objects in it are not decisions and are skipped. */
  read(): void {
    const { scanner, table, problem } = this;
    if (this.unlabelled && scanner.peek() !== OPEN_OBJECT) {
      // No decision was recorded, as if the member were missing.
      scanner.skipValue();
      return;
    }
    if (!problem.opensObject('the member "parameters"', 'an object of decisions')) return;
    this.task++;
    for (let more = scanner.firstMember(); more; more = scanner.nextMember()) {
      const { at } = scanner;
      scanner.readName();
      if (scanner.textBroken) problem.brokenText('name of a parameter', at);
      const column = table.column(scanner.text, scanner.textFrom, scanner.textTo, scanner.textHash);
      if (column < 0) {
        if (!this.unlabelled) {
          problem.note(`there are more than ${maxParameters} different parameters, expected a few decisions`, at);
        }
        scanner.skipValue();
        continue;
      }
      if (this.taskOfParameter[column] === this.task) problem.repeated(scanner.textString(), at);
      this.taskOfParameter[column] = this.task;
      const byte = scanner.peek();
      if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) scanner.skipValue();
      else this.readValue(column);
    }
  }

  private readValue(column: number): void {
    const { scanner, table, problem } = this;
    const { at } = scanner;
    const kind = scanner.readScalar();
    if (kind === 'null') return;
    if (kind === 'string') {
      if (scanner.textBroken) problem.brokenText('value of a parameter', at);
      const { text, textFrom, textTo, textHash } = scanner;
      table.set(column, table.values(column).intern(text, textFrom, textTo, textHash));
      return;
    }
    const value = kind === 'number' ? canonicalNumber(scanner.textString()) : kind;
    if (value === 'not finite') {
      problem.note(`the value of a parameter is ${problem.shown(kind)}, expected a finite number or a string`, at);
      return;
    }
    const bytes = encoder.encode(value);
    const hash = hashOf(bytes, 0, bytes.length);
    table.set(column, table.values(column).intern(bytes, 0, bytes.length, hash));
  }
}

/** A number as JSON.stringify writes it, digits of large whole numbers kept; `not finite` when it is too large. */
function canonicalNumber(text: string): string {
  if (/^-?[0-9]+$/.test(text)) return text === '-0' ? '0' : text;
  const value = Number(text);
  return Number.isFinite(value) ? String(value) : 'not finite';
}
