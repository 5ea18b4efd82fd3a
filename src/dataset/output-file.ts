import fs from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import net from 'node:net';
import type { Writable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { isFileFailure } from './file-failure.ts';
import { InputError } from './input-error.ts';
import { outputPlace } from './output-place.ts';
import { temporaryFileOf } from './temporary-file.ts';

/** A file named by the user that is being written, piece by piece. */
export interface OutputFile {
  write(piece: string | Uint8Array): Promise<void>;
  /** Everything was written: only now does a regular file get the new content. */
  finish(): Promise<void>;
  /** A regular file stays as it was. */
  discard(): Promise<void>;
}

/** Milliseconds between checks for a reader of a pipe, and how many there are. */
const readerMilliseconds = 50;
const readerLooks = 200;

/**
 * Opens a file to be written. A regular file appears complete or not at all, and keeps its permissions when it is replaced;
 * the target of a link is written, not the link; pipes and devices are written into.
 *
 * @param signal stops waiting for a pipe's reader, with its reason
 * @throws what `outputPlace` throws; InputError if a pipe has no reader
 */
export async function openOutput(file: string, signal?: AbortSignal): Promise<OutputFile> {
  const place = outputPlace(file);
  try {
    switch (place.kind) {
      case 'file':
        return await Replacement.begin(place.file, place.mode);
      case 'pipe':
        return new StreamOutput(await openPipe(place.file, signal), signal);
      case 'device':
        return new StreamOutput(
          fs.createWriteStream('', { fd: fs.openSync(place.file, fs.constants.O_WRONLY) }),
          signal,
        );
      case 'descriptor':
        return new StreamOutput(streamOf(place.descriptor), signal);
    }
  } catch (error) {
    throw isFileFailure(error) ? Object.assign(error, { path: file, syscall: 'write' }) : error;
  }
}

/** Writes a whole file as `openOutput` does. */
export async function writeOutput(file: string, content: string | Uint8Array, signal?: AbortSignal): Promise<void> {
  const output = await openOutput(file, signal);
  try {
    await output.write(content);
    await output.finish();
  } catch (error) {
    await output.discard();
    throw error;
  }
}

/** Written next to its final place, and moved there when it is complete and on the disk. */
class Replacement implements OutputFile {
  #open = true;

  private constructor(
    private readonly file: string,
    private readonly temporary: string,
    private readonly handle: FileHandle,
  ) {}

  /** @param mode permissions of the file that is replaced */
  static async begin(file: string, mode: number | undefined): Promise<Replacement> {
    const temporary = temporaryFileOf(file);
    const replacement = new Replacement(file, temporary, await open(temporary, 'wx', mode ?? 0o666));
    try {
      if (mode !== undefined) await replacement.handle.chmod(mode);
    } catch (error) {
      await replacement.discard();
      throw error;
    }
    return replacement;
  }

  async write(piece: string | Uint8Array): Promise<void> {
    await this.handle.writeFile(piece).catch((error: unknown) => this.#say(error));
  }

  async finish(): Promise<void> {
    try {
      await this.handle.sync();
      await this.#close();
      await rename(this.temporary, this.file);
    } catch (error) {
      this.#say(error);
    }
  }

  async discard(): Promise<void> {
    await this.#close();
    await rm(this.temporary, { force: true });
  }

  async #close(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    await this.handle.close();
  }

  /** Errors of calls on an open file do not name it; users know the final name. */
  #say(error: unknown): never {
    throw isFileFailure(error) ? Object.assign(error, { path: this.file }) : error;
  }
}

/** A pipe, a device or an open file: what was written is gone. */
class StreamOutput implements OutputFile {
  #failure: Error | undefined;

  constructor(
    private readonly stream: Writable,
    private readonly signal: AbortSignal | undefined,
  ) {
    // Each write handles its own error; this handles one that occurs between writes.
    stream.on('error', (error) => {
      this.#failure ??= error;
    });
  }

  write(piece: string | Uint8Array): Promise<void> {
    return this.#until((done) => this.stream.write(piece, done));
  }

  async finish(): Promise<void> {
    if (this.#isStandard) return;
    await this.#until((done) => this.stream.end(done));
  }

  async discard(): Promise<void> {
    if (!this.#isStandard) this.stream.destroy();
  }

  get #isStandard(): boolean {
    return this.stream === process.stdout || this.stream === process.stderr;
  }

  /** A write that a stalled reader blocks can still be cancelled. */
  #until(act: (done: (error?: Error | null) => void) => void): Promise<void> {
    const { signal } = this;
    return new Promise((resolve, reject) => {
      const cancel = (): void => reject(signal?.reason);
      signal?.addEventListener('abort', cancel, { once: true });
      const settle = (error?: Error | null): void => {
        signal?.removeEventListener('abort', cancel);
        const failure = error ?? this.#failure;
        if (failure) reject(failure);
        else resolve();
      };
      if (signal?.aborted) cancel();
      else if (this.#failure) settle();
      else act(settle);
    });
  }
}

/** Waits for a reader of a pipe without a blocking call, which neither a signal nor the end of the process could stop. */
async function openPipe(file: string, signal: AbortSignal | undefined): Promise<Writable> {
  const { O_WRONLY, O_NONBLOCK } = fs.constants;
  for (let look = 0; look < readerLooks; look++) {
    if (look > 0) await wait(readerMilliseconds, undefined, signal && { signal }).catch(() => signal?.throwIfAborted());
    signal?.throwIfAborted();
    try {
      return new net.Socket({ fd: fs.openSync(file, O_WRONLY | O_NONBLOCK), readable: false, writable: true });
    } catch (error) {
      if (!isFileFailure(error) || error.code !== 'ENXIO') throw error;
    }
  }
  throw new InputError('this pipe has no reader, expected one', file);
}

function streamOf(descriptor: number): Writable {
  if (descriptor === 1) return process.stdout;
  if (descriptor === 2) return process.stderr;
  const stats = fs.fstatSync(descriptor);
  return stats.isFIFO() || stats.isSocket()
    ? new net.Socket({ fd: descriptor, readable: false, writable: true })
    : fs.createWriteStream('', { fd: descriptor, autoClose: false });
}
