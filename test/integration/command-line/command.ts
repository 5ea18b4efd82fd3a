import { type ChildProcess, spawn } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll } from 'vitest';

const dist = path.resolve('dist');

/** What a command left behind. */
export interface Outcome {
  /** Exit status; null when a signal ended it. */
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** A folder to work in with the built command line, as a user has it. */
export class Workplace {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'oap-command-'));
  /** A copy, so that a build meanwhile does not pull the program away. */
  readonly #program = mkdtempSync(path.join(tmpdir(), 'oap-program-'));
  readonly #children = new Set<ChildProcess>();

  constructor() {
    mkdirSync(path.join(this.#program, 'webview'));
    const wasm = ['tfjs-backend-wasm-simd.wasm', 'tfjs-backend-wasm.wasm'];
    for (const file of ['oap.js', 'worker.js', 'tensorflow.js', 'webview/report.js', ...wasm]) {
      if (!existsSync(path.join(dist, file))) {
        throw new Error(
          `${path.join('dist', file)} is missing: these tests run the built command line, build it first (npm run build)`,
        );
      }
      copyFileSync(path.join(dist, file), path.join(this.#program, file));
    }
    afterAll(() => {
      for (const child of this.#children) child.kill('SIGKILL');
      for (const folder of [this.folder, this.#program]) rmSync(folder, { recursive: true, force: true });
    });
  }

  /** The command's file. */
  get program(): string {
    return path.join(this.#program, 'oap.js');
  }

  /** Starts `oap` in the folder. */
  start(...args: readonly string[]): { readonly child: ChildProcess; readonly ended: Promise<Outcome> } {
    const child = spawn(process.execPath, [this.program, ...args], {
      cwd: this.folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#children.add(child);
    let out = '';
    let err = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    const ended = new Promise<Outcome>((resolve) => {
      child.on('close', (status) => {
        this.#children.delete(child);
        resolve({ status, out, err });
      });
    });
    return { child, ended };
  }

  /** Starts `oap` and talks to it: `next` gives its next line. */
  talk(...args: readonly string[]) {
    const child = spawn(process.execPath, [this.program, ...args], { cwd: this.folder, stdio: 'pipe' });
    this.#children.add(child);
    const said = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const next = async (): Promise<string> => {
      const line = await said.next();
      return line.done ? '' : line.value;
    };
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    return { child, next, ended };
  }

  run(...args: readonly string[]): Promise<Outcome> {
    return this.start(...args).ended;
  }

  /** Runs a command that is expected to succeed; its one JSON document. */
  async json<T>(...args: readonly string[]): Promise<T> {
    const { status, out, err } = await this.run(...args, '--json');
    if (status !== 0) throw new Error(`oap ${args.join(' ')} ended with ${status}: ${err}`);
    if (!/^[^\n]*\n$/.test(out)) throw new Error(`expected one line on standard output, got ${out.slice(0, 200)}`);
    return JSON.parse(out) as T;
  }

  path(...names: readonly string[]): string {
    return path.join(this.folder, ...names);
  }

  write(name: string, content: unknown): string {
    writeFileSync(this.path(name), typeof content === 'string' ? content : JSON.stringify(content));
    return name;
  }

  read(...names: readonly string[]): string {
    return readFileSync(this.path(...names), 'utf8');
  }

  /** Names in a folder, sorted; none if it does not exist. */
  list(...names: readonly string[]): string[] {
    return existsSync(this.path(...names)) ? readdirSync(this.path(...names)).sort() : [];
  }
}

/** Waits until something is so, for things that other processes do. */
export async function until<T>(look: () => T | undefined | false): Promise<T> {
  for (;;) {
    const found = look();
    if (found !== undefined && found !== false) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The documents of JSON Lines. */
export function lines<T>(text: string): T[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}
