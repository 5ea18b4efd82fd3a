import type { CountTable } from './count-table.ts';
import { grown } from './growing-arrays.ts';
import {
  CLOSE_OBJECT,
  COLON,
  COMMA,
  isPlain,
  isSpace,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
  SPACE,
  ZERO,
} from './json-bytes.ts';
import type { JsonScanner } from './json-scanner.ts';
import { endsLine } from './line-ends.ts';
import { hashOf, NameTable, spread } from './name-table.ts';
import { maxParameters, type ParameterTable } from './parameter-table.ts';

/** Where the counts and parameters of tasks go. */
export interface TaskTables {
  readonly codes: NameTable;
  readonly sites: NameTable;
  readonly good: CountTable;
  readonly bad: CountTable;
  readonly parameters: ParameterTable;
}

// What the next text is: a member of the task, of `errors`, of a site group (a code), of a code (a site), of `parameters`,
// or the value of a parameter.
const TASK = 0;
const ERRORS = 1;
const GROUP = 2;
const ROW = 3;
const PARAMETERS = 4;
const VALUE = 5;

const keys = new NameTable();
const encoder = new TextEncoder();
const [ERRORS_KEY, PARAMETERS_KEY, , BAD, NAME] = ['errors', 'parameters', 'good_sites', 'bad_sites', 'task'].map(
  (key) => {
    const bytes = encoder.encode(key);
    return keys.intern(bytes, 0, bytes.length, hashOf(bytes, 0, bytes.length));
  },
);
/** [keys] where the key and its members are. */
const outerOf = [TASK, TASK, ERRORS, ERRORS, -1];
const innerOf = [ERRORS, PARAMETERS, GROUP, GROUP, -1];
/** Keys that a task has to have. */
const whole = (1 << ERRORS_KEY) | (1 << PARAMETERS_KEY);

/**
 * Reads the usual form of tasks: `errors` and `parameters` once each and nothing else, names in plain ASCII, counts of one to
 * nine digits, parameters that are strings or lists, no white space around colons except one space after them. Anything else
 * is left to the TaskReader, which can read all forms and report problems.
 *
 * One loop does it all, with calls for new names only: most of a first history is read before JavaScript has compiled the
 * reader, and a single loop is compiled soonest.
 */
export class PlainTaskReader {
  private group = 0;
  private row = 0;
  private task = 0;
  /** For each code the last group, for each site the last row, for each parameter the last task that had it. */
  private groupOfCode = new Int32Array(256);
  private rowOfSite = new Int32Array(256);
  private readonly taskOfParameter = new Int32Array(maxParameters);

  constructor(
    private readonly scanner: JsonScanner,
    private readonly tables: TaskTables,
  ) {}

  /**
   * Reads the next object and returns true; or returns false, and the caller must drop the rows begun and rewind the scanner.
   *
   * @param named the task's name is its member `task`; it becomes the scanner's text
   */
  read(named: boolean): boolean {
    const { scanner } = this;
    const { codes, sites, good, bad, parameters } = this.tables;
    const { limit, window } = scanner;
    const { bytes } = window;
    let state = TASK;
    let table = keys;
    let counts = good;
    let code = 0;
    let column = 0;
    let seen = 0;
    let nameFrom = 0;
    let nameTo = 0;
    let nameHash = 0;
    this.task++;
    let at = scanner.at;
    if (bytes[at] === SPACE) at++;
    if (at + 2 >= limit || bytes[at++] !== OPEN_OBJECT) return false;
    while (at < limit && isSpace[bytes[at]] === 1) if (endsLine(bytes, at++, window.length)) window.beginLine(at);
    if (bytes[at] !== QUOTE) return false;
    for (;;) {
      // A string in quotes. At least two bytes of the task follow a value, at least four a name.
      const from = ++at;
      let hash = 0;
      while (at < limit && isPlain[bytes[at]] === 1) hash = ((hash << 5) | (hash >>> 27)) ^ bytes[at++];
      const to = at;
      if (to + 2 >= limit || bytes[to] !== QUOTE) return false;
      at++;

      // Its number in the table: table.find.
      const { slots, hashes, start, bytes: names } = table;
      let slot = Math.imul(hash, spread) >>> table.shift;
      let number = slots[slot] - 1;
      while (number >= 0) {
        if (hashes[number] === hash && start[number + 1] - start[number] === to - from) {
          let i = from;
          let name = start[number];
          while (i < to && bytes[i] === names[name]) {
            i++;
            name++;
          }
          if (i === to) break;
        }
        slot = (slot + 1) & (slots.length - 1);
        number = slots[slot] - 1;
      }
      if (number < 0) {
        if (state === TASK || state === ERRORS) return false;
        if (state === PARAMETERS) number = parameters.column(bytes, from, to, hash);
        else number = table.intern(bytes, from, to, hash);
        if (number < 0) return false;
        if (state === ROW && number >= this.rowOfSite.length) this.rowOfSite = grown(this.rowOfSite, number + 1);
        if (state === GROUP && number >= this.groupOfCode.length)
          this.groupOfCode = grown(this.groupOfCode, number + 1);
      }

      if (state === VALUE) {
        parameters.set(column, number);
        state = PARAMETERS;
        table = parameters.names;
      } else {
        if (to + 4 >= limit || bytes[at] !== COLON) return false;
        if (bytes[++at] === SPACE) at++;
        const next = bytes[at];
        if (state === ROW) {
          if (this.rowOfSite[number] === this.row) return false;
          this.rowOfSite[number] = this.row;
          const digits = at;
          let count = 0;
          for (let digit = next - ZERO; digit >= 0 && digit <= 9; digit = bytes[++at] - ZERO)
            count = count * 10 + digit;
          if (count === 0 || at - digits > 9 || next === ZERO) return false;
          counts.add(code, number, count);
        } else if (state === PARAMETERS) {
          if (number >= maxParameters || this.taskOfParameter[number] === this.task) return false;
          this.taskOfParameter[number] = this.task;
          if (next === QUOTE) {
            column = number;
            state = VALUE;
            table = parameters.values(number);
            continue;
          }
          if (next !== OPEN_ARRAY) return false;
          scanner.at = at;
          scanner.skipValue();
          at = scanner.at;
        } else if (next === OPEN_OBJECT) {
          let inner = ROW;
          if (state === GROUP) {
            if (this.groupOfCode[number] === this.group) return false;
            this.groupOfCode[number] = this.group;
            code = number;
            this.row++;
          } else {
            if (outerOf[number] !== state || ((seen >> number) & 1) === 1) return false;
            seen |= 1 << number;
            inner = innerOf[number];
            counts = number === BAD ? bad : good;
            this.group++;
          }
          at++;
          while (at < limit && isSpace[bytes[at]] === 1) if (endsLine(bytes, at++, window.length)) window.beginLine(at);
          if (bytes[at] === QUOTE) {
            state = inner;
            table = inner === ROW ? sites : inner === GROUP ? codes : inner === PARAMETERS ? parameters.names : keys;
            continue;
          }
          // A code without sites is left to the TaskReader, as it may not be used at all.
          if (bytes[at++] !== CLOSE_OBJECT || inner === ROW) return false;
        } else {
          if (!named || number !== NAME || state !== TASK || nameFrom > 0 || next !== QUOTE) return false;
          nameFrom = ++at;
          while (at < limit && isPlain[bytes[at]] === 1) nameHash = ((nameHash << 5) | (nameHash >>> 27)) ^ bytes[at++];
          if (bytes[at] !== QUOTE) return false;
          nameTo = at++;
        }
      }

      // The byte after a value. A byte at the limit belongs to something else.
      for (;;) {
        while (at < limit && isSpace[bytes[at]] === 1) if (endsLine(bytes, at++, window.length)) window.beginLine(at);
        if (at >= limit || bytes[at] !== CLOSE_OBJECT) break;
        at++;
        if (state === TASK) {
          if ((seen & whole) !== whole || (named && nameFrom === 0)) return false;
          scanner.setText(bytes, nameFrom, nameTo, nameHash);
          scanner.at = at;
          return true;
        }
        state = state === PARAMETERS ? TASK : state - 1;
        table = state === GROUP ? codes : keys;
      }
      if (at + 2 >= limit || bytes[at++] !== COMMA) return false;
      while (at < limit && isSpace[bytes[at]] === 1) if (endsLine(bytes, at++, window.length)) window.beginLine(at);
      if (bytes[at] !== QUOTE) return false;
    }
  }
}
