import { type EntryConsumer, EntryStream } from './entry-stream.ts';
import { FileReader } from './file-reader.ts';
import { OPEN_OBJECT, QUOTE } from './json-bytes.ts';
import type { JsonScanner } from './json-scanner.ts';
import { NameTable } from './name-table.ts';

/** Names of all tasks of a history file, usable or not, without looking at what is in them. */
export interface TaskNames {
  readonly names: NameTable;
  /** SHA-256 of the file, hexadecimal. */
  readonly fingerprint: string;
}

/** @throws InputError when the file cannot be read, is no history or damaged, or was changed meanwhile */
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

const taskKey = new TextEncoder().encode('task');

class NameCollector implements EntryConsumer {
  readonly table = new NameTable();

  constructor(private readonly scanner: JsonScanner) {}

  readEntry(): void {
    const { scanner } = this;
    scanner.readString();
    this.keep();
    scanner.readColon();
    scanner.skipValue();
  }

  readLine(): void {
    const { scanner } = this;
    if (scanner.peek() !== OPEN_OBJECT) {
      scanner.skipValue();
      return;
    }
    for (let more = scanner.firstMember(); more; more = scanner.nextMember()) {
      scanner.readName();
      const isName = scanner.textIs(taskKey);
      if (isName && scanner.peek() === QUOTE) {
        scanner.readString();
        this.keep();
      } else {
        scanner.skipValue();
      }
    }
  }

  // A name is taken in when it is read, even if its task has to be read again.
  endTask(): void {}

  damagedLine(): void {}

  private keep(): void {
    const { text, textFrom, textTo, textHash } = this.scanner;
    this.table.intern(text, textFrom, textTo, textHash);
  }
}
