import fs from 'node:fs';
import path from 'node:path';
import type { LearnerFile } from '../learning/learner.ts';
import type { EpochRecord, FitRecord } from '../protocol/run.ts';
import { writeFileAtomic } from './atomic-file.ts';
import { type FitLock, lockFit } from './fit-lock.ts';
import { epochsFile, fitFile, fitFolder, predictionsFile } from './run-paths.ts';

/** One evaluated task; a line of `predictions.jsonl`. */
export interface Prediction {
  readonly task: string;
  readonly truth: string;
  /** [classes] in the order of the fit's classes. */
  readonly probabilities: ArrayLike<number>;
}

/**
 * Writes one fit's folder: epochs as they come, then the model and the predictions, `fit.json` last. As long as that is
 * missing the fit is not complete and will be done again.
 */
export class FitWriter {
  readonly #folder: string;
  readonly #lock: FitLock;
  readonly #epochs: number;

  /**
   * Takes the fit's lock and empties what an interrupted fit left.
   *
   * @throws FitLocked if another living process is at it
   */
  constructor(run: string, target: string, index: number) {
    this.#folder = fitFolder(run, target, index);
    fs.mkdirSync(this.#folder, { recursive: true });
    this.#lock = lockFit(this.#folder);
    try {
      this.#epochs = fs.openSync(epochsFile(this.#folder), 'w');
    } catch (error) {
      this.#lock.release();
      throw error;
    }
  }

  epoch(record: EpochRecord): void {
    // Not writeSync: that may write a part only.
    fs.writeFileSync(this.#epochs, `${JSON.stringify(record)}\n`);
    this.#lock.touch();
  }

  /** Writes everything else and completes the fit. */
  finish(record: FitRecord, files: readonly LearnerFile[], predictions: Iterable<Prediction>): void {
    writePredictions(predictionsFile(this.#folder), record.classes, predictions);
    for (const { name, bytes } of files) writeFileAtomic(path.join(this.#folder, name), bytes);
    writeFileAtomic(fitFile(this.#folder), `${JSON.stringify(record, null, 1)}\n`);
  }

  /** Gives the lock back, whether the fit was finished or not. */
  close(): void {
    fs.closeSync(this.#epochs);
    this.#lock.release();
  }
}

/** Class probabilities are written with the seven digits that float32 has. */
function writePredictions(file: string, classes: readonly string[], predictions: Iterable<Prediction>): void {
  const names = classes.map((name) => JSON.stringify(name));
  const handle = fs.openSync(file, 'w');
  try {
    let lines: string[] = [];
    for (const { task, truth, probabilities } of predictions) {
      const shares = names.map((name, i) => `${name}:${Number(probabilities[i].toPrecision(7))}`).join(',');
      lines.push(`{"task":${JSON.stringify(task)},"truth":${JSON.stringify(truth)},"probabilities":{${shares}}}\n`);
      if (lines.length === 1000) {
        fs.writeFileSync(handle, lines.join(''));
        lines = [];
      }
    }
    fs.writeFileSync(handle, lines.join(''));
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
}
