import { createHash } from 'node:crypto';
import path from 'node:path';
import type { FitRecord, SealedFile } from '../protocol/run.ts';
import { readFit } from './read-run.ts';
import { RunUnreadable, readRegularFile } from './regular-file.ts';
import { fitFolder } from './run-paths.ts';

/** Models have some megabytes; nothing of a run that is read whole has more. */
const maxBytes = 2 ** 30;

/** What a file must be when it is read again. */
export function seal(name: string, content: string | Uint8Array): SealedFile {
  return { name, bytes: Buffer.byteLength(content), sha256: createHash('sha256').update(content).digest('hex') };
}

/**
 * A file that was sealed when it was written, or, of version 0.1, as it is.
 *
 * @param sealed the seals of the folder's files; undefined if it has none
 * @throws RunUnreadable if it is not the file that was written
 */
export function readSealedFile(folder: string, name: string, sealed: readonly SealedFile[] | undefined): Buffer {
  const file = path.join(folder, name);
  const bytes = readRegularFile(file, maxBytes);
  if (sealed === undefined) return bytes;
  const expected = sealed.find((one) => one.name === name);
  if (expected === undefined) throw new RunUnreadable(`${file} does not belong to this run`);
  requireSeal(file, expected, bytes.length, () => seal(name, bytes).sha256);
  return bytes;
}

function requireSeal(file: string, expected: SealedFile, bytes: number, sha256: () => string): void {
  if (bytes !== expected.bytes) {
    throw new RunUnreadable(
      `${file} is damaged: it has ${bytes} bytes, expected the ${expected.bytes} that were written`,
    );
  }
  if (sha256() !== expected.sha256) {
    throw new RunUnreadable(`${file} is damaged: its SHA-256 is not that of the file that was written`);
  }
}

/** Compares a file that is read piece by piece with its seal. */
export class SealCheck {
  readonly #hash = createHash('sha256');
  readonly #sealed: SealedFile | undefined;
  #bytes = 0;

  /** @param fit what the file belongs to; files of version 0.1 have no seal and are taken as they are */
  constructor(
    readonly file: string,
    fit: Pick<FitRecord, 'files'> | undefined,
  ) {
    this.#sealed = fit?.files?.find(({ name }) => name === path.basename(file));
  }

  add(bytes: Uint8Array): void {
    if (this.#sealed === undefined) return;
    this.#hash.update(bytes);
    this.#bytes += bytes.length;
  }

  /** All of the file was added. @throws RunUnreadable */
  finish(): void {
    if (this.#sealed) requireSeal(this.file, this.#sealed, this.#bytes, () => this.#hash.digest('hex'));
  }
}

/**
 * A file that a fit's learner saved.
 *
 * @throws RunUnreadable if the fit is not complete, or it is not the file that was written
 */
export function readModelFile(run: string, target: string, index: number, name: string): Buffer {
  const fit = readFit(run, target, index);
  if (!fit) throw new RunUnreadable(`${run} has no complete fit ${index + 1} of the target ${target}`);
  return readSealedFile(fitFolder(run, target, index), name, fit.files);
}

/** Whether files of a fit are missing, damaged or links: one sentence each. */
export function damagesOf(folder: string, { files = [] }: Pick<FitRecord, 'files'>): string[] {
  return files.flatMap(({ name }) => {
    try {
      readSealedFile(folder, name, files);
      return [];
    } catch (error) {
      if (error instanceof RunUnreadable) return [error.message];
      throw error;
    }
  });
}
