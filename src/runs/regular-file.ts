import fs from 'node:fs';
import { InputError } from '../dataset/input-error.ts';

/*
 * Files of run folders come from other people's machines, archives and repositories. What looks like a record may be a pipe
 * that never ends, a link to a device, or 40 GB: only regular files are read, no links are followed out of the folder, and
 * nothing is read beyond a limit.
 */

const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = fs.constants;
/** Opens without following a link in the last place, and without waiting for a pipe's writer. */
const readingFlags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK;

/** Why a file of a run cannot be used: gone, half-written, from a newer version. One sentence that names the file. */
export class RunUnreadable extends Error {
  override readonly name: string = 'RunUnreadable';
}

/** Whether the user can fix the cause: a file is not as it should be. */
export function isMendable(error: unknown): error is InputError | RunUnreadable {
  return error instanceof InputError || error instanceof RunUnreadable;
}

/**
 * The content of a regular file.
 *
 * @param limit in bytes; a larger file is refused
 * @throws RunUnreadable
 */
export function readRegularFile(file: string, limit: number): Buffer {
  return withFile(file, (handle, bytes) => {
    if (bytes > limit)
      throw new RunUnreadable(`${file} is too large (${megabytes(bytes)}), expected at most ${megabytes(limit)}`);
    return readBytes(handle, bytes);
  });
}

/** The first bytes of a regular file, and how many it has. @throws RunUnreadable */
export function readStart(file: string, limit: number): { readonly start: Buffer; readonly bytes: number } {
  return withFile(file, (handle, bytes) => ({ start: readBytes(handle, Math.min(bytes, limit)), bytes }));
}

/** A record of a few kilobytes as text; undefined if there is none, or if it is anything else. */
export function readSmallFile(file: string): string | undefined {
  try {
    return readRegularFile(file, 2 ** 20).toString('utf8');
  } catch (error) {
    if (error instanceof RunUnreadable) return undefined;
    throw error;
  }
}

/** @throws RunUnreadable */
export function withFile<T>(file: string, read: (handle: number, bytes: number) => T): T {
  let handle: number | undefined;
  try {
    handle = fs.openSync(file, readingFlags);
    const status = fs.fstatSync(handle);
    if (!status.isFile()) throw notRegular(file, status);
    return read(handle, status.size);
  } catch (error) {
    throw unreadable(file, error);
  } finally {
    if (handle !== undefined) fs.closeSync(handle);
  }
}

/** Opens a regular file for reading. @throws RunUnreadable */
export async function openRegularFile(file: string): Promise<fs.promises.FileHandle> {
  let handle: fs.promises.FileHandle | undefined;
  try {
    handle = await fs.promises.open(file, readingFlags);
    const status = await handle.stat();
    if (!status.isFile()) throw notRegular(file, status);
    return handle;
  } catch (error) {
    await handle?.close();
    throw unreadable(file, error);
  }
}

function notRegular(file: string, status: fs.Stats): RunUnreadable {
  const what = status.isDirectory() ? 'a folder' : status.isFIFO() ? 'a pipe' : 'a device';
  return new RunUnreadable(`${file} is ${what}, expected a regular file`);
}

/** What became of an attempt to read a file, as a sentence; errors that are not the file's stay as they are. */
function unreadable(file: string, error: unknown): unknown {
  if (error instanceof RunUnreadable) return error;
  const { code } = error as NodeJS.ErrnoException;
  switch (code) {
    case undefined:
      return error;
    case 'ENOENT':
    case 'ENOTDIR':
      return new RunUnreadable(`${file} does not exist`);
    case 'ELOOP':
    case 'EMLINK':
      return new RunUnreadable(`${file} is a link, expected a regular file`);
    case 'ENXIO':
      return new RunUnreadable(`${file} is a socket or a device, expected a regular file`);
    case 'EACCES':
    case 'EPERM':
      return new RunUnreadable(`${file} cannot be read: no permission (${code})`);
    default:
      return new RunUnreadable(`${file} cannot be read: ${code}`);
  }
}

function readBytes(handle: number, bytes: number): Buffer {
  const buffer = Buffer.allocUnsafe(bytes);
  let length = 0;
  while (length < bytes) {
    const count = fs.readSync(handle, buffer, length, bytes - length, length);
    // Cut short meanwhile.
    if (count === 0) break;
    length += count;
  }
  return buffer.subarray(0, length);
}

export function megabytes(bytes: number): string {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${Math.round(bytes / 1e6)} MB`;
}
