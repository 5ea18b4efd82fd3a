import fs from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import net from 'node:net';
import type { Readable } from 'node:stream';
import tty from 'node:tty';
import { InputError } from './input-error.ts';

/** Where the bytes of a history come from. */
export interface InputSource {
  /** In bytes; 0 if it is not known. */
  readonly size: number;
  /** When a file on a disk was last changed; undefined for anything else. */
  readonly modified: bigint | undefined;
  /** The next bytes, until the next call, or undefined at the end. */
  read(): Promise<Uint8Array | undefined>;
  modifiedNow(): Promise<{ readonly size: number; readonly modified: bigint }>;
  close(): Promise<void>;
}

/** Bytes per read: large enough that waiting does not matter, small enough that the event loop stays responsive. */
const chunkBytes = 1 << 19;

/**
 * Opens a file on a disk, or an input of this process if the name refers to one: `-`, `/dev/stdin`, `/dev/fd/63` (of
 * `<(zcat history.json.gz)`). Nothing else is opened, as pipes and devices may never end.
 *
 * @param signal stops waiting for piped input, with its reason
 * @throws InputError, or an error of the operating system
 */
export async function openInput(file: string, signal?: AbortSignal): Promise<InputSource> {
  const descriptor = descriptorOf(file);
  if (descriptor !== undefined) return openDescriptor(file, descriptor, signal);
  // Before it is opened: opening a pipe waits for its writer.
  refuseWhatIsNoFile(file, await stat(file));
  const handle = await open(file, fs.constants.O_RDONLY);
  try {
    const { size, mtimeNs } = await handle.stat({ bigint: true });
    return new DiskFile(handle, Number(size), mtimeNs);
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** @throws InputError for anything but a file on a disk */
export function refuseWhatIsNoFile(file: string, stats: fs.Stats): void {
  if (stats.isFile()) return;
  // As opening it would.
  if (stats.isDirectory()) throw Object.assign(new Error('EISDIR: this is a directory'), { code: 'EISDIR' });
  const what = stats.isFIFO() ? 'a pipe' : stats.isSocket() ? 'a socket' : 'a device';
  throw new InputError(`this is ${what}, expected a file`, file);
}

/** The open file of this process that a name refers to, as its number. */
function descriptorOf(file: string): number | undefined {
  if (file === '-' || file === '/dev/stdin') return 0;
  const [, number] = /^\/(?:dev|proc\/self)\/fd\/(\d+)$/.exec(file) ?? [];
  return number === undefined ? undefined : Number(number);
}

function openDescriptor(file: string, descriptor: number, signal: AbortSignal | undefined): InputSource {
  const stats = fs.fstatSync(descriptor);
  if (tty.isatty(descriptor)) {
    throw new InputError('this is a terminal, expected a piped history or the name of a file', file);
  }
  if (stats.isDirectory()) refuseWhatIsNoFile(file, stats);
  // Node.js sockets wait without blocking; reading a pipe as a file would keep the process from ending.
  const stream =
    stats.isFIFO() || stats.isSocket()
      ? new net.Socket({ fd: descriptor, readable: true, writable: false })
      : fs.createReadStream('', { fd: descriptor, autoClose: false, highWaterMark: chunkBytes });
  signal?.addEventListener('abort', () => stream.destroy(signal.reason), { once: true });
  return new StreamSource(stream);
}

class DiskFile implements InputSource {
  private readonly chunk = new Uint8Array(chunkBytes);

  constructor(
    private readonly handle: FileHandle,
    readonly size: number,
    readonly modified: bigint,
  ) {}

  async read(): Promise<Uint8Array | undefined> {
    const { bytesRead } = await this.handle.read(this.chunk, 0, chunkBytes, null);
    return bytesRead === 0 ? undefined : this.chunk.subarray(0, bytesRead);
  }

  async modifiedNow(): Promise<{ size: number; modified: bigint }> {
    const { size, mtimeNs } = await this.handle.stat({ bigint: true });
    return { size: Number(size), modified: mtimeNs };
  }

  async close(): Promise<void> {
    await this.handle.close();
  }
}

class StreamSource implements InputSource {
  readonly size = 0;
  readonly modified = undefined;
  private readonly chunks: AsyncIterator<Uint8Array>;

  constructor(private readonly stream: Readable) {
    this.chunks = stream[Symbol.asyncIterator]();
  }

  async read(): Promise<Uint8Array | undefined> {
    const { done, value } = await this.chunks.next();
    return done ? undefined : value;
  }

  async modifiedNow(): Promise<{ size: number; modified: bigint }> {
    return { size: 0, modified: 0n };
  }

  async close(): Promise<void> {
    this.stream.destroy();
  }
}
