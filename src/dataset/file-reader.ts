import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { InputError } from './input-error.ts';

/** Bytes per read: large enough that waiting for reads does not count, small enough that the event loop stays alive. */
const chunkBytes = 1 << 19;

/** A file that is read once from its beginning to its end, while its SHA-256 is taken of the very bytes handed out. */
export class FileReader {
  private readonly hash = createHash('sha256');
  private readonly chunk = new Uint8Array(chunkBytes);
  private bytesRead = 0;

  private constructor(
    private readonly file: string,
    private readonly handle: FileHandle,
    /** Size in bytes when it was opened; 0 for a pipe. */
    readonly size: number,
    private readonly modified: bigint,
    private readonly regular: boolean,
  ) {}

  /** Opens a file, or throws an InputError that says why it cannot be read. */
  static async open(file: string): Promise<FileReader> {
    const handle = await open(file, constants.O_RDONLY).catch((error: unknown) => {
      throw new InputError(readFailure(error), file);
    });
    try {
      const stat = await handle.stat({ bigint: true });
      if (stat.isDirectory()) throw new InputError(readFailure({ code: 'EISDIR' }), file);
      return new FileReader(file, handle, Number(stat.size), stat.mtimeNs, stat.isFile());
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** The next bytes, until the next call, or undefined at the end. */
  async read(): Promise<Uint8Array | undefined> {
    const { bytesRead } = await this.handle.read(this.chunk, 0, chunkBytes, null).catch((error: unknown) => {
      throw new InputError(readFailure(error), this.file);
    });
    if (bytesRead === 0) return undefined;
    this.bytesRead += bytesRead;
    const bytes = this.chunk.subarray(0, bytesRead);
    this.hash.update(bytes);
    return bytes;
  }

  /** After the end: the SHA-256, hexadecimal. Throws an InputError if the file was changed since it was opened. */
  async fingerprint(): Promise<string> {
    if (this.regular) {
      const { size, mtimeNs } = await this.handle.stat({ bigint: true });
      if (this.bytesRead !== this.size || Number(size) !== this.size || mtimeNs !== this.modified) {
        throw new InputError(
          'the file was changed while it was read, expected it to stay as it is; try again',
          this.file,
        );
      }
    }
    return this.hash.digest('hex');
  }

  async close(): Promise<void> {
    await this.handle.close();
  }
}

/** Why a file cannot be read, from the error of the operating system. */
export function readFailure(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown error';
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return 'the file does not exist, expected a history file';
    case 'EISDIR':
      return 'this is a directory, expected a history file';
    case 'EACCES':
    case 'EPERM':
      return 'the file may not be read (no permission), expected a file that you can read';
    default:
      return `the file cannot be read (${code}), expected a readable history file`;
  }
}
