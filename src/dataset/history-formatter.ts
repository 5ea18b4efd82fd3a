import { ByteBuffer } from './byte-buffer.ts';
import { EntryStream } from './entry-stream.ts';
import { InputError } from './input-error.ts';
import { OPEN_OBJECT, QUOTE } from './json-bytes.ts';
import type { JsonFault } from './json-fault.ts';
import { newLine, writeCompact, writePretty } from './respace.ts';

/**
 * How a history is written: as one JSON object with a task on each line, as JSON Lines, or as one JSON object with each
 * value on its own line.
 */
export type HistoryLayout = 'task-per-line' | 'lines' | 'pretty';

/** A part of the window. */
interface Range {
  readonly from: number;
  readonly to: number;
}

const taskKey = new TextEncoder().encode('task');

/**
 * Writes a history that arrives in chunks in another layout. Only the white space between tokens and the place of the tasks'
 * names change: the spelling of strings and numbers, repeated names and unusable tasks are kept.
 */
export class HistoryFormatter {
  /** Tasks written. */
  tasks = 0;
  private readonly stream: EntryStream;
  private readonly output = new ByteBuffer();
  private name: Range = { from: 0, to: 0 };
  /** The members of the current task except its name; undefined if it is not an object. */
  private members: Range[] | undefined;
  private value: Range = { from: 0, to: 0 };

  constructor(
    private readonly file: string,
    private readonly layout: HistoryLayout,
  ) {
    this.stream = new EntryStream(file);
  }

  /** Takes the next bytes and returns what can be written now, valid until the next call. Throws an InputError. */
  push(chunk: Uint8Array): Uint8Array {
    this.stream.push(chunk, this);
    return this.output.take();
  }

  /** All bytes have been pushed: returns the rest. Throws an InputError. */
  finish(): Uint8Array {
    this.stream.finish(this);
    if (this.layout !== 'lines') this.output.text('\n}\n');
    return this.output.take();
  }

  readEntry(): void {
    const { scanner } = this.stream;
    const from = scanner.at;
    scanner.readString();
    this.name = { from, to: scanner.at };
    scanner.readColon();
    this.readValue(false);
  }

  readLine(): void {
    const { scanner } = this.stream;
    if (scanner.peek() !== OPEN_OBJECT) scanner.unexpected('a task: {"task": "name", "errors": …, "parameters": …}');
    this.readValue(true);
  }

  endTask(): void {
    const { output, layout, name } = this;
    const { bytes } = this.stream.window;
    if (layout === 'lines') output.text('{"task": ');
    else {
      output.text(this.tasks === 0 ? '{' : ',');
      newLine(output, layout === 'pretty' ? 1 : 0);
    }
    output.copy(bytes, name.from, name.to);
    if (layout === 'lines') this.writeLine();
    else {
      output.text(': ');
      this.writeTask();
    }
    this.tasks++;
  }

  /** A line that is not JSON cannot be kept, so nothing is written at all. */
  damagedLine(fault: JsonFault): void {
    throw fault;
  }

  private writeLine(): void {
    const { output, members = this.refuse('is not an object, so it cannot be a line of JSON Lines') } = this;
    for (const member of members) {
      output.text(', ');
      this.writeRange(member, 0);
    }
    output.text('}\n');
  }

  private writeTask(): void {
    const { output, members, value } = this;
    if (members === undefined) {
      this.writeRange(value, 1);
      return;
    }
    if (members.length === 0) {
      output.text('{}');
      return;
    }
    const pretty = this.layout === 'pretty';
    members.forEach((member, i) => {
      output.text(i === 0 ? '{' : ',');
      if (pretty) newLine(output, 2);
      else if (i > 0) output.text(' ');
      this.writeRange(member, 2);
    });
    if (pretty) newLine(output, 1);
    output.text('}');
  }

  private writeRange({ from, to }: Range, level: number): void {
    const { bytes } = this.stream.window;
    if (this.layout === 'pretty') writePretty(bytes, from, to, this.output, level);
    else writeCompact(bytes, from, to, this.output);
  }

  /** @param named the name is a member */
  private readValue(named: boolean): void {
    const { scanner } = this.stream;
    this.members = undefined;
    const opens = scanner.peek() === OPEN_OBJECT;
    const from = scanner.at;
    if (opens) this.readMembers(named);
    else scanner.skipValue();
    this.value = { from, to: scanner.at };
  }

  private readMembers(named: boolean): void {
    const { scanner } = this.stream;
    const members: Range[] = [];
    let names = 0;
    for (let more = scanner.firstMember(); more; more = scanner.nextMember()) {
      const from = scanner.at;
      scanner.readName();
      const isName = scanner.textIs(taskKey) && (named || this.layout === 'lines');
      if (isName && (!named || names++ > 0))
        this.refuse('has a member "task" besides its name, which a line cannot hold');
      if (isName) this.readTaskName();
      else {
        scanner.skipValue();
        members.push({ from, to: scanner.at });
      }
    }
    if (named && names === 0) this.refuse('has no member "task", expected its name');
    this.members = members;
  }

  private readTaskName(): void {
    const { scanner } = this.stream;
    if (scanner.peek() !== QUOTE) scanner.unexpected('the name of the task, a string');
    const from = scanner.at;
    scanner.readString();
    this.name = { from, to: scanner.at };
  }

  private refuse(what: string): never {
    const { line, column } = this.stream.scanner.placeOfMark();
    throw new InputError(`this task ${what}`, this.file, line, column);
  }
}
