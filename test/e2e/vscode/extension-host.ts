import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import readline from 'node:readline';
import { fileURLToPath } from 'node:url';
import type * as vscode from 'vscode';

/** What functions that run in the extension host are given. */
export interface Api {
  readonly vscode: typeof vscode;
  /** A file of the workspace, by its path in it. */
  uriOf(name: string): vscode.Uri;
  documentOf(name: string): Thenable<vscode.TextDocument>;
}

interface Answer {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: string;
}

interface Question {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/**
 * The extension host of a window, seen by an extension next to ours: VS Code's API, without the time that a mouse takes. The
 * extension is a copy of host/ in a folder of its own, which has the socket that it connects to; so every window has its own.
 */
export class ExtensionHost {
  readonly #server = net.createServer((socket) => this.#connected(socket));
  readonly #questions = new Map<number, Question>();
  readonly #sockets = new Set<net.Socket>();
  #asked = 0;
  #connect: (socket: net.Socket) => void = () => {};
  #connection = this.#nextConnection();

  /** @param folder of the extension, which is made */
  constructor(readonly folder: string) {
    fs.cpSync(fileURLToPath(new URL('host/', import.meta.url)), folder, { recursive: true });
    this.#server.listen(path.join(folder, 'socket'));
  }

  /**
   * Runs a function in the extension host. It is sent as text: it has what it is given and nothing else. What it is given, and
   * what it returns, must be JSON.
   */
  evaluate<Result>(script: (api: Api) => Result): Promise<Awaited<Result>>;
  evaluate<Argument, Result>(
    script: (api: Api, argument: Argument) => Result,
    argument: Argument,
  ): Promise<Awaited<Result>>;
  async evaluate(script: (api: Api, argument: unknown) => unknown, argument?: unknown): Promise<unknown> {
    const socket = await this.#connection;
    const id = ++this.#asked;
    return new Promise((resolve, reject) => {
      this.#questions.set(id, { resolve, reject });
      socket.write(`${JSON.stringify({ id, script: String(script), argument })}\n`);
    });
  }

  /** The window is loaded again: what is asked from now on is for the extension host that it gets. */
  renew(): void {
    this.#connection = this.#nextConnection();
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    for (const { reject } of this.#questions.values()) reject(new Error('the window was closed'));
    this.#questions.clear();
    await closed;
  }

  #nextConnection(): Promise<net.Socket> {
    return new Promise((resolve) => {
      this.#connect = resolve;
    });
  }

  #connected(socket: net.Socket): void {
    this.#sockets.add(socket);
    // An extension host that ends may leave a broken one.
    socket.on('error', () => {}).on('close', () => this.#sockets.delete(socket));
    readline.createInterface({ input: socket }).on('line', (line) => this.#answered(JSON.parse(line)));
    this.#connect(socket);
  }

  #answered({ id, value, error }: Answer): void {
    const question = this.#questions.get(id);
    this.#questions.delete(id);
    if (error === undefined) question?.resolve(value);
    else question?.reject(new Error(`in the extension host: ${error}`));
  }
}
