import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { LearnerFile } from '../learning/learner.ts';
import type { EpochRecord, FitRecord, SealedFile } from '../protocol/run.ts';
import { writeFileAtomic } from './atomic-file.ts';
import { type FolderLock, FolderLocked, lockFolder } from './folder-lock.ts';
import { named } from './named-errors.ts';
import { makeFitFolder, RunGone, syncFolder } from './run-folder.ts';
import { calibrationFile, epochsFile, fitFile, oldEpochsFile, predictionsFile } from './run-paths.ts';
import { seal } from './sealed-files.ts';
import { sealRecord } from './sealed-record.ts';

/** One evaluated task; a line of `predictions.jsonl`. */
export interface Prediction {
  readonly task: string;
  readonly truth: string;
  /** [classes] in the order of the fit's classes. */
  readonly probabilities: ArrayLike<number>;
}

/** How often the lock is checked between epochs. */
const lookMilliseconds = 1000;

/**
 * Writes one fit's folder: epochs as they come, then the model and the predictions, `fit.json` last, when everything else
 * has reached the disk. As long as that is missing the fit is not complete and will be done again.
 */
export class FitWriter {
  readonly #folder: string;
  readonly #epochs: FileInProgress;
  /** File of the fit's lock. */
  readonly #lock: string;
  /** Present if the lock was taken here. */
  readonly #own: FolderLock | undefined;
  #looked = Date.now();

  /**
   * Empties what an interrupted fit left.
   *
   * @param lock file of the fit's lock, if the caller holds it; taken here otherwise
   * @throws FolderLocked if another process works on the fit; RunGone
   */
  constructor(
    readonly run: string,
    target: string,
    index: number,
    lock?: string,
  ) {
    this.#folder = makeFitFolder(run, target, index);
    this.#own = lock === undefined ? lockFolder(this.#folder) : undefined;
    this.#lock = lock ?? this.#own?.file ?? '';
    try {
      removeLeftovers(this.#folder);
      this.#epochs = new FileInProgress(epochsFile(this.#folder));
    } catch (error) {
      this.#own?.release();
      throw error;
    }
  }

  /** @throws FolderLocked if another process took over meanwhile; RunGone */
  epoch(record: EpochRecord): void {
    this.#epochs.write(`${JSON.stringify(record)}\n`);
    const now = Date.now();
    if (now - this.#looked < lookMilliseconds) return;
    this.#looked = now;
    this.#requireLock();
  }

  /**
   * Writes everything else and completes the fit.
   *
   * @throws FolderLocked if another process took over meanwhile; RunGone
   */
  finish(record: FitRecord, files: readonly LearnerFile[], predictions: Iterable<Prediction>): FitRecord {
    this.#requireLock();
    const sealed = [
      this.#epochs.finish(),
      ...files.map(({ name, bytes }) => {
        writeFileAtomic(path.join(this.#folder, name), bytes);
        return seal(name, bytes);
      }),
      writePredictions(predictionsFile(this.#folder), record.classes, predictions),
    ];
    const complete: FitRecord = { ...record, files: sealed };
    syncFolder(this.#folder);
    this.#requireLock();
    writeFileAtomic(fitFile(this.#folder), `${JSON.stringify(sealRecord(complete), null, 1)}\n`);
    syncFolder(this.#folder);
    return complete;
  }

  /** Ends writing, whether the fit was finished or not. */
  close(): void {
    this.#epochs.close();
    this.#own?.release();
  }

  #requireLock(): void {
    if (fs.existsSync(this.#lock)) return;
    if (!fs.existsSync(this.run)) throw new RunGone(this.run);
    throw new FolderLocked(this.#folder, undefined);
  }
}

/**
 * A file that is written bit by bit. It is a new one each time: a process that was believed dead, and writes on, does not
 * write into it.
 */
class FileInProgress {
  readonly #hash = createHash('sha256');
  readonly #handle: number;
  #bytes = 0;
  #isOpen = true;

  constructor(readonly file: string) {
    fs.rmSync(file, { force: true, recursive: true });
    this.#handle = fs.openSync(file, 'wx');
  }

  write(text: string): void {
    // Not writeSync: that may write a part only.
    named(this.file, () => fs.writeFileSync(this.#handle, text));
    this.#hash.update(text);
    this.#bytes += Buffer.byteLength(text);
  }

  /** Everything is on the disk then. */
  finish(): SealedFile {
    named(this.file, () => fs.fsyncSync(this.#handle));
    this.close();
    return { name: path.basename(this.file), bytes: this.#bytes, sha256: this.#hash.digest('hex') };
  }

  close(): void {
    if (this.#isOpen) fs.closeSync(this.#handle);
    this.#isOpen = false;
  }
}

/** What a fit left that did not end: files that were being written, the curve under its old name, records nobody may read. */
function removeLeftovers(folder: string): void {
  for (const name of fs.readdirSync(folder)) {
    if (name.startsWith('.')) fs.rmSync(path.join(folder, name), { recursive: true, force: true });
  }
  for (const file of [fitFile(folder), calibrationFile(folder), oldEpochsFile(folder)])
    fs.rmSync(file, { recursive: true, force: true });
}

/** Class probabilities are written with the seven digits that float32 has. */
function writePredictions(file: string, classes: readonly string[], predictions: Iterable<Prediction>): SealedFile {
  const names = classes.map((name) => JSON.stringify(name));
  const written = new FileInProgress(file);
  try {
    let lines: string[] = [];
    for (const { task, truth, probabilities } of predictions) {
      const shares = names.map((name, i) => `${name}:${Number(probabilities[i].toPrecision(7))}`).join(',');
      lines.push(`{"task":${JSON.stringify(task)},"truth":${JSON.stringify(truth)},"probabilities":{${shares}}}\n`);
      if (lines.length === 1000) {
        written.write(lines.join(''));
        lines = [];
      }
    }
    written.write(lines.join(''));
    return written.finish();
  } finally {
    written.close();
  }
}
