import fs from 'node:fs';
import { grown } from '../dataset/growing-arrays.ts';
import { hashOf, NameTable } from '../dataset/name-table.ts';
import { parsePrediction } from './read-predictions.ts';
import { readFit } from './read-run.ts';
import { openRegularFile, withFile } from './regular-file.ts';
import { fitFolder, predictionsFile } from './run-paths.ts';
import { SealCheck } from './sealed-files.ts';

const chunkBytes = 2 ** 18;
const newline = 0x0a;
const quote = 0x22;
const backslash = 0x5c;
const beginning = Buffer.from('{"task":"');
const encoder = new TextEncoder();

/**
 * Where each task is in the predictions of a fit, so that single ones are found at once: a line is only parsed when it is
 * requested.
 */
export class PredictionLines {
  readonly #names = new NameTable();
  /** [tasks] first byte of the line, and its length. */
  #from = new Float64Array(1024);
  #length = new Uint32Array(1024);

  private constructor(
    readonly file: string,
    readonly classes: readonly string[],
  ) {}

  /** @throws RunUnreadable if there is no such file, it cannot be read, or it is not the one that was written */
  static async index(run: string, target: string, index: number, classes: readonly string[]): Promise<PredictionLines> {
    const found = new PredictionLines(predictionsFile(fitFolder(run, target, index)), classes);
    await found.#read(new SealCheck(found.file, readFit(run, target, index)));
    return found;
  }

  get count(): number {
    return this.#names.count;
  }

  /** The probabilities of a task, one for each class; undefined if the fit was not evaluated on it, or the line is damaged. */
  find(task: string): readonly number[] | undefined {
    const bytes = encoder.encode(task);
    const place = this.#names.find(bytes, 0, bytes.length, hashOf(bytes, 0, bytes.length));
    if (place < 0) return undefined;
    const prediction = parsePrediction(this.#line(place), this.classes);
    return prediction?.task === task ? prediction.probabilities : undefined;
  }

  #line(place: number): string {
    const line = Buffer.alloc(this.#length[place]);
    withFile(this.file, (file) => fs.readSync(file, line, 0, line.length, this.#from[place]));
    return line.toString('utf8');
  }

  async #read(seal: SealCheck): Promise<void> {
    const handle = await openRegularFile(this.file);
    try {
      const chunk = Buffer.alloc(chunkBytes);
      let kept = Buffer.alloc(0);
      let base = 0;
      for (;;) {
        const { bytesRead } = await handle.read(chunk, 0, chunkBytes);
        if (bytesRead === 0) break;
        seal.add(chunk.subarray(0, bytesRead));
        const bytes = Buffer.concat([kept, chunk.subarray(0, bytesRead)]);
        let from = 0;
        for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, from)) {
          this.#add(bytes, from, end, base);
          from = end + 1;
        }
        base += from;
        kept = bytes.subarray(from);
      }
      if (kept.length > 0) this.#add(kept, 0, kept.length, base);
      seal.finish();
    } finally {
      await handle.close();
    }
  }

  /** Takes in the line bytes[from … end). @param base offset of bytes[0] in the file */
  #add(bytes: Buffer, from: number, end: number, base: number): void {
    const { count } = this.#names;
    const place = this.#intern(bytes, from, end);
    if (place !== count) return;
    if (place === this.#from.length) {
      this.#from = grown(this.#from, place + 1);
      this.#length = grown(this.#length, place + 1);
    }
    this.#from[place] = base + from;
    this.#length[place] = end - from;
  }

  /** Number of the line's task, −1 if it names none. */
  #intern(bytes: Buffer, from: number, end: number): number {
    const start = from + beginning.length;
    if (beginning.compare(bytes, from, Math.min(start, end)) === 0) {
      let to = start;
      while (to < end && bytes[to] !== quote && bytes[to] !== backslash) to++;
      if (bytes[to] === quote) return this.#names.intern(bytes, start, to, hashOf(bytes, start, to));
    }
    // It has escapes, or was written by another program.
    const task = parsePrediction(bytes.toString('utf8', from, end), this.classes)?.task;
    if (task === undefined) return -1;
    const name = encoder.encode(task);
    return this.#names.intern(name, 0, name.length, hashOf(name, 0, name.length));
  }
}
