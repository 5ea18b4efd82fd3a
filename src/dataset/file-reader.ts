import { createHash } from 'node:crypto';
import { InputError } from './input-error.ts';
import { type InputSource, openInput } from './input-source.ts';

/** A file that is read once from beginning to end; its SHA-256 is that of the very bytes handed out. */
export class FileReader {
  private readonly hash = createHash('sha256');
  private bytesRead = 0;

  private constructor(
    private readonly file: string,
    private readonly source: InputSource,
  ) {}

  /** Opens a file, or throws an InputError that says why it cannot be read. */
  static async open(file: string, signal?: AbortSignal): Promise<FileReader> {
    try {
      return new FileReader(file, await openInput(file, signal));
    } catch (error) {
      throw error instanceof InputError ? error : new InputError(readFailure(error), file);
    }
  }

  /** Size in bytes when it was opened; 0 for a pipe. */
  get size(): number {
    return this.source.size;
  }

  /** It is a file on a disk, which can be read again. */
  get isFile(): boolean {
    return this.source.modified !== undefined;
  }

  /** The next bytes, until the next call, or undefined at the end. */
  async read(): Promise<Uint8Array | undefined> {
    const bytes = await this.source.read().catch((error: unknown) => {
      throw new InputError(readFailure(error), this.file);
    });
    if (bytes === undefined) return undefined;
    this.bytesRead += bytes.length;
    this.hash.update(bytes);
    return bytes;
  }

  /** After the end: the SHA-256, hexadecimal. Throws an InputError if the file was changed since it was opened. */
  async fingerprint(): Promise<string> {
    const { size, modified } = this.source;
    if (modified !== undefined) {
      const now = await this.source.modifiedNow();
      if (this.bytesRead !== size || now.size !== size || now.modified !== modified) {
        throw new InputError(
          'the file changed while it was being read, expected it to stay the same; try again',
          this.file,
        );
      }
    }
    return this.hash.digest('hex');
  }

  async close(): Promise<void> {
    await this.source.close();
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
    case 'EIO':
      return 'the disk failed while reading the file (EIO), expected a readable history file';
    case 'EACCES':
    case 'EPERM':
      return 'no permission to read the file, expected a file that you can read';
    default:
      return `the file cannot be read (${code}), expected a readable history file`;
  }
}
