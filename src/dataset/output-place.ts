import fs from 'node:fs';
import path from 'node:path';
import { isFileFailure } from './file-failure.ts';
import { InputError } from './input-error.ts';

/** Where the content of a file named by the user goes. */
export type OutputPlace =
  /** A regular file, there already or not; `mode` are its permissions, undefined if there is none yet. */
  | { readonly kind: 'file'; readonly file: string; readonly mode: number | undefined }
  /** A named pipe. */
  | { readonly kind: 'pipe'; readonly file: string }
  /** A device, such as `/dev/null` or a terminal. */
  | { readonly kind: 'device'; readonly file: string }
  /** A file that this process has open already: `/dev/stdout`, `/dev/fd/3`. */
  | { readonly kind: 'descriptor'; readonly descriptor: number };

/** Maximum number of links in a row; Linux itself follows 40. */
const maxLinks = 40;

/**
 * Finds out what the name of an output refers to: links are followed, and only a regular file, or nothing at all, may be
 * replaced.
 *
 * @throws InputError if nothing can be written there; an error of the operating system (`isFileFailure`) for a folder and
 *   where there is no such folder
 */
export function outputPlace(name: string): OutputPlace {
  let file = path.resolve(name);
  for (let links = 0; links <= maxLinks; links++) {
    const { folder, stats, link } = look(file, name);
    file = path.join(folder, path.basename(file));
    const descriptor = descriptorOf(file);
    if (descriptor !== undefined) return { kind: 'descriptor', descriptor };
    if (stats === undefined) return { kind: 'file', file, mode: undefined };
    if (stats.isFile()) return { kind: 'file', file, mode: stats.mode & 0o7777 };
    if (stats.isFIFO()) return { kind: 'pipe', file };
    if (stats.isDirectory()) throw failure(name, 'EISDIR');
    if (stats.isSocket()) throw new InputError('this is a socket, expected the name of a file', name);
    if (link === undefined) return { kind: 'device', file };
    file = path.resolve(folder, link);
  }
  throw new InputError('its links form a circle, expected one that leads to a file', name);
}

/** What is known of a file without following it. */
interface Look {
  /** Without links in its path. */
  readonly folder: string;
  /** Undefined if there is no such file. */
  readonly stats: fs.Stats | undefined;
  /** What it leads to, if it is a link. */
  readonly link: string | undefined;
}

function look(file: string, name: string): Look {
  try {
    const folder = fs.realpathSync(path.dirname(file));
    if (!fs.statSync(folder).isDirectory()) throw failure(name, 'ENOTDIR');
    const stats = fs.lstatSync(file, { throwIfNoEntry: false });
    return { folder, stats, link: stats?.isSymbolicLink() ? fs.readlinkSync(file) : undefined };
  } catch (error) {
    // With the name that users know, and as a failure to write: the call before it only read.
    throw isFileFailure(error) ? failure(name, error.code ?? error.message) : error;
  }
}

function failure(path: string, code: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: ${path} cannot be written`), { code, syscall: 'write', path });
}

/** The number of an open file of this process that a path means. */
function descriptorOf(file: string): number | undefined {
  const [, process_, number] = /^\/proc\/(\d+)\/fd\/(\d+)$/.exec(file) ?? [];
  return process_ === String(process.pid) ? Number(number) : undefined;
}
