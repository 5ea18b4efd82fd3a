import type { EntryConsumer } from './entry-stream.ts';
import { type JsonFault, quoted } from './json-fault.ts';
import type { JsonScanner } from './json-scanner.ts';
import { ProblemList } from './problem-list.ts';
import { TaskList } from './task-list.ts';
import { TaskReader } from './task-reader.ts';

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** Collects the tasks of a history one after another; unusable and repeated ones become problems. */
export class TaskCollector implements EntryConsumer {
  readonly tasks = new TaskList();
  readonly problems = new ProblemList();
  readonly reader: TaskReader;

  /** @param unlabelled tasks without `parameters` are kept */
  constructor(
    private readonly scanner: JsonScanner,
    unlabelled: boolean,
  ) {
    this.reader = new TaskReader(scanner, unlabelled);
  }

  readEntry(): void {
    this.reader.readEntry();
  }

  readLine(): void {
    this.reader.readLine();
  }

  endTask(to: number): void {
    const { reader, scanner } = this;
    const { window } = scanner;
    let { problem } = reader;
    if (problem === undefined) {
      const from = window.base + scanner.marked;
      const { markedLine } = scanner;
      const earlier = this.tasks.add(
        reader.name,
        reader.nameLength,
        reader.nameHash,
        from,
        window.base + to,
        markedLine,
      );
      if (earlier === 0) {
        reader.keep();
        return;
      }
      problem = { ...scanner.placeOfMark(), message: `its name is already used on line ${earlier}, expected it once` };
    }
    reader.drop();
    const name = reader.hasName ? ` ${quoted(utf8.decode(reader.name.subarray(0, reader.nameLength)))}` : '';
    this.problems.add({ ...problem, message: `task${name} is left out: ${problem.message}` });
  }

  damagedLine({ line, column, message }: JsonFault): void {
    this.reader.drop();
    this.problems.add({ line, column, message: `this line is left out: ${message}` });
  }
}
