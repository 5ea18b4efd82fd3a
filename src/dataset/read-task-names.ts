import { type EntryConsumer, EntryStream } from './entry-stream.ts';
import { FileReader } from './file-reader.ts';
import type { JsonScanner } from './json-scanner.ts';
import { NameTable } from './name-table.ts';
import { skipEntry, skipLine } from './skip-task.ts';

/** Names of all tasks of a history file, usable or not; their content is skipped. */
export interface TaskNames {
  readonly names: NameTable;
  /** SHA-256 of the file, hexadecimal. */
  readonly fingerprint: string;
}

/** @throws InputError if the file cannot be read, is not a history, is damaged or changed meanwhile */
export async function readTaskNames(file: string): Promise<TaskNames> {
  const reader = await FileReader.open(file);
  try {
    const stream = new EntryStream(file);
    const names = new NameCollector(stream.scanner);
    for (let chunk = await reader.read(); chunk !== undefined; chunk = await reader.read()) stream.push(chunk, names);
    stream.finish(names);
    return { names: names.table, fingerprint: await reader.fingerprint() };
  } finally {
    await reader.close();
  }
}

class NameCollector implements EntryConsumer {
  readonly table = new NameTable();

  constructor(private readonly scanner: JsonScanner) {}

  private readonly keep = (): void => {
    const { text, textFrom, textTo, textHash } = this.scanner;
    this.table.intern(text, textFrom, textTo, textHash);
  };

  readEntry(): void {
    skipEntry(this.scanner, this.keep);
  }

  readLine(): void {
    skipLine(this.scanner, this.keep);
  }

  // A name counts as soon as it is read, even if its task has to be read again.
  endTask(): void {}

  damagedLine(): void {}
}
