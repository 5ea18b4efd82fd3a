import { CountReader } from './count-reader.ts';
import { CountTable } from './count-table.ts';
import { grown } from './growing-arrays.ts';
import type { Problem } from './history.ts';
import { QUOTE } from './json-bytes.ts';
import type { JsonScanner } from './json-scanner.ts';
import { NameTable } from './name-table.ts';
import { ParameterReader } from './parameter-reader.ts';
import { ParameterTable } from './parameter-table.ts';
import { PlainTaskReader, type TaskTables } from './plain-task.ts';
import { TaskProblem } from './task-problem.ts';

const encoder = new TextEncoder();
const taskKey = encoder.encode('task');
const errorsKey = encoder.encode('errors');
const parametersKey = encoder.encode('parameters');

/**
 * Reads one task after another into tables. The first problem that makes a task unusable is kept, and reading continues to the
 * task's end; the caller then drops the task.
 */
export class TaskReader {
  readonly tables: TaskTables;

  /** Name of the current task, UTF-8: name[0 … nameLength). */
  name = new Uint8Array(256);
  nameLength = 0;
  nameHash = 0;
  hasName = false;
  /** Every name in the tables is known to occur in a kept task. */
  allUsed = true;
  private readonly trouble: TaskProblem;
  private readonly plain: PlainTaskReader;
  private readonly counts: CountReader;
  private readonly parameters: ParameterReader;

  /**
   * @param unlabelled tasks may be without `parameters`
   * @param room       counts that there is room for at once; more are taken, too
   */
  constructor(
    private readonly scanner: JsonScanner,
    private readonly unlabelled: boolean,
    room?: number,
  ) {
    this.tables = {
      codes: new NameTable(),
      sites: new NameTable(),
      good: new CountTable(room),
      bad: new CountTable(room),
      parameters: new ParameterTable(),
    };
    this.trouble = new TaskProblem(scanner);
    this.plain = new PlainTaskReader(scanner, this.tables);
    this.counts = new CountReader(scanner, this.trouble, this.tables);
    this.parameters = new ParameterReader(scanner, this.trouble, this.tables.parameters, unlabelled);
  }

  /** What makes the current task unusable. */
  get problem(): Problem | undefined {
    return this.trouble.problem;
  }

  /** Reads `"name": {…}`, an entry of the history's object, from the mark on. */
  readEntry(): void {
    this.begin();
    this.readName();
    if (this.plain.read(false)) return;
    this.scanner.rewind();
    this.begin();
    this.readName();
    this.readTask(false);
    this.allUsed = false;
  }

  /** Reads `{"task": "name", …}`, a line of JSON Lines, from the mark on. */
  readLine(): void {
    this.begin();
    if (this.plain.read(true)) {
      this.keepName(0);
      return;
    }
    this.scanner.rewind();
    this.begin();
    this.readTask(true);
    this.allUsed = false;
  }

  keep(): void {
    const { good, bad, parameters } = this.tables;
    good.endRow();
    bad.endRow();
    parameters.endRow();
  }

  /** Forgets the task. */
  drop(): void {
    this.allUsed = false;
    this.dropRows();
  }

  private begin(): void {
    this.dropRows();
    this.trouble.clear();
    this.hasName = false;
  }

  private dropRows(): void {
    const { good, bad, parameters } = this.tables;
    good.dropRow();
    bad.dropRow();
    parameters.dropRow();
  }

  private readName(): void {
    const { at } = this.scanner;
    this.scanner.readName();
    this.keepName(at);
  }

  /** @param named the name is a member of the task */
  private readTask(named: boolean): void {
    const { scanner, trouble } = this;
    if (!trouble.opensObject('the task', 'an object with errors and parameters')) return;
    let errors = false;
    let parameters = false;
    for (let more = scanner.firstMember(); more; more = scanner.nextMember()) {
      const { at } = scanner;
      scanner.readName();
      if (scanner.textIs(errorsKey)) {
        if (errors) trouble.repeated('errors', at);
        errors = true;
        this.counts.read();
      } else if (scanner.textIs(parametersKey)) {
        if (parameters) trouble.repeated('parameters', at);
        parameters = true;
        this.parameters.read();
      } else if (named && scanner.textIs(taskKey)) {
        if (this.hasName) trouble.repeated('task', at);
        this.readTaskName();
      } else {
        scanner.skipValue();
      }
    }
    if (named && !this.hasName) trouble.missing('task');
    if (!errors) trouble.missing('errors');
    if (!parameters && !this.unlabelled) trouble.missing('parameters');
  }

  private readTaskName(): void {
    const { scanner } = this;
    if (scanner.peek() === QUOTE) {
      const { at } = scanner;
      scanner.readString();
      this.keepName(at);
    } else {
      this.trouble.wrong('the member "task"', 'the name of the task, a string');
    }
  }

  /** Keeps the string that was just read, as the scanner will use its memory for the next one. */
  private keepName(at: number): void {
    const { text, textFrom, textTo, textHash } = this.scanner;
    if (this.scanner.textBroken) this.trouble.brokenText('name of the task', at);
    this.nameLength = textTo - textFrom;
    if (this.nameLength > this.name.length) this.name = grown(this.name, this.nameLength);
    for (let i = 0; i < this.nameLength; i++) this.name[i] = text[textFrom + i];
    this.nameHash = textHash;
    this.hasName = true;
  }
}
