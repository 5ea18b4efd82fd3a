import { scannerOver } from './bytes-scanner.ts';
import { OPEN_ARRAY, OPEN_OBJECT } from './json-bytes.ts';
import { JsonFault } from './json-fault.ts';
import type { JsonScanner } from './json-scanner.ts';
import type { Layout } from './layout.ts';
import { utf16Units } from './utf8.ts';

/**
 * What a name or value in a task is: the task's name, a code, a site, the count of a code at a site, the name or value of
 * a parameter, a site group, or the name of any other member.
 */
export type TokenRole = 'task' | 'code' | 'site' | 'count' | 'parameter' | 'value' | 'group' | 'member';

/** A name or value in a task's text. */
export interface TaskToken {
  readonly role: TokenRole;
  /** Where it is in the text, in UTF-16 units, quotes included. */
  readonly from: number;
  readonly to: number;
  /** A string decoded, anything else as written. */
  readonly text: string;
  /** It is a string in quotes. */
  readonly quoted: boolean;
  /** Of a site or count: the code that it belongs to. */
  readonly code?: string;
  /** Of a count: its site. */
  readonly site?: string;
  /** Of a value: its parameter. */
  readonly parameter?: string;
}

const encoder = new TextEncoder();

/**
 * The names and values of a task in the order of its text, as far as it is JSON. Lists and objects that are not part of a task
 * have none.
 *
 * @param text `"name": {…}`, or `{"task": "name", …}` with the layout `lines`
 */
export function readTokens(text: string, layout: Layout): TaskToken[] {
  const reader = new TokenReader(encoder.encode(text));
  try {
    reader.read(layout);
  } catch (error) {
    // What precedes the fault is useful; the fault itself is reported elsewhere.
    if (!(error instanceof JsonFault)) throw error;
  }
  return reader.tokens;
}

/** The token that contains the offset, its end included. */
export function tokenAt(tokens: readonly TaskToken[], offset: number): TaskToken | undefined {
  return tokens.find(({ from, to }) => from <= offset && offset <= to);
}

type Context = Pick<TaskToken, 'code' | 'site' | 'parameter'>;

class TokenReader {
  readonly tokens: TaskToken[] = [];
  private readonly scanner: JsonScanner;
  /** A byte and the UTF-16 units before it. */
  private byte = 0;
  private units = 0;

  constructor(private readonly bytes: Uint8Array) {
    this.scanner = scannerOver(bytes);
  }

  read(layout: Layout): void {
    const { scanner } = this;
    scanner.peek();
    if (layout === 'object') {
      this.text('task');
      scanner.readColon();
    }
    this.members('member', (name) => {
      if (name === 'errors') this.members('group', () => this.members('code', (code) => this.row(code)));
      else if (name === 'parameters') this.members('parameter', (parameter) => this.value('value', { parameter }));
      else if (name === 'task' && layout === 'lines') this.value('task');
      else scanner.skipValue();
    });
  }

  private row(code: string): void {
    this.members('site', (site) => this.value('count', { code, site }), { code });
  }

  /** Reads an object whose names have a role; anything else is skipped. */
  private members(role: TokenRole, readValue: (name: string) => void, context: Context = {}): void {
    const { scanner } = this;
    if (scanner.peek() !== OPEN_OBJECT) {
      scanner.skipValue();
      return;
    }
    for (let more = scanner.firstMember(); more; more = scanner.nextMember()) {
      const name = this.text(role, context);
      scanner.readColon();
      readValue(name);
    }
  }

  private value(role: TokenRole, context: Context = {}): void {
    const { scanner } = this;
    const byte = scanner.peek();
    if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      scanner.skipValue();
      return;
    }
    const from = scanner.at;
    const kind = scanner.readScalar();
    const text = kind === 'string' || kind === 'number' ? scanner.textString() : kind;
    this.add(role, from, text, kind === 'string', context);
  }

  private text(role: TokenRole, context: Context = {}): string {
    const { scanner } = this;
    const from = scanner.at;
    scanner.readString();
    const text = scanner.textString();
    this.add(role, from, text, true, context);
    return text;
  }

  private add(role: TokenRole, from: number, text: string, quoted: boolean, context: Context): void {
    this.tokens.push({ role, from: this.unitsAt(from), to: this.unitsAt(this.scanner.at), text, quoted, ...context });
  }

  /** @param byte ascends from call to call */
  private unitsAt(byte: number): number {
    this.units += utf16Units(this.bytes, this.byte, byte);
    this.byte = byte;
    return this.units;
  }
}
