import { type EntryConsumer, EntryStream } from './entry-stream.ts';
import { FileReader } from './file-reader.ts';
import type { Layout } from './layout.ts';
import { skipEntry, skipLine } from './skip-task.ts';

/** A task of a history file, or the names that are similar. */
export interface FoundTask {
  readonly layout: Layout;
  /** `"name": {…}`, or with the layout `lines` `{"task": "name", …}`; undefined if no task has the name. */
  readonly text: string | undefined;
  /** If no task has the name: names that contain it, case ignored; at most as many as requested. */
  readonly similar: readonly string[];
}

/**
 * Finds the first task with a name in a history file and reads no further.
 *
 * @param similar maximum number of similar names, if there is no such task
 * @throws InputError if the file cannot be read, is not a history, or is damaged before the task
 */
export async function findTask(file: string, name: string, similar: number): Promise<FoundTask> {
  const reader = await FileReader.open(file);
  const stream = new EntryStream(file);
  const search = new TaskSearch(stream, name, similar);
  try {
    for (let chunk = await reader.read(); chunk !== undefined; chunk = await reader.read()) {
      stream.push(chunk, search);
      if (search.text !== undefined) break;
    }
    if (search.text === undefined) stream.finish(search);
  } catch (error) {
    // Damage after the task does not matter.
    if (search.text === undefined) throw error;
  } finally {
    await reader.close();
  }
  return { layout: stream.layout, text: search.text, similar: search.text === undefined ? search.similar : [] };
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

class TaskSearch implements EntryConsumer {
  text: string | undefined;
  readonly similar: string[] = [];
  private readonly part: string;
  private from = 0;
  private name: string | undefined;

  constructor(
    private readonly stream: EntryStream,
    private readonly wanted: string,
    private readonly most: number,
  ) {
    this.part = wanted.toLowerCase();
  }

  readEntry(): void {
    this.read(skipEntry);
  }

  readLine(): void {
    this.read(skipLine);
  }

  endTask(to: number): void {
    if (this.text !== undefined || this.name === undefined) return;
    if (this.name === this.wanted) this.text = decoder.decode(this.stream.window.bytes.subarray(this.from, to));
    else if (this.similar.length < this.most && this.name.toLowerCase().includes(this.part)) {
      this.similar.push(this.name);
    }
  }

  // A damaged task cannot be found.
  damagedLine(): void {}

  private read(skip: typeof skipEntry): void {
    const { scanner } = this.stream;
    this.from = scanner.at;
    this.name = undefined;
    skip(scanner, () => {
      this.name = scanner.textString();
    });
  }
}
